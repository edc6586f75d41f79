"""An exercise whose whole was not solved: its steps, one after the other."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, question, runtime, state, theme
from pages.components.answer_card import CHECK, draw_card, listen
from tutor_core.accounts.queries import Person
from tutor_core.practice.answering import answer_to_step
from tutor_core.practice.exercises import service
from tutor_core.practice.exercises.steps import points_for_steps
from tutor_core.practice.views import Attempt, Receipt, Step


def draw_unsolved(person: Person, attempt: Attempt, receipt: Receipt) -> None:
    """Draw the way on from a whole that was not solved; the solution stays covered."""
    question.draw_question(attempt)
    _draw_first_try(attempt, receipt)
    for step in attempt.steps:
        if step.outcome is not None:
            draw_answered_step(step, attempt.step_count)
    if attempt.asked_step is not None:
        _draw_asked_step(person, attempt, attempt.asked_step)
    else:
        _draw_offer(attempt)


def draw_answered_step(step: Step, step_count: int) -> None:
    """Draw a step with its answer and how it goes."""
    with st.container(border=True):
        outcome = step.outcome or "dont_know"
        st.markdown(
            f"**Step {step.number} of {step_count}** · {theme.OUTCOME_ICONS[outcome]} "
            f"{theme.OUTCOME_WORDS[outcome]}"
        )
        st.markdown(prose.content(step.question))
        if step.response:
            question.draw_written(step, "Your answer", step.response)
        if outcome != "correct":
            if outcome == "incorrect" and step.message:
                st.markdown(prose.content(step.message))
            question.draw_written(step, "The answer", step.correct_answer)
        st.caption(prose.content(step.explanation))


def _draw_first_try(attempt: Attempt, receipt: Receipt) -> None:
    if receipt.response:
        question.draw_written(attempt, "Your answer", receipt.response)
    message = f" {prose.content(receipt.message)}" if receipt.message else ""
    if receipt.outcome == "incorrect":
        st.error(f"**Not right yet.**{message}", icon=theme.OUTCOME_ICONS["incorrect"])
    else:
        st.info("Good to know. The steps lead there.", icon=theme.OUTCOME_ICONS["dont_know"])


def _draw_offer(attempt: Attempt) -> None:
    most = points_for_steps(
        attempt.points,
        right=attempt.step_count,
        steps=attempt.step_count,
        is_evidence=attempt.is_evidence,
    )
    worth = f" They can still earn {most} of the {attempt.points} points." if most else ""
    st.markdown(f"It comes apart into {attempt.step_count} smaller steps.{worth}")
    own = (attempt.attempt_id,)
    with st.container(horizontal=True):
        st.button(
            f"Take it in {attempt.step_count} steps",
            type="primary",
            shortcut="Enter",
            key="exercise_begin",
            on_click=_begin,
            args=own,
        )
        st.button("Show the solution", key="exercise_solution", on_click=_show_solution, args=own)


def _draw_asked_step(person: Person, attempt: Attempt, step: Step) -> None:
    def draw_above() -> None:
        st.markdown(f"**Step {step.number} of {attempt.step_count}**")
        st.markdown(prose.content(step.question))

    with st.container(border=True):
        draw_card(person, step, draw_above=draw_above, on_change=state.forget_unfinished)
    own = (attempt.attempt_id,)
    with st.container(horizontal=True):
        st.button("Check", type="primary", key=CHECK, on_click=_check, args=(*own, step))
        st.button("I don't know", key="exercise_give_up", on_click=_give_up, args=(*own, step))
        st.button("Show the solution", key="exercise_solution", on_click=_show_solution, args=own)
    listen(step, on_change=state.forget_unfinished)


@auth.callback
def _begin(person: Person, attempt_id: int) -> None:
    runtime.database().run(lambda db: service.begin_steps(db, person.actor, attempt_id))


@auth.callback
def _check(person: Person, attempt_id: int, step: Step) -> None:
    outcome = answer_to_step(
        runtime.database(),
        person.actor,
        attempt_id,
        step.number,
        question.response_to(step),
        locale=person.locale,
        now=runtime.now(),
    )
    if outcome is not None:
        state.set_unfinished(step.key, outcome.message)


@auth.callback
def _give_up(person: Person, attempt_id: int, step: Step) -> None:
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.give_up_step(db, person.actor, attempt_id, step.number, now=moment)
    )


@auth.callback
def _show_solution(person: Person, attempt_id: int) -> None:
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.show_solution(db, person.actor, attempt_id, now=moment)
    )
