"""Gaps that were closed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import prose, theme
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.gaps.views import PastGap


def draw_past(person: Person, past: Sequence[PastGap]) -> None:
    """Draw the gaps that were closed, the latest first."""
    if not past:
        return
    with st.expander(f"Closed gaps, the latest {len(past)}", icon=":material/task_alt:"):
        for one in past:
            st.markdown(_line(person, one))


def _line(person: Person, one: PastGap) -> str:
    gap = one.gap
    levels = f"from {theme.percent(gap.detected_level)} to {theme.percent(gap.level)}"
    closed = ""
    if gap.resolved_at is not None:
        local = gap.resolved_at.astimezone(zone_named(person.timezone))
        closed = f" on {local:%d %B %Y}"
    if gap.is_repaired:
        return f":material/task_alt: **{prose.plain(one.title)}**: repaired{closed}, {levels}"
    return (
        f":material/remove_circle_outline: **{prose.plain(one.title)}**: no longer needed{closed}"
    )
