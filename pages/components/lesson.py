"""A lesson as it is read, on its page or over a question."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime
from pages.components.question import draw_figure
from tutor_core.errors import NotFoundError
from tutor_core.practice.lessons import service
from tutor_core.practice.lessons.queries import lesson_on
from tutor_core.practice.lessons.views import Lesson


def draw_lesson(lesson: Lesson) -> None:
    """Draw the idea, the figure, the worked example and the usual mistake."""
    st.markdown(prose.content(lesson.idea))
    draw_figure(lesson.figure, key=f"lesson_figure_{lesson.content_id}")
    st.markdown(prose.content(lesson.rest))


def draw_lesson_button(skill: str, title: str) -> None:
    """Draw the button that opens the lesson of a skill over the page."""
    if skill and st.button(
        f"Lesson: {prose.plain(title)}",
        type="tertiary",
        icon=":material/menu_book:",
        key="practice_lesson",
    ):
        _open_over(skill)


@st.dialog("Lesson", width="medium", icon=":material/menu_book:")
def _open_over(skill: str) -> None:
    person = auth.require_person()
    try:
        with runtime.database().reading() as db:
            lesson = lesson_on(db, person.actor, skill)
    except NotFoundError as error:
        st.info(str(error))
        return
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.open_lesson(db, person.actor, lesson.content_id, now=moment)
    )
    st.header(prose.plain(lesson.title))
    draw_lesson(lesson)
