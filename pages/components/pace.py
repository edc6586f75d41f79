"""The learner's own pace beside their own past, in a quiet place; never beside anybody else's."""

from __future__ import annotations

import streamlit as st

from pages.components import theme
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.profiling.pace import Adjustment, PaceRecord, Typical

SHOWN = 5


def draw_pace(person: Person, pace: PaceRecord | None) -> None:
    """Draw the pace of the last answers; before the first, nothing."""
    if pace is None or pace.typical is None:
        return
    with st.expander("Your pace", icon=":material/timer:"):
        st.markdown(typical_sentence(pace.typical))
        if pace.typical_before is not None:
            st.markdown(before_sentence(pace.typical, pace.typical_before))
        st.markdown(
            f"The difficulty that fits you now: **{theme.DIFFICULTY_WORDS[pace.level].lower()}** "
            f"({pace.level} of 5). You answered {theme.percent(pace.completion_rate)} of the last "
            "questions you were shown."
        )
        if pace.adjustments:
            st.markdown("**What changed, and why**")
            zone = zone_named(person.timezone)
            st.markdown(
                "\n".join(
                    f"- {one.at.astimezone(zone):%d %B}: {adjustment_sentence(one)}"
                    for one in reversed(pace.adjustments[-SHOWN:])
                )
            )
        st.caption(
            "Typical is the middle one: half of the answers took less. Slow is not worse than "
            "fast; nobody is compared with anybody, and time away from the screen is left out."
        )


def typical_sentence(typical: Typical) -> str:
    """Return how long answers took, and how long they are meant to take."""
    answers = "Your answer" if typical.answers == 1 else f"Your last {typical.answers} answers"
    typically = "took" if typical.answers == 1 else "typically took"
    return (
        f"{answers} {typically} **{_time(typical.minutes)}**; such questions are meant to take "
        f"{_time(typical.meant_minutes)}. That is {_times(typical.ratio)}."
    )


def before_sentence(typical: Typical, before: Typical) -> str:
    """Return how the answers before those compare."""
    answers = "The answer" if before.answers == 1 else f"The {before.answers} answers"
    if round(typical.ratio, 1) == round(before.ratio, 1):
        return f"{answers} before: the same."
    return f"{answers} before: {_times(before.ratio)}."


def adjustment_sentence(one: Adjustment) -> str:
    """Return a change and its reason in words."""
    if one.of == "level":
        return f"{_level_change(one)}{_level_reason(one)}."
    change = (
        f"your pace went from {one.was} to {one.now}" if one.was else f"your pace was {one.now}"
    )
    if not one.figures:
        return f"{change}."
    answers, ratio = round(one.figures["answers"]), one.figures["ratio"]
    return f"{change}, because your last {answers} answers typically took {_times(ratio)}."


def _level_change(one: Adjustment) -> str:
    name = theme.DIFFICULTY_WORDS[int(one.now)].lower()
    if one.was is None:
        return f"the difficulty began at {name}"
    way = "rose" if int(one.now) > int(one.was) else "fell"
    return f"the difficulty {way} from {theme.DIFFICULTY_WORDS[int(one.was)].lower()} to {name}"


def _level_reason(one: Adjustment) -> str:
    if one.why == "knows_more":
        return ", because your answers show that you know more"
    if one.why == "knows_less":
        return ", because your answers show that the questions were too hard"
    if one.why == "regraded":
        return ", because earlier answers were graded again"
    return ""


def _time(minutes: float) -> str:
    if minutes < 1:
        return _counted(f"{round(60 * minutes)}", "second")
    return _counted(f"{minutes:.1f}".removesuffix(".0"), "minute")


def _counted(number: str, unit: str) -> str:
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"


def _times(ratio: float) -> str:
    if round(ratio, 1) == 1:
        return "about as long as meant"
    if ratio < 0.05:  # noqa: PLR2004 - what would be read as 0.0
        return "a moment of the time meant"
    return f"{ratio:.1f} times as long as meant"
