"""How sure somebody is of an answer, asked before the feedback where they wish it."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, runtime, state
from tutor_core.accounts.queries import Person
from tutor_core.accounts.service import ask_confidence
from tutor_core.practice.views import Attempt

# What is stored: as how many of a hundred such answers somebody that sure should get right.
WORDS = {30: "Guess", 60: "Unsure", 90: "Sure"}


def draw_question(person: Person, attempt: Attempt) -> None:
    """Ask how sure they are of the answer they are about to give, where they wish to be asked."""
    if person.asks_confidence:
        st.radio(
            "How sure are you? (you may leave it out)",
            list(WORDS),
            index=None,
            format_func=WORDS.__getitem__,
            horizontal=True,
            key=_key(attempt),
        )


def confidence_in(attempt: Attempt) -> int | None:
    """Return what was said, 0 to 100; None where nothing was."""
    said = state.widget_value(_key(attempt))
    return said if isinstance(said, int) else None


def draw_wish(person: Person, *, place: str) -> None:
    """Draw the switch by which somebody is asked, or is no longer.

    Args:
        person: Whose wish it is.
        place: The page it stands on, for its key.
    """
    key = f"confidence_wish_{place}"
    st.toggle(
        "Ask me how sure I am, before each feedback on Practice",
        value=person.asks_confidence,
        key=key,
        on_change=_wish,
        args=(key,),
        help="Guess, unsure or sure. Analytics then shows how often you are right when you are "
        "sure. It changes no mark, no points and no question.",
    )


@auth.callback
def _wish(person: Person, key: str) -> None:
    wanted = bool(state.widget_value(key))
    runtime.database().run(lambda db: ask_confidence(db, person.actor, wanted=wanted))


def _key(attempt: Attempt) -> str:
    return f"practice_confidence_{attempt.key}"
