"""The way to the placement, from wherever a learner may wonder where they stand."""

from __future__ import annotations

import streamlit as st

from pages.components import navigation
from tutor_core.profiling.placement import LEAST_QUESTIONS, MOST_QUESTIONS
from tutor_core.profiling.placements.views import LastPlacement


def draw_invitation(placement: LastPlacement, *, is_first: bool) -> None:
    """Invite to a placement, or to the one that waits; nothing where one was finished.

    Args:
        placement: How the learner's latest placement stands.
        is_first: Whether it is what they should do first on this page.
    """
    if placement == "finished":
        return
    is_open = placement == "open"
    with st.container(border=True):
        st.subheader("Your placement waits" if is_open else "Find out where you stand")
        st.markdown(
            "Go on where you stopped; every answer was kept."
            if is_open
            else f"{LEAST_QUESTIONS} to {MOST_QUESTIONS} questions, nothing marked on the way: "
            "then the tutor knows where to begin, and you see what you know."
        )
        if st.button(
            "Go on with the placement" if is_open else "Begin the placement",
            type="primary" if is_first else "secondary",
            icon=":material/explore:",
            key="placement_invitation",
        ):
            st.switch_page(navigation.page("placement"))
