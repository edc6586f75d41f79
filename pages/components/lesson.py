"""A lesson as it is read, on its page or over a question, its parts in the order that is liked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import auth, navigation, prose, runtime, state
from pages.components.question import draw_figure
from pages.components.read_aloud import draw_voice
from tutor_core.errors import NotFoundError
from tutor_core.practice.lessons import service
from tutor_core.practice.lessons.parts import Part, lesson_parts
from tutor_core.practice.lessons.queries import lesson_on
from tutor_core.practice.lessons.views import Lesson
from tutor_core.profiling.formats import Preferences
from tutor_core.profiling.styles.queries import style_profile
from tutor_core.profiling.styles.views import StyleProfile


def liked_parts(profile: StyleProfile | None) -> tuple[Part, ...]:
    """Return the parts of every lesson as the learner likes them; without a profile as written."""
    liked = profile.preferences if profile is not None else Preferences()
    return tuple(
        part for part in lesson_parts(liked.formats) if part != "aloud" or liked.reads_aloud
    )


def draw_parts(lesson: Lesson, parts: Sequence[Part]) -> None:
    """Draw parts of a lesson: idea, figure, worked example and mistake, a voice, a way to try."""
    for part in parts:
        if part == "idea":
            st.markdown(prose.content(lesson.idea))
        elif part == "rest":
            st.markdown(prose.content(lesson.rest))
        elif part == "figure":
            draw_figure(lesson.figure, key=f"lesson_figure_{lesson.content_id}")
        elif part == "aloud":
            seen = "" if lesson.figure is None else f"The figure: {lesson.figure['alt']}"
            key = f"lesson_voice_{lesson.content_id}"
            draw_voice(lesson.idea, seen, lesson.rest, key=key)
        else:
            draw_practise(lesson.skill)


def draw_practise(skill: str) -> None:
    """Draw the button that leads to questions on a skill."""
    if st.button(
        "Practise this skill", type="primary", icon=":material/arrow_forward:",
        key="lesson_practise", on_click=state.want_question,
    ):  # fmt: skip
        st.switch_page(navigation.page("practice"), query_params={"skill": skill})


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
            profile = style_profile(db, person.actor)
    except NotFoundError as error:
        st.info(str(error))
        return
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.open_lesson(db, person.actor, lesson.content_id, now=moment)
    )
    st.header(prose.plain(lesson.title))
    draw_parts(lesson, liked_parts(profile))
