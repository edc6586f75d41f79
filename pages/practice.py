"""Practice: one question at a time, graded, explained, and learnt from."""

import streamlit as st

from pages.components import (
    auth,
    exercise,
    prose,
    question,
    receipt,
    runtime,
    state,
    theme,
)
from pages.components.badges.gained import draw_gained
from pages.components.cards.of_question import draw_card_button
from pages.components.history import open_history
from pages.components.lesson import draw_lesson_button
from pages.components.open_question import draw_open_question
from pages.components.plan.practising import draw_task, goal_of
from pages.components.report import draw_report
from tutor_core.accounts.queries import Person
from tutor_core.errors import NotFoundError, StaleStateError
from tutor_core.practice.goal import Goal
from tutor_core.practice.history.queries import set_progress
from tutor_core.practice.lessons.queries import skill_title
from tutor_core.practice.queries import shown_again
from tutor_core.practice.scoring import SET_LENGTH
from tutor_core.practice.service import next_attempt
from tutor_core.practice.views import Attempt, Receipt, SetProgress, Shown

ANY_TOPIC = "Let the tutor choose"


def go_on(set_to_sum_up: str | None = None) -> None:
    state.set_shown_attempt(None)
    state.set_wants_next(wanted=True)
    state.set_summarised_set(set_to_sum_up)


def current(person: Person, goal: Goal) -> Shown:
    """Return what this tab shows; only a new question takes a writing transaction."""
    shown = None
    try:
        if not state.wants_next():
            with runtime.database().reading() as db:
                shown = shown_again(db, person.actor, state.shown_attempt(), goal)
    except StaleStateError as error:
        state.set_notice(str(error))
    if shown is None:
        moment, rng = runtime.now(), runtime.rng()
        attempt = runtime.database().run(
            lambda db: next_attempt(db, person.actor, goal, now=moment, rng=rng)
        )
        shown = Shown(attempt=attempt)
    state.set_shown_attempt(shown.attempt.attempt_id)
    state.set_wants_next(wanted=False)
    return shown


def draw_answered(
    person: Person, attempt: Attempt, outcome: Receipt, progress: SetProgress
) -> None:
    is_unsolved = outcome.outcome != "correct" and not attempt.steps_are_over
    if is_unsolved:
        exercise.draw_unsolved(person, attempt, outcome)
    else:
        question.draw_question(attempt)
        receipt.draw_receipt(attempt, outcome)
    draw_gained(outcome.badges)
    with st.container(horizontal=True):
        draw_lesson_button(attempt.skill, attempt.skill_name)
        draw_card_button(outcome)
        draw_report(person, attempt)
    is_complete = len(progress.dots) >= SET_LENGTH
    st.button(
        "See what the ten brought" if is_complete else "Next question",
        type="tertiary" if is_unsolved else "primary",
        shortcut=None if is_unsolved else "Enter",
        key="practice_next",
        on_click=go_on,
        args=(attempt.set_key if is_complete else None,),
    )


def draw_set(progress: SetProgress) -> None:
    receipt.draw_summary(progress)
    st.button("Next ten", type="primary", shortcut="Enter", key="practice_next_set", on_click=go_on)


@auth.fragment
def work(person: Person, goal: Goal) -> None:
    if goal.plan_task:
        draw_task(person, goal.plan_task)
    if (finished := state.summarised_set()) is not None:
        with runtime.database().reading() as db:
            progress = set_progress(db, person.actor, finished)
        draw_set(progress)
        return
    try:
        shown = current(person, goal)
    except NotFoundError as error:
        st.info(str(error), icon=":material/info:")
        return
    with runtime.database().reading() as db:
        progress = set_progress(db, person.actor, shown.attempt.set_key)
    receipt.draw_dots(progress.dots, is_answered=shown.receipt is not None)
    if shown.receipt is None:
        draw_open_question(person, shown.attempt)
    else:
        draw_answered(person, shown.attempt, shown.receipt, progress)


def leave_skill() -> None:
    for narrowed in ("skill", "task"):
        st.query_params.pop(narrowed, None)
    go_on()


def draw_skill(person: Person, skill: str) -> None:
    with runtime.database().reading() as db:
        title = skill_title(db, person.actor, skill)
    with st.container(horizontal=True, vertical_alignment="center"):
        if title is None:
            st.markdown("There is no such skill.", width="content")
        else:
            st.markdown(f"Only **{prose.plain(title)}**", width="content")
        st.button("All skills", type="tertiary", key="practice_all_skills", on_click=leave_skill)


learner = auth.require_person()
st.title("Practice")
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = st.selectbox(
        "Subject",
        [ANY_TOPIC, *theme.TOPIC_NAMES],
        key="topic",
        bind="query-params",
        format_func=lambda name: theme.TOPIC_NAMES.get(name, name),
        on_change=leave_skill,
    )
    if st.button("Earlier answers", icon=":material/history:", key="practice_history"):
        open_history()
wanted, task = st.query_params.get("skill"), st.query_params.get("task")
goal = goal_of(learner, task) if task else None
if goal is None and wanted:
    draw_skill(learner, wanted)
work(goal or Goal(topic=None if chosen == ANY_TOPIC else chosen, skill=wanted or None))
