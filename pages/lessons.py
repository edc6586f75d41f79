"""Lessons: half a page on each skill, open to everybody at any time."""

from itertools import groupby

import streamlit as st

from pages.components import auth, navigation, prose, runtime, state, theme
from pages.components.badges.gained import gained_words
from pages.components.lesson import draw_parts, draw_practise, liked_parts
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.errors import NotFoundError
from tutor_core.practice.goal import Goal
from tutor_core.practice.lessons import service
from tutor_core.practice.lessons.queries import lesson_on, lessons_of
from tutor_core.practice.lessons.views import Lesson, LessonLine, Neighbour
from tutor_core.practice.service import next_attempt
from tutor_core.profiling.styles.queries import style_profile
from tutor_core.profiling.styles.views import StyleProfile


# A link from a page to itself changes the page and leaves the address as it was, so that the next
# click forgets which lesson it was; buttons that set the address do not.
def open_one(skill: str) -> None:
    st.query_params["skill"] = skill


def close(topic: str) -> None:
    st.query_params.pop("skill", None)
    state.set_widget_value("lessons_topic", topic)


def draw_way(to: Neighbour, *, icon: str) -> None:
    st.button(
        f"**{prose.plain(to.title)}**", type="tertiary", icon=icon,
        key=f"lesson_{to.skill}", on_click=open_one, args=(to.skill,),
    )  # fmt: skip


def draw_list(person: Person) -> None:
    st.title("Lessons")
    st.markdown("Half a page on each skill: the idea, a worked example and the usual mistake.")
    topic = st.selectbox(
        "Subject",
        list(theme.TOPIC_NAMES),
        key="lessons_topic",
        bind="query-params",
        format_func=theme.TOPIC_NAMES.__getitem__,
    )
    with runtime.database().reading() as db:
        lines = lessons_of(db, person.actor, topic)
    if not lines:
        st.info("There are no lessons on this subject yet.", icon=":material/info:")
    for unit, of_unit in groupby(lines, key=lambda line: line.unit):
        st.subheader(prose.plain(unit))
        for line in of_unit:
            draw_line(line)


def draw_line(line: LessonLine) -> None:
    with st.container(border=True, gap="xxsmall"):
        draw_way(
            Neighbour(skill=line.skill, title=line.title),
            icon=":material/task_alt:" if line.is_read else ":material/menu_book:",
        )
        read = " · read" if line.is_read else ""
        st.markdown(prose.content(line.description))
        st.caption(f"{line.minutes} min{read}")


def draw_neighbours(words: str, skills: tuple[Neighbour, ...]) -> None:
    if not skills:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{words}**", width="content")
        for one in skills:
            draw_way(one, icon=":material/menu_book:")


def draw_one(person: Person, lesson: Lesson, profile: StyleProfile | None) -> None:
    st.button(
        "All lessons", type="tertiary", icon=":material/arrow_back:",
        key="lessons_all", on_click=close, args=(lesson.topic,),
    )  # fmt: skip
    st.title(prose.plain(lesson.title))
    read = ""
    if lesson.read_at is not None:
        local = lesson.read_at.astimezone(zone_named(person.timezone))
        read = f" · read on {local:%d %B %Y}"
    st.caption(f"{theme.TOPIC_NAMES[lesson.topic]} · {lesson.minutes} min{read}")
    draw_neighbours("Builds on", lesson.needs)
    *first, last = liked_parts(profile)
    draw_parts(lesson, first if last == "try" else (*first, last))
    with st.container(horizontal=True):
        if last == "try":
            draw_practise(lesson.skill)
        if lesson.read_at is None:
            st.button(
                "I have read it", key="lesson_read", on_click=finish, args=(lesson.content_id,)
            )
    for task in lesson.exercises:
        if st.button(
            f"Try an exercise of {task.minutes} min · {theme.DIFFICULTY_WORDS[task.difficulty]} "
            f"· {task.points} points",
            icon=":material/stairs:", key=f"lesson_exercise_{task.content_id}",
            on_click=start, args=(task.content_id,),
        ):  # fmt: skip
            st.switch_page(navigation.page("practice"))
    draw_neighbours("Leads to", lesson.leads_to)


@auth.callback
def start(person: Person, content_id: int) -> None:
    state.want_question()
    moment, rng = runtime.now(), runtime.rng()
    goal = Goal(content_id=content_id)
    runtime.database().run(lambda db: next_attempt(db, person.actor, goal, now=moment, rng=rng))


@auth.callback
def finish(person: Person, content_id: int) -> None:
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    badges = runtime.database().run(
        lambda db: service.finish_lesson(
            db, person.actor, content_id, now=moment, day_starts_at=starts_at
        )
    )
    if badges:
        state.set_said(gained_words(badges))


reader = auth.require_person()
wanted = st.query_params.get("skill")
found = None
if wanted:
    try:
        with runtime.database().reading() as database:
            found = lesson_on(database, reader.actor, wanted)
            liked = style_profile(database, reader.actor)
    except NotFoundError as error:
        st.info(str(error), icon=":material/info:")
if found is not None:
    draw_one(reader, found, liked)
else:
    draw_list(reader)
