"""What a placement found: known, likely, not yet, and how sure the tutor is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from pages.components import navigation, prose, theme
from tutor_core.calendar import zone_named
from tutor_core.practice.examinations.views import Finding, PlacedSkill, PlacementMap
from tutor_core.profiling.placements.views import EndedPlacement

WORDS: dict[Finding, str] = {
    "known": "Known",
    "likely": "Likely known",
    "unknown": "Not known yet",
}
ICONS: dict[Finding, str] = {
    "known": ":material/check_circle:",
    "likely": ":material/contrast:",
    "unknown": ":material/radio_button_unchecked:",
}
VERY_SURE, FAIRLY_SURE = 0.95, 0.8
MOST_CERTAIN = 0.99  # nobody is sure of more, from a few questions


def draw_map(found: PlacementMap, *, timezone: str) -> None:
    """Draw the map of a finished placement."""
    counts = Counter(one.finding for one in found.skills)
    questions = found.ended.questions
    asked = "1 question" if questions == 1 else f"{questions} questions"
    st.markdown(
        f"From {asked} on {_day(found.ended.ended_at, timezone)}. What was not asked is inferred "
        "from what builds on what; every answer from now on makes it truer."
    )
    with st.container(horizontal=True):
        for finding, words in WORDS.items():
            st.metric(words, counts[finding], border=True)
    for topic, name in theme.TOPIC_NAMES.items():
        of_topic = [one for one in found.skills if one.skill.topic == topic]
        if of_topic:
            _draw_topic(name, theme.TOPIC_ICONS[topic], of_topic, is_open=topic in _first(found))


def draw_ways_on() -> None:
    """Draw where to go with the map."""
    with st.container(horizontal=True):
        if st.button(
            "See what to repair first",
            type="primary",
            icon=":material/arrow_forward:",
            key="placement_gaps",
        ):
            st.switch_page(navigation.page("gaps"))
        if st.button("Practise", key="placement_practise"):
            st.switch_page(navigation.page("practice"))


def draw_earlier(ended: Sequence[EndedPlacement], *, timezone: str) -> None:
    """Draw the placements before the latest one."""
    if not ended:
        return
    st.subheader("Earlier placements")
    for one in ended:
        subjects = ", ".join(theme.TOPIC_NAMES[topic] for topic in one.topics)
        st.markdown(
            f"{_day(one.ended_at, timezone)}: {subjects} · {one.known} of {one.skills} skills "
            f"known, from {one.questions} questions"
        )


def _draw_topic(name: str, icon: str, skills: Sequence[PlacedSkill], *, is_open: bool) -> None:
    known = sum(one.finding == "known" for one in skills)
    with st.expander(f"{name}: {known} of {len(skills)} known", icon=icon, expanded=is_open):
        for finding, words in WORDS.items():
            own = [one for one in skills if one.finding == finding]
            if own:
                st.markdown(f"{ICONS[finding]} **{words}**")
                st.markdown("\n".join(f"- {_line(one)}" for one in own))


def _line(one: PlacedSkill) -> str:
    if one.certainty >= VERY_SURE:
        sure = "very sure"
    else:
        sure = "fairly sure" if one.certainty >= FAIRLY_SURE else "unsure"
    how = "asked" if one.questions else "inferred"
    certainty = theme.percent(min(MOST_CERTAIN, one.certainty))
    return f"{prose.plain(one.skill.display_name)} :small[· {how}, {sure} ({certainty})]"


def _first(found: PlacementMap) -> tuple[str, ...]:
    return found.ended.topics[:1]


def _day(moment: dt.datetime, timezone: str) -> str:
    return f"{moment.astimezone(zone_named(timezone)):%d %B %Y}"
