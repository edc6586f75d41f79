"""After a change of how cards are planned: the cards there are keep their days, unless asked."""

from __future__ import annotations

import streamlit as st

from pages.components import runtime
from tutor_core.accounts.queries import Person
from tutor_core.errors import NotFoundError
from tutor_core.review.replanning.service import learners_with_cards, replan_cards_of


def draw_replanning(person: Person) -> None:
    """Draw the way to plan everybody's cards anew, and its progress while that is done."""
    st.subheader("Cards that have their day already")
    st.markdown(
        "A change holds from the next rating on. All cards can be planned anew as if what is saved "
        "had always held: what would be due already is spread over a week, each card's history "
        "says so, and each learner's own settings still come first."
    )
    if st.button("Plan all cards anew", icon=":material/event_repeat:", key="lab_replan"):
        _replan(person)


def _replan(person: Person) -> None:
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    with runtime.database().reading() as db:
        learners = learners_with_cards(db, person.actor)
    bar = st.progress(0.0, text="Planning cards anew")
    cards = moved = 0
    for number, learner in enumerate(learners, start=1):
        try:
            with runtime.database().transaction() as db:
                found = replan_cards_of(
                    db, person.actor, learner, now=moment, day_starts_at=starts_at
                )
            cards, moved = cards + found.cards, moved + found.moved
        except NotFoundError:  # all of their cards are suspended, or asked once more today
            pass
        bar.progress(number / len(learners), text=f"{number:,} of {len(learners):,} learners")
    bar.empty()
    st.success(
        f"{moved:,} of {cards:,} cards of {len(learners):,} learners have another day.",
        icon=":material/check_circle:",
    )
