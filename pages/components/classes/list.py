"""The classes that somebody teaches, and the way to a new one."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state
from tutor_core.accounts.queries import Person
from tutor_core.cohorts.names import LONGEST_NAME
from tutor_core.cohorts.queries import classes_of
from tutor_core.cohorts.service import create_class
from tutor_core.cohorts.views import ClassLine

_NAME = "classes_new_name"


def draw_list(person: Person) -> None:
    """Draw every class as a line that opens it, and the form for a new one."""
    with runtime.database().reading() as db:
        lines = classes_of(db, person.actor)
    if not lines:
        st.markdown(
            "Here your classes will be. Make one, and learners join it by a code or come by a "
            "list of yours."
        )
    for line in lines:
        _draw_line(line)
    st.text_input("Name of a new class", key=_NAME, max_chars=LONGEST_NAME)
    st.button(
        "Make a class", type="primary", icon=":material/add:", key="classes_create",
        on_click=_create,
    )  # fmt: skip


def _draw_line(line: ClassLine) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        learners = "1 learner" if line.learners == 1 else f"{line.learners} learners"
        more = (" · put away" if line.is_archived else "") + ("" if line.is_own else " · co-taught")
        st.markdown(f"**{prose.plain(line.name)}** · {learners}{more}")
        st.button(
            "Open", key=f"classes_open_{line.cohort_id}", on_click=open_class,
            args=(line.cohort_id,), help=f"Open {prose.plain(line.name)}",
        )  # fmt: skip


def open_class(cohort_id: int) -> None:
    """Show a class."""
    st.query_params.clear()
    st.query_params["class"] = str(cohort_id)


@auth.callback
def _create(person: Person) -> None:
    moment, name = runtime.now(), str(state.widget_value(_NAME) or "")
    made = runtime.database().run(
        lambda db: create_class(db, person.actor, name, now=moment, rng=runtime.rng())
    )
    state.set_widget_value(_NAME, "")
    open_class(made)
