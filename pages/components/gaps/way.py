"""The way through a gap: what it stands on, where to begin, and what needs it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import prose
from tutor_core.gaps.views import Step, StepState

ARROW = " :material/arrow_forward:"
ICONS: dict[StepState, str] = {
    "known": ":material/check_circle:",
    "unsure": ":material/contrast:",
    "new": ":material/radio_button_unchecked:",
    "gap": ":material/error:",
}
WORDS: dict[StepState, str] = {
    "known": "known",
    "unsure": "not secure",
    "new": "not tried yet",
    "gap": "a gap",
}


def draw_way(steps: Sequence[Step]) -> None:
    """Draw the steps one after the other, in lines as long as the screen; one needs no way."""
    if len(steps) == 1:
        return
    *earlier, last = (_step(step) for step in steps)
    with st.container(horizontal=True, gap="xsmall"):
        for words in earlier:
            st.markdown(words + ARROW, width="content")
        st.markdown(last, width="content")


def _step(step: Step) -> str:
    title = prose.plain(step.title)
    name = f"**{title}**" if step.is_gap else title
    words = [WORDS[step.state]]
    if step.is_start:
        words.append("**begin here**")
    if step.is_work:
        words.append("you work on it")
    if step.is_aim:
        words.append("you aim for it")
    return f"{ICONS[step.state]} {name} ({', '.join(words)})"
