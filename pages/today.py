"""Today: what to do now and why, and where the learner stands."""

from typing import Literal

import streamlit as st

from pages.components import auth, navigation, prose, runtime, state, theme
from pages.components.cards.waiting import draw_waiting
from pages.components.figures_of_day import draw_figures
from pages.components.notices import draw_notices
from pages.components.pace import draw_pace
from pages.components.placing.invitation import draw_invitation
from pages.components.plan.day import plan_day
from pages.components.plan.tasks import draw_box
from tutor_core.content.reports.queries import waiting_reports
from tutor_core.content.rights import AUTHORS
from tutor_core.planning.queries import tasks_today
from tutor_core.practice.today.queries import today_of
from tutor_core.practice.today.today import Today
from tutor_core.profiling.queries import pace_of


def draw_next(today: Today, *, has_tasks: bool) -> None:
    with st.container(border=True):
        if today.open_question:
            st.subheader(f"Go on with {prose.plain(today.open_question)}")
            st.markdown("A question is waiting for you, just as you left it.")
            label = "Continue"
        elif today.next_skill:
            st.subheader(f"Worth your time now: {prose.plain(today.next_skill)}")
            st.markdown(today.next_reason)
            label = "Practise" if today.figures.answers_ever else "Start with a first question"
        else:
            st.subheader("Nothing to practise yet")
            st.markdown("There are no questions in this installation.")
            return
        # One primary button: a plan's tasks come first, and a newcomer is led to the placement.
        is_first = not has_tasks and (
            bool(today.figures.answers_ever) or today.placement == "finished"
        )
        kind: Literal["primary", "secondary"] = "primary" if is_first else "secondary"
        if st.button(label, type=kind, icon=":material/arrow_forward:", key="today_start"):
            st.switch_page(navigation.page("practice"))


def draw_reports(waiting: int) -> None:
    if not waiting:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        reports = "1 report" if waiting == 1 else f"{waiting} reports"
        st.markdown(f":material/flag: **{reports} on questions** wait for your answer.")
        st.page_link(
            navigation.page("content_studio"),
            label="Content Studio",
            icon=":material/arrow_forward:",
            width="content",
        )


def draw_repair(repair: str | None) -> None:
    if not repair:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/troubleshoot: **Repair first.** {prose.plain(repair)}")
        st.page_link(
            navigation.page("gaps"),
            label="Gaps",
            icon=":material/arrow_forward:",
            width="content",
        )


def draw_topics(today: Today) -> None:
    st.subheader("What you know")
    st.caption(
        "Mean mastery of the skills of each subject. A skill is seen once you practised it or a "
        "placement spoke about it; one not seen yet counts as 0."
    )
    for topic in today.topics:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.progress(
                min(1.0, topic.mastery),
                f"{theme.TOPIC_ICONS[topic.topic]} {theme.TOPIC_NAMES[topic.topic]}: "
                f"{theme.percent(topic.mastery)} · {topic.skills_met} of {topic.skills} "
                "skills seen",
            )
            st.page_link(
                navigation.page("practice"),
                label="Practise",
                icon=":material/arrow_forward:",
                query_params={"topic": theme.TOPIC_NAMES[topic.topic]},  # bound by its label
                width="content",
            )


person = auth.require_person()
# Whoever comes from here to Practice wants a question, not the last receipt.
state.set_shown_attempt(None)
state.set_summarised_set(None)
moment, starts_at = runtime.now(), runtime.settings().day_starts_at
plan_day(person)
with runtime.database().reading() as database:
    found = today_of(database, person.actor, now=moment, day_starts_at=starts_at)
    tasks = tasks_today(database, person.actor, now=moment, day_starts_at=starts_at)
    pace = pace_of(database, person.actor, person.actor.id)
    is_author = person.actor.role in AUTHORS
    reports = waiting_reports(database, person.actor) if is_author else 0
if found.figures.answers_ever:
    st.title(f"Good to see you, {prose.plain(person.name)}")
else:
    st.title(f"Welcome, {prose.plain(person.name)}")
    st.markdown(
        "Answer a few questions and the tutor learns what you know. It then picks what helps "
        "you most, tells you why, and never walls anything off."
    )
draw_notices(person)
draw_reports(reports)
runtime.draw_notice()
draw_box(tasks)
has_tasks = any(not task.is_over for task in tasks)
if not found.figures.answers_ever:
    draw_invitation(found.placement, is_first=not has_tasks)
draw_next(found, has_tasks=has_tasks)
if found.figures.answers_ever:
    draw_invitation(found.placement, is_first=False)
draw_repair(found.repair)
draw_waiting(found.cards_left)
draw_figures(found.figures, person.locale)
draw_topics(found)
draw_pace(person, pace)
