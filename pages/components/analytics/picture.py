"""A learner's own picture: the questions they ask, answered in words, with the figures behind."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, confidence, navigation, prose, runtime, state
from pages.components.analytics import address, sections, words
from pages.components.analytics.figure import draw_figure
from pages.components.analytics.ranges import draw_range
from tutor_core.accounts.queries import Person
from tutor_core.analytics.own.queries import own_picture
from tutor_core.analytics.own.views import OwnPicture
from tutor_core.calendar import zone_named
from tutor_core.practice.today.queries import today_of


@auth.fragment
def draw_picture(person: Person) -> None:
    """Draw the picture of the range that is chosen, or how to begin."""
    days = draw_range()
    with runtime.database().reading() as db:
        found = own_picture(
            db,
            person.actor,
            zone_named(person.timezone),
            days=days,
            now=runtime.now(),
            day_starts_at=runtime.settings().day_starts_at,
        )
    if not found.ever:
        _draw_empty()
        return
    st.header("Am I getting better?")
    st.markdown(words.getting_better(found))
    draw_figure(sections.right_over_time(found))
    draw_figure(sections.expected_over_time(found))
    st.header("At what?")
    st.markdown(words.at_what(found.courses))
    draw_figure(sections.mastery(found))
    st.header("What did my time buy?")
    st.markdown(words.time_bought(found))
    for one in found.bought:
        st.markdown(f"- {words.of_subject(one)}")
    draw_figure(sections.levels_an_hour(found))
    draw_figure(sections.time_by_skill(found))
    st.header("When did I work?")
    st.markdown(words.of_days(found))
    draw_figure(sections.year(found))
    _draw_sureness(person, found)
    st.header("What next?")
    _draw_next(person)


def _draw_empty() -> None:
    with st.container(border=True):
        st.markdown(
            "Here you will see whether you are getting better, and at what; what your time has "
            "bought; when you worked; and what to do next. A first question is enough to begin, "
            "five answers draw the first figure."
        )
        _draw_way_on("Start with a first question")


def _draw_sureness(person: Person, found: OwnPicture) -> None:
    st.header("Do I know what I know?")
    for sentence in words.how_sure(found.sureness):
        st.markdown(sentence)
    if not found.sureness:
        st.markdown(
            "Say how sure you are before you see the answer, and this tells you in which subjects "
            "you are surer than right, and in which you know more than you think."
        )
    confidence.draw_wish(person, place="analytics")
    if found.sureness:
        draw_figure(sections.sureness(found))


def _draw_next(person: Person) -> None:
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    with runtime.database().reading() as db:
        today = today_of(db, person.actor, now=moment, day_starts_at=starts_at)
    if today.repair:
        st.markdown(f":material/troubleshoot: **Repair first.** {prose.plain(today.repair)}")
    if today.next_skill:
        st.markdown(
            f"Worth your time now: **{prose.plain(today.next_skill)}**. {today.next_reason}"
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        _draw_way_on("Practise")
        for name, label, icon in (
            ("gaps", "Gaps", ":material/troubleshoot:"),
            ("today", "Today", ":material/today:"),
        ):
            st.page_link(navigation.page(name), label=label, icon=icon, width="content")
    if st.button("Read what was not right", icon=":material/history:", key="analytics_wrong"):
        address.say("attempts", "wrong")
        st.rerun()


def _draw_way_on(label: str) -> None:
    if st.button(
        label, type="primary", icon=":material/arrow_forward:", key="analytics_start",
        on_click=state.want_question,
    ):  # fmt: skip
        st.switch_page(navigation.page("practice"))
