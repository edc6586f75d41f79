"""The two sides of a card."""

from __future__ import annotations

import streamlit as st

from pages.components import prose
from pages.components.cards import words
from pages.components.question import draw_figure
from tutor_core.review import cloze
from tutor_core.review.desk.views import CardFace


def draw_front(card: CardFace) -> None:
    """Draw what asks."""
    front = card.front if card.gap is None else cloze.asked(card.front, card.gap)
    st.markdown(prose.content(front))
    draw_figure(card.figure, key=f"card_figure_{card.key}")


def draw_back(card: CardFace) -> None:
    """Draw what answers; a cloze card shows its text whole, and what else its back says."""
    if card.gap is not None:
        st.markdown(prose.content(cloze.answered(card.front, card.gap)))
    if card.back:
        st.markdown(prose.content(card.back))


def draw_marks(card: CardFace) -> None:
    """Draw what a card belongs to and how it is marked."""
    marks = [prose.plain(card.skill_name)] if card.skill_name else []
    if card.is_drill:
        marks.append("once more")
    elif card.is_new:
        marks.append("new")
    if card.flag:
        marks.append(f":material/flag: {words.FLAGS[card.flag]}")
    if marks:
        st.caption(" · ".join(marks))
