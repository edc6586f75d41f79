"""Which cards are meant: words, state and subject; the same fields wherever cards are picked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.components import theme
from tutor_core.review.browsing.views import CARD_STATES, CardFilter, CardState

STATES: Mapping[CardState, str] = {
    "all": "All cards",
    "new": "New",
    "waiting": "Waiting now",
    "suspended": "Suspended",
    "flagged": "Flagged",
    "forgotten": "Often forgotten",
}


def draw_filter(name: str, states: Sequence[CardState] = CARD_STATES) -> CardFilter:
    """Draw the fields; return what they say.

    Args:
        name: For the keys of the fields.
        states: Among which one chooses.
    """
    with st.container(horizontal=True):
        text = st.text_input("Words in it", key=f"{name}_text", icon=":material/search:")
        state = st.selectbox("Which", states, key=f"{name}_state", format_func=STATES.__getitem__)
        topic = st.selectbox(
            "Subject",
            [None, *theme.TOPIC_NAMES],
            key=f"{name}_topic",
            format_func=lambda one: theme.TOPIC_NAMES[one] if one else "All subjects",
        )
    return CardFilter(text=text or "", state=state, topic=topic)
