"""The card in which something is answered: its question, the field, the keypad, the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.components import keyboard, keypad, prose, question, runtime, state
from tutor_core.accounts.queries import Person

CARD, CHECK = "practice_card", "practice_check"


def draw_card(
    person: Person,
    asked: question.Asked,
    *,
    draw_above: Callable[[], None],
    on_change: Callable[[], None],
) -> None:
    """Draw the card; whoever calls it draws the button with the key `CHECK` and then listens.

    Args:
        person: Who answers.
        asked: What waits for an answer.
        draw_above: Draws what stands above the field, inside the card.
        on_change: Called when the answer changes.
    """
    with st.container(key=CARD):
        draw_above()
        question.draw_answer_field(asked, on_change=on_change)
        keypad.draw_keypad(card=CARD, spec=asked.answer_spec)
        unfinished = state.unfinished(asked.key)
        if unfinished:
            st.warning(f"{prose.plain(unfinished)} This cost you nothing.", icon=":material/edit:")
        else:
            question.draw_reading(asked, locale=person.locale)
        runtime.draw_notice()


def listen(asked: question.Asked, *, on_change: Callable[[], None]) -> None:
    """Let Enter press `CHECK`, and bring back what the browser kept; after the button is drawn."""

    def bring_back() -> None:
        question.restore(asked, keyboard.restored_text(CARD))
        on_change()

    keyboard.answer_by_keyboard(
        card=CARD, button=CHECK, asked=asked.key, draft=asked.draft, on_restored=bring_back
    )
