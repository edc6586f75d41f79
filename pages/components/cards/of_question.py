"""A card of the question on the screen: made by itself where it was missed, or by a click."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, runtime
from tutor_core.accounts.queries import Person
from tutor_core.practice.reviewing.service import make_card_of_attempt
from tutor_core.practice.views import Receipt


def draw_card_button(outcome: Receipt) -> None:
    """Draw the way to a card of an answered question, or say that there is one."""
    if outcome.outcome == "correct" or not outcome.is_evidence:
        st.button(
            "Make a card",
            icon=":material/style:",
            type="tertiary",
            key="question_card",
            on_click=make,
            args=(outcome.attempt_id,),
            help="Keep this question alive among your flashcards.",
        )
    else:
        st.caption(":material/style: It is among your flashcards now.")


@auth.callback
def make(person: Person, attempt_id: int) -> None:
    """Make a card of a question as it was seen."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    runtime.database().run(
        lambda db: make_card_of_attempt(
            db, person.actor, attempt_id, now=moment, day_starts_at=starts_at
        )
    )
    st.toast("A card of it is among your flashcards.", icon=":material/style:")
