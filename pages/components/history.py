"""Earlier answers, to be read again and tried again."""

from __future__ import annotations

import math

import streamlit as st

from pages.components import auth, navigation, question, receipt, runtime, state, theme
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.practice import service
from tutor_core.practice.history.filters import AttemptFilter
from tutor_core.practice.history.queries import count_past_attempts, past_attempts
from tutor_core.practice.queries import attempt_of, receipt_of

PAGE_LENGTH = 10


@auth.callback
def _try_again(person: Person, attempt_id: int) -> None:
    moment, rng = runtime.now(), runtime.rng()
    runtime.database().run(
        lambda db: service.retry(db, person.actor, attempt_id, now=moment, rng=rng)
    )
    state.set_shown_attempt(None)
    state.set_summarised_set(None)
    for narrowed in ("skill", "task"):  # it is asked in free practice
        st.query_params.pop(narrowed, None)


@st.dialog("Earlier answers", width="large")
def open_history() -> None:
    """Open the list over the page."""
    person = auth.require_person()
    only_wrong = st.toggle("Only those not right", key="history_only_wrong")
    wanted = AttemptFilter(only_wrong=only_wrong)
    with runtime.database().reading() as db:
        there = count_past_attempts(db, person.actor, wanted)
    if not there:
        st.caption("Nothing here yet: what you answer can be read again here.")
        return
    pages = math.ceil(there / PAGE_LENGTH)
    page = st.pagination(pages, key=f"history_page_{only_wrong}") if pages > 1 else 1
    with runtime.database().reading() as db:
        found = past_attempts(
            db,
            person.actor,
            wanted,
            limit=PAGE_LENGTH,
            offset=(page - 1) * PAGE_LENGTH,
        )
    zone = zone_named(person.timezone)
    chosen = st.selectbox(
        "Which one?",
        [one.attempt_id for one in found],
        # Numbered: of options that read alike Streamlit can choose the first only.
        format_func={
            one.attempt_id: (
                f"{number}. {one.answered_at.astimezone(zone):%d %b %H:%M} · {one.skill_name} · "
                f"{theme.OUTCOME_WORDS[one.outcome]}"
            )
            for number, one in enumerate(found, (page - 1) * PAGE_LENGTH + 1)
        }.__getitem__,
        key="history_chosen",
    )
    if _draw_attempt(person, chosen):
        st.rerun()


@st.dialog("Earlier answer", width="large")
def open_attempt(attempt_id: int) -> None:
    """Open one of the learner's answered attempts over the page."""
    if _draw_attempt(auth.require_person(), attempt_id):
        st.switch_page(navigation.page("practice"))


def _draw_attempt(person: Person, attempt_id: int) -> bool:
    """Draw an attempt; tell whether it is to be tried again."""
    with runtime.database().reading() as db:
        attempt = attempt_of(db, person.actor, attempt_id)
        outcome = receipt_of(db, person.actor, attempt_id)
    question.draw_question(attempt)
    receipt.draw_receipt(attempt, outcome)
    return st.button("Try it again", key="history_retry", on_click=_try_again, args=(attempt_id,))
