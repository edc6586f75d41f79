"""Cards that wait, said where the learner comes first."""

from __future__ import annotations

import streamlit as st

from pages.components import navigation


def draw_waiting(due: int) -> None:
    """Say how many cards wait, with the way to them; nothing where none do."""
    if not due:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        cards = "1 card waits" if due == 1 else f"{due:,} cards wait"
        st.markdown(f":material/style: **{cards}** to be reviewed.")
        st.page_link(
            navigation.page("flashcards"),
            label="Flashcards",
            icon=":material/arrow_forward:",
            width="content",
        )
