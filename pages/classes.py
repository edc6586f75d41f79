"""Classes: the list of those somebody teaches, and one of them."""

import streamlit as st

from pages.components import auth, runtime
from pages.components.classes.list import draw_list
from pages.components.classes.room import draw_class, draw_projector
from tutor_core.accounts.queries import Person
from tutor_core.cohorts.names import TEACHERS
from tutor_core.cohorts.queries import class_of

LONGEST_NUMBER = 9


def number(name: str) -> int | None:
    given = st.query_params.get(name, "")
    return int(given) if given.isdecimal() and len(given) <= LONGEST_NUMBER else None


def draw(person: Person) -> None:
    cohort_id = number("class")
    if cohort_id is None:
        st.title("Classes")
        runtime.draw_notice()
        draw_list(person)
        return
    found = None
    with runtime.tell_person(person.actor), runtime.database().reading() as db:
        found = class_of(
            db, person.actor, cohort_id,
            now=runtime.now(), day_starts_at=runtime.settings().day_starts_at,
        )  # fmt: skip
    if found is not None and st.query_params.get("view") == "projector":
        draw_projector(found)
        return
    st.button(
        "All classes", type="tertiary", icon=":material/arrow_back:", key="classes_all",
        on_click=st.query_params.clear,
    )  # fmt: skip
    if found is None:
        st.title("Classes")
        runtime.draw_notice()
    else:
        draw_class(person, found)


draw(auth.require_role("classes", *TEACHERS))
