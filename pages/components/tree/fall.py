"""How a skill came down from the level that it once had: its answers, and what lay between them."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import history, theme
from tutor_core.accounts.locales import date_in
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.practice.tree.falls.falling import Fall, Moved

SHOWN = 3  # the last answers; more would be a list of failures


def draw_fall(person: Person, fall: Fall, level: int) -> None:
    """Say what lowered a level to what it is now, each answer with the way to read it again."""
    parts = [f"Until {_day(fall.held_at, person)} it was level {fall.level}."]
    if fall.between:
        levels = "one level" if fall.between == 1 else f"{fall.between} levels"
        rest = "did the rest" if fall.level - level > fall.between else "did not bring it back"
        parts.append(
            f"Time without practice or answers in other skills took {levels}; these answers {rest}:"
        )
    else:
        parts.append("What brought it down:")
    st.markdown(" ".join(parts))
    for one in fall.answers[-SHOWN:]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{theme.OUTCOME_ICONS['incorrect']} {_day(one.at, person)}{_fell(one)}")
            if st.button("Read it again", type="tertiary", key=f"tree_fall_{one.attempt_id}"):
                history.open_attempt(one.attempt_id)


def _fell(one: Moved) -> str:
    if one.level_after < one.level_before:
        return f": from level {one.level_before} to {one.level_after}"
    return ": lowered it, within its level"


def _day(at: dt.datetime, person: Person) -> str:
    return date_in(at.astimezone(zone_named(person.timezone)).date(), person.locale)
