"""Classes: the list of those somebody teaches, and one of them in several views."""

import streamlit as st

from pages.components import auth, prose, runtime
from pages.components.classes import address
from pages.components.classes.list import draw_list
from pages.components.classes.projector import draw_projector
from pages.components.classes.room import draw_room
from tutor_core.accounts.queries import Person
from tutor_core.cohorts.names import TEACHERS
from tutor_core.cohorts.queries import class_of

VIEWS = {"room": ("Learners and code", draw_room)}
FIRST = "room"


def draw(person: Person) -> None:
    cohort_id = address.number("class")
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
    st.title("Classes" if found is None else prose.plain(found.name))
    runtime.draw_notice()
    if found is not None:
        labels = {name: label for name, (label, _) in VIEWS.items()}
        _, draw_view = VIEWS[address.draw_views(found.cohort_id, labels, first=FIRST)]
        draw_view(person, found)


draw(auth.require_role("classes", *TEACHERS))
