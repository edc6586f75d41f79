"""A question of a placement or a test-out: answered without a word on whether it was right."""

from __future__ import annotations

import streamlit as st

from pages.components import prose, theme
from pages.components.answer_card import CHECK, draw_card, listen
from pages.components.open_question import check_answer, give_up, keep_draft
from pages.components.question import draw_question
from tutor_core.accounts.queries import Person
from tutor_core.practice.examinations.views import ExaminedItem
from tutor_core.practice.views import Attempt


def draw_examined(person: Person, attempt: Attempt, *, unknown: str) -> None:
    """Draw the question and its ways on; `unknown` is the button of whoever cannot answer."""

    def keep() -> None:
        keep_draft(attempt)

    draw_card(person, attempt, draw_above=lambda: draw_question(attempt), on_change=keep)
    with st.container(horizontal=True):
        st.button("Next", type="primary", key=CHECK, on_click=check_answer, args=(attempt,))
        st.button(unknown, key="examination_unknown", on_click=give_up, args=(attempt.attempt_id,))
    listen(attempt, on_change=keep)


def draw_item(number: int, item: ExaminedItem) -> None:
    """Draw an answer of an examination that is over, to be opened."""
    with st.expander(
        f"Question {number}: {theme.OUTCOME_WORDS[item.outcome]}",
        icon=theme.OUTCOME_ICONS[item.outcome],
    ):
        st.markdown(prose.content(item.question))
        st.markdown(f"The answer: {prose.plain(item.correct_answer)}")
        st.markdown(prose.content(item.explanation))
