"""The task of a plan for which somebody practises: what it is, how far they are, the way back."""

from __future__ import annotations

import streamlit as st

from pages.components import navigation, prose, runtime, state
from pages.components.plan import words
from tutor_core.accounts.queries import Person
from tutor_core.errors import NotFoundError
from tutor_core.planning.queries import task_of
from tutor_core.planning.views import TaskView
from tutor_core.practice.goal import Goal


def goal_of(person: Person, reference: str) -> Goal | None:
    """Return what is practised for a task; None, after a sentence, where it is not today's."""
    try:
        task = _task(person, reference)
    except NotFoundError as error:
        st.info(str(error), icon=":material/info:")
        return None
    return Goal("plan", skill=task.skill, plan_task=reference)


def draw_task(person: Person, reference: str) -> None:
    """Draw for which task the questions are, and how far it is."""
    try:
        task = _task(person, reference)
    except NotFoundError:
        st.caption("The day of this task is over; go on as you like.")
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"{words.line(task)} · {prose.plain(task.plan_title)}")
        if st.button(
            "Back to Today",
            key="plan_back",
            type="primary" if task.is_over else "secondary",
            on_click=state.want_question,
        ):
            st.switch_page(navigation.page("today"))


def _task(person: Person, reference: str) -> TaskView:
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    with runtime.database().reading() as db:
        return task_of(db, person.actor, reference, now=moment, day_starts_at=starts_at)
