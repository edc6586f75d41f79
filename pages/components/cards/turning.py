"""A card before one's eyes: its front, a typed answer if one likes, its back at a click."""

from __future__ import annotations

import streamlit as st

from pages.components import prose, state
from pages.components.cards import face, keys
from tutor_core.accounts.queries import Person
from tutor_core.content.answers.verdicts import Grade
from tutor_core.content.grading import grade
from tutor_core.review.desk.views import CardFace

REVEAL, RATE = "card_reveal", "card_rate"
TYPED = frozenset({"number", "quantity", "expression", "equation", "interval", "set", "list"})


def draw_turning(person: Person, card: CardFace, key: str, *, best: int) -> bool:
    """Draw a card, with its back where it was turned; return whether it was.

    Args:
        person: Who answers.
        card: The card.
        key: What no other card, and no other answer to this one, has.
        best: The rating that Space and Enter give once it is turned.
    """
    is_revealed = state.revealed_card() == key
    with st.container(border=True, key="card_face"):
        face.draw_marks(card)
        face.draw_front(card)
        if is_revealed:
            st.divider()
            _draw_verdict(person, card, key)
            face.draw_back(card)
        elif _is_typed(card):
            st.text_input(
                "Your answer, if you like to type it",
                key=_typed_key(key),
                on_change=reveal,
                args=(key,),
            )
    if is_revealed:
        keys.listen(button=f"{RATE}_{best}", with_space=True)
        return True
    st.button(
        "Show the answer",
        type="primary",
        shortcut="Space",
        key=REVEAL,
        width="stretch",
        on_click=reveal,
        args=(key,),
    )
    keys.listen(button=REVEAL, with_space=False)
    return False


def reveal(key: str) -> None:
    """Turn a card."""
    state.set_revealed_card(key)


def _is_typed(card: CardFace) -> bool:
    return card.answer_spec is not None and card.answer_spec.get("type") in TYPED


def _typed_key(key: str) -> str:
    return f"card_typed_{key}"


def _draw_verdict(person: Person, card: CardFace, key: str) -> None:
    """Say how the typed answer was graded, where one was typed."""
    typed = state.widget_value(_typed_key(key)) if _is_typed(card) else None
    if not isinstance(typed, str) or not typed.strip() or card.answer_spec is None:
        return
    found: Grade = grade(typed, card.answer_spec, locale=person.locale)
    said = f"You typed “{prose.plain(typed)}”."
    if found.verdict == "correct":
        st.success(f"{said} Right.", icon=":material/check_circle:")
    elif found.verdict == "incorrect":
        st.error(f"{said} Not right. {prose.plain(found.message)}", icon=":material/cancel:")
    else:
        st.warning(f"{said} {prose.plain(found.message)}", icon=":material/edit:")
