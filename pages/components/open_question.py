"""The open question on Practice: its card, its buttons, and what they do."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, confidence, prose, question, runtime, state
from pages.components.answer_card import CHECK, draw_card, listen
from pages.components.lesson import draw_lesson_button
from pages.components.report import draw_report
from pages.components.why import draw_why, object_to
from tutor_core.accounts.queries import Person
from tutor_core.practice import service
from tutor_core.practice.answering import answer
from tutor_core.practice.views import Attempt, Unfinished


def draw_open_question(person: Person, attempt: Attempt) -> None:
    """Draw the question, the field for its answer, and every way on."""

    def draw_above() -> None:
        if attempt.step_count:
            st.caption(
                ":material/stairs: An exercise: try the whole of it first. If it does not work "
                f"out, it comes apart into {attempt.step_count} steps."
            )
        question.draw_question(attempt)
        for number, hint in enumerate(attempt.hints, 1):
            st.info(f"Hint {number}: {prose.content(hint)}", icon=":material/lightbulb:")

    def keep() -> None:
        keep_draft(attempt)

    draw_card(person, attempt, draw_above=draw_above, on_change=keep)
    confidence.draw_question(person, attempt)
    with st.container(horizontal=True):
        st.button("Check", type="primary", key=CHECK, on_click=check_answer, args=(attempt,))
        if attempt.hints_left:
            cost = f" (costs {attempt.next_hint_costs} points)" if attempt.next_hint_costs else ""
            st.button(f"Hint{cost}", key="practice_hint", on_click=_show_hint, args=(attempt,))
        own = (attempt.attempt_id,)
        st.button("I don't know", key="practice_give_up", on_click=give_up, args=own)
        if attempt.has_variants:
            st.button("New numbers", key="practice_new", on_click=_draw_new_numbers, args=own)
        st.button("Not now", key="practice_not_now", on_click=object_to, args=(*own, "not_now"))
    with st.container(horizontal=True):
        draw_lesson_button(attempt.skill, attempt.skill_name)
        draw_report(person, attempt)
    draw_why(attempt)
    listen(attempt, on_change=keep)


@auth.callback
def check_answer(person: Person, attempt: Attempt) -> None:
    """Grade what is entered; say why where it leaves the question open."""
    outcome = answer(
        runtime.database(),
        person.actor,
        attempt.attempt_id,
        question.response_to(attempt),
        locale=person.locale,
        now=runtime.now(),
        day_starts_at=runtime.settings().day_starts_at,
        confidence=confidence.confidence_in(attempt),
    )
    if isinstance(outcome, Unfinished):
        state.set_unfinished(attempt.key, outcome.message)


@auth.callback
def give_up(person: Person, attempt_id: int) -> None:
    """Close the question with "I don't know"."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    runtime.database().run(
        lambda db: service.give_up(
            db, person.actor, attempt_id, now=moment, day_starts_at=starts_at
        )
    )


@auth.callback
def _show_hint(person: Person, attempt: Attempt) -> None:
    runtime.database().run(
        lambda db: service.reveal_hint(
            db, person.actor, attempt.attempt_id, hints_seen=len(attempt.hints)
        )
    )


@auth.callback
def _draw_new_numbers(person: Person, attempt_id: int) -> None:
    moment, rng = runtime.now(), runtime.rng()
    runtime.database().run(
        lambda db: service.new_numbers(db, person.actor, attempt_id, now=moment, rng=rng)
    )


@auth.callback
def keep_draft(person: Person, attempt: Attempt) -> None:
    """Keep what is entered so far."""
    state.forget_unfinished()
    draft = question.response_to(attempt)
    runtime.database().run(
        lambda db: service.save_draft(db, person.actor, attempt.attempt_id, draft)
    )
