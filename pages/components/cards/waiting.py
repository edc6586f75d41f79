"""Cards that wait, said where the learner comes first."""

from __future__ import annotations

import streamlit as st

from pages.components import navigation


def draw_waiting(left: int) -> None:
    """Say how many cards wait, with the way to them; nothing where none do."""
    if not left:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        cards = "1 card waits" if left == 1 else f"{left:,} cards wait"
        st.markdown(f":material/style: **{cards}** for you today.")
        st.page_link(
            navigation.page("flashcards"),
            label="Flashcards",
            icon=":material/arrow_forward:",
            width="content",
        )
