"""What the quiz said, and what the learner makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

import streamlit as st

from pages.components import auth, charts, navigation, runtime, state, theme
from pages.components.style import words
from pages.components.style.quiz import begin
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.profiling.formats import Format, Preferences, raised
from tutor_core.profiling.style import Style
from tutor_core.profiling.styles import service
from tutor_core.profiling.styles.views import PastQuiz, StyleProfile


def draw_result(
    person: Person, profile: StyleProfile, past: Sequence[PastQuiz], *, has_open_quiz: bool
) -> None:
    """Draw the last result, the order of formats that follows, and the earlier results."""
    zone = zone_named(person.timezone)
    st.markdown(words.style_sentence(profile.style))
    st.caption(f"Taken on {profile.completed_at.astimezone(zone):%d %B %Y}.")
    _draw_scores(profile.style)
    st.markdown(words.RESEARCH)
    st.markdown(words.EFFECT)
    st.subheader("In a lesson")
    _draw_order(profile.preferences)
    if past[1:]:
        with st.expander("Earlier results"):
            _draw_past(past[1:], zone)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Go on with the quiz" if has_open_quiz else "Take it again",
            icon=":material/refresh:", key="style_again", on_click=begin,
        )  # fmt: skip
        st.page_link(
            navigation.page("lessons"), label="Lessons", icon=":material/menu_book:",
            width="content",
        )  # fmt: skip


def _draw_scores(style: Style) -> None:
    shares = words.shares(style)
    in_words = ", ".join(f"{name} {theme.percent(share)}" for name, share in shares.items())
    drawing, table = st.columns([3, 2], vertical_alignment="center")
    with drawing:
        st.plotly_chart(
            charts.style_radar(shares),
            key="style_radar",
            config={"displayModeBar": False, "staticPlot": True},
            alt=f"A figure with four corners: {in_words}.",
        )
    with table:
        st.table({"Share of your ticks": {n: theme.percent(s) for n, s in shares.items()}})


def _draw_order(liked: Preferences) -> None:
    by_whom = "your own order" if liked.is_own_order else "the order that the quiz gave"
    st.markdown(f"Parts of a lesson stand in this order, {by_whom}:")
    with st.container(border=True, gap="xxsmall"):
        for place, one in enumerate(liked.formats, start=1):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{place}. {words.FORMAT_NAMES[one]}", width="stretch")
                st.button(
                    "Up", icon=":material/arrow_upward:", key=f"style_up_{one}",
                    type="tertiary", disabled=place == 1, on_click=lift, args=(liked, one),
                )  # fmt: skip
    if state.widget_value("style_aloud") != liked.reads_aloud:
        state.set_widget_value("style_aloud", liked.reads_aloud)
    st.toggle(
        "Offer to read lessons aloud, where this browser has a voice",
        key="style_aloud", on_change=offer_voice, args=(liked,),
    )  # fmt: skip
    if liked.is_own_order:
        st.button("Back to the order of the quiz", key="style_follow", on_click=follow)


def _draw_past(past: Sequence[PastQuiz], zone: ZoneInfo) -> None:
    for one in past:
        shares = words.shares(one.style).items()
        figures = " · ".join(f"{name} {theme.percent(share)}" for name, share in shares)
        st.markdown(f"**{one.completed_at.astimezone(zone):%d %B %Y}**  \n{figures}")


@auth.callback
def lift(person: Person, liked: Preferences, one: Format) -> None:
    """Put a format one place further up."""
    _prefer(person, replace(liked, formats=raised(liked.formats, one), is_own_order=True))


@auth.callback
def offer_voice(person: Person, liked: Preferences) -> None:
    """Offer to read lessons aloud, or no longer."""
    _prefer(person, replace(liked, reads_aloud=bool(state.widget_value("style_aloud"))))


@auth.callback
def follow(person: Person) -> None:
    """Go back to the order of the quiz."""
    moment = runtime.now()
    runtime.database().run(lambda db: service.follow_quiz(db, person.actor, now=moment))


def _prefer(person: Person, liked: Preferences) -> None:
    moment = runtime.now()
    runtime.database().run(lambda db: service.prefer(db, person.actor, liked, now=moment))
