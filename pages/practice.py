"""Practice: one question at a time, graded, explained, and learnt from."""

import streamlit as st

from pages.components import auth, keyboard, question, receipt, runtime, state, theme
from pages.components.history import open_history
from tutor_core.accounts.queries import Person
from tutor_core.errors import TutorError
from tutor_core.practice import service
from tutor_core.practice.answering import answer
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import attempt_of, receipt_of, set_progress
from tutor_core.practice.scoring import SET_LENGTH
from tutor_core.practice.views import Attempt, Unfinished

CARD, CHECK = "practice_card", "practice_check"
ANY_TOPIC = "Let the tutor choose"


@auth.callback
def check(person: Person, attempt: Attempt) -> None:
    outcome = answer(
        runtime.database(),
        person.actor,
        attempt.attempt_id,
        question.response_to(attempt),
        locale=person.locale,
        now=runtime.now(),
        day_starts_at=runtime.settings().day_starts_at,
    )
    if isinstance(outcome, Unfinished):
        state.set_unfinished(attempt.attempt_id, outcome.message)
    else:
        state.set_answered_attempt(attempt.attempt_id)


@auth.callback
def give_up(person: Person, attempt_id: int) -> None:
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    runtime.database().run(
        lambda db: service.give_up(
            db, person.actor, attempt_id, now=moment, day_starts_at=starts_at
        )
    )
    state.set_answered_attempt(attempt_id)


@auth.callback
def show_hint(person: Person, attempt: Attempt) -> None:
    runtime.database().run(
        lambda db: service.reveal_hint(
            db, person.actor, attempt.attempt_id, hints_seen=len(attempt.hints)
        )
    )


@auth.callback
def draw_new_numbers(person: Person, attempt_id: int) -> None:
    moment, rng = runtime.now(), runtime.rng()
    runtime.database().run(
        lambda db: service.new_numbers(db, person.actor, attempt_id, now=moment, rng=rng)
    )


@auth.callback
def put_away(person: Person, attempt_id: int) -> None:
    moment = runtime.now()
    runtime.database().run(lambda db: service.skip(db, person.actor, attempt_id, now=moment))


@auth.callback
def keep_draft(person: Person, attempt: Attempt) -> None:
    state.forget_unfinished()
    draft = question.response_to(attempt)
    runtime.database().run(
        lambda db: service.save_draft(db, person.actor, attempt.attempt_id, draft)
    )


def bring_back(attempt: Attempt) -> None:
    question.restore(attempt.attempt_id, keyboard.restored_text(CARD))
    keep_draft(attempt)


def go_on(set_key: str, *, is_complete: bool) -> None:
    state.set_answered_attempt(None)
    state.set_summarised_set(set_key if is_complete else None)


def draw_open(person: Person, attempt: Attempt) -> None:
    with st.container(key=CARD):
        question.draw_question(attempt)
        for number, hint in enumerate(attempt.hints, 1):
            st.info(f"Hint {number}: {hint}", icon=":material/lightbulb:")
        question.draw_answer_field(
            attempt, locale=person.locale, on_change=lambda: keep_draft(attempt)
        )
        unfinished = state.unfinished()
        if unfinished and unfinished[0] == attempt.attempt_id:
            st.warning(f"{unfinished[1]} This cost you nothing.", icon=":material/edit:")
        runtime.draw_notice()
    with st.container(horizontal=True):
        st.button("Check", type="primary", key=CHECK, on_click=check, args=(attempt,))
        if attempt.hints_left:
            cost = f" (costs {attempt.next_hint_costs} points)" if attempt.next_hint_costs else ""
            st.button(f"Hint{cost}", key="practice_hint", on_click=show_hint, args=(attempt,))
        own = (attempt.attempt_id,)
        st.button("I don't know", key="practice_give_up", on_click=give_up, args=own)
        if attempt.has_variants:
            st.button("New numbers", key="practice_new", on_click=draw_new_numbers, args=own)
        st.button("Skip", key="practice_skip", on_click=put_away, args=own)
    st.caption(f":material/psychology: {attempt.why}")
    keyboard.answer_by_keyboard(
        card=CARD,
        button=CHECK,
        attempt_id=attempt.attempt_id,
        draft=attempt.draft,
        on_restored=lambda: bring_back(attempt),
    )


@auth.fragment
def work(person: Person, topic: str | None) -> None:
    if (set_key := state.summarised_set()) is not None:
        with runtime.database().reading() as db:
            progress = set_progress(db, person.actor, set_key)
        receipt.draw_summary(progress)
        st.button(
            "Next ten", type="primary", shortcut="Enter", key="practice_next_set",
            on_click=go_on, args=("",), kwargs={"is_complete": False},
        )  # fmt: skip
        return
    answered = state.answered_attempt()
    try:
        if answered is None:
            goal, moment, rng = Goal(topic=topic), runtime.now(), runtime.rng()
            attempt = runtime.database().run(
                lambda db: service.next_attempt(db, person.actor, goal, now=moment, rng=rng)
            )
        with runtime.database().reading() as db:
            attempt = attempt_of(db, person.actor, answered) if answered else attempt
            outcome = receipt_of(db, person.actor, answered) if answered else None
            progress = set_progress(db, person.actor, attempt.set_key)
    except TutorError as error:
        st.info(str(error), icon=":material/info:")
        return
    receipt.draw_dots(progress.dots)
    if outcome is None:
        draw_open(person, attempt)
        return
    question.draw_question(attempt)
    receipt.draw_receipt(attempt, outcome)
    is_complete = len(progress.dots) >= SET_LENGTH
    st.button(
        "See what the ten brought" if is_complete else "Next question",
        type="primary", shortcut="Enter", key="practice_next",
        on_click=go_on, args=(attempt.set_key,), kwargs={"is_complete": is_complete},
    )  # fmt: skip


learner = auth.require_person()
st.title("Practice")
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = st.selectbox(
        "Subject", [ANY_TOPIC, *theme.TOPIC_NAMES], key="topic", bind="query-params",
        format_func=lambda name: theme.TOPIC_NAMES.get(name, name),
        on_change=go_on, args=("",), kwargs={"is_complete": False},
    )  # fmt: skip
    st.button("Earlier answers", icon=":material/history:", on_click=open_history)
work(None if chosen == ANY_TOPIC else chosen)
