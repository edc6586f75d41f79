"""The span that is looked at, the same for every figure and list of the page."""

from __future__ import annotations

import streamlit as st

from pages.components.analytics import address

DEFAULT = "30"
RANGES: dict[str, tuple[str, int | None]] = {
    "7": ("7 days", 7),
    "30": ("30 days", 30),
    "90": ("90 days", 90),
    "year": ("A year", 365),
    "all": ("All", None),
}


def draw_range(*, default: str = DEFAULT) -> int | None:
    """Draw the choice of a range; return how many days it has, None for all."""
    chosen = address.held("range", RANGES, default)
    st.radio(
        "The last",
        list(RANGES),
        format_func=lambda code: RANGES[code][0],
        horizontal=True,
        key=address.key_of("range"),
        on_change=address.follow,
        args=("range", default),
    )
    return RANGES[chosen][1]
