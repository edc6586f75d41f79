"""Today's tasks, each with the button that starts it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import navigation, prose, state
from pages.components.plan import words
from tutor_core.planning.views import TaskView


def draw_box(tasks: Sequence[TaskView]) -> None:
    """Draw the box of Today; nothing for whoever has no plan or nothing to do today."""
    if not tasks:
        return
    with st.container(border=True, key="plan_today"):
        left = sum(task.minutes - task.minutes_done for task in tasks if not task.is_over)
        st.subheader("Today's plan")
        st.caption(f"{words.minutes(left)} left." if left else "All of today's tasks are done.")
        draw_tasks(tasks)
        st.page_link(
            navigation.page("study_plan"), label="The whole plan", icon=":material/event_note:"
        )


def draw_tasks(tasks: Sequence[TaskView]) -> None:
    """Draw each task in a line; the first one open has the primary button."""
    has_several = len({task.plan_id for task in tasks}) > 1
    first = next((task for task in tasks if not task.is_over), None)
    for task in tasks:
        with st.container(horizontal=True, vertical_alignment="center"):
            of_plan = f" · {prose.plain(task.plan_title)}" if has_several else ""
            st.markdown(f"{words.line(task)}{of_plan}")
            if not task.is_over:
                _draw_start(task, is_first=task is first)


def _draw_start(task: TaskView, *, is_first: bool) -> None:
    if st.button(
        "Go on" if task.outcome == "part" else "Start",
        type="primary" if is_first else "secondary",
        key=f"plan_start_{task.reference}",
        icon=":material/arrow_forward:",
        on_click=state.want_question,
    ):
        if task.kind == "mock_test":
            st.switch_page(navigation.page("mock_test"), query_params={"task": task.reference})
        if task.is_cards:
            st.switch_page(navigation.page("flashcards"))
        st.switch_page(navigation.page("practice"), query_params={"task": task.reference})
