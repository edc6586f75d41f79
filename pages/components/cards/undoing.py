"""The last change of cards, in a sentence, and the button that takes it back."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, runtime, state
from tutor_core.accounts.queries import Person
from tutor_core.review.changing.batches import service as batches


def draw_change() -> None:
    """Draw what the last change did, until it is taken back or another one is made."""
    change = state.card_change()
    if change is None:
        return
    sentence, batch = change
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(sentence)
        st.button(
            "Take it back", type="tertiary", key="card_take_back", on_click=take_back, args=(batch,)
        )


@auth.callback
def take_back(person: Person, batch: str) -> None:
    """Put cards back to what they were before a change."""
    state.set_card_change(None)
    moment = runtime.now()
    runtime.database().run(lambda db: batches.take_back(db, person.actor, batch, now=moment))
    state.set_said("It is as it was before.")
