"""Practice: one question at a time, graded, explained, and learnt from."""

import streamlit as st

from pages.components import auth, fitting, question, receipt, runtime, state, theme
from pages.components.history import open_history
from pages.components.open_question import draw_open_question
from tutor_core.accounts.queries import Person
from tutor_core.errors import NotFoundError, StaleStateError
from tutor_core.practice.goal import Goal
from tutor_core.practice.history.queries import set_progress
from tutor_core.practice.queries import shown_again
from tutor_core.practice.scoring import SET_LENGTH
from tutor_core.practice.service import next_attempt
from tutor_core.practice.views import Attempt, Receipt, SetProgress, Shown

ANY_TOPIC = "Let the tutor choose"


def go_on(set_to_sum_up: str | None = None) -> None:
    state.set_shown_attempt(None)
    state.set_summarised_set(set_to_sum_up)


def current(person: Person, goal: Goal) -> Shown:
    """Return what this tab shows; only a new question takes a writing transaction."""
    shown = None
    try:
        with runtime.database().reading() as db:
            shown = shown_again(db, person.actor, state.shown_attempt())
    except StaleStateError as error:
        state.set_notice(str(error))
    if shown is None:
        moment, rng = runtime.now(), runtime.rng()
        attempt = runtime.database().run(
            lambda db: next_attempt(db, person.actor, goal, now=moment, rng=rng)
        )
        shown = Shown(attempt=attempt)
    state.set_shown_attempt(shown.attempt.attempt_id)
    return shown


def draw_answered(attempt: Attempt, outcome: Receipt, progress: SetProgress) -> None:
    question.draw_question(attempt)
    receipt.draw_receipt(attempt, outcome)
    is_complete = len(progress.dots) >= SET_LENGTH
    st.button(
        "See what the ten brought" if is_complete else "Next question",
        type="primary",
        shortcut="Enter",
        key="practice_next",
        on_click=go_on,
        args=(attempt.set_key if is_complete else None,),
    )


def draw_set(progress: SetProgress) -> None:
    receipt.draw_summary(progress)
    st.button("Next ten", type="primary", shortcut="Enter", key="practice_next_set", on_click=go_on)


@auth.fragment
def work(person: Person, topic: str | None) -> None:
    if (finished := state.summarised_set()) is not None:
        with runtime.database().reading() as db:
            progress = set_progress(db, person.actor, finished)
        draw_set(progress)
        return
    try:
        shown = current(person, Goal(topic=topic))
    except NotFoundError as error:
        st.info(str(error), icon=":material/info:")
        return
    with runtime.database().reading() as db:
        progress = set_progress(db, person.actor, shown.attempt.set_key)
    receipt.draw_dots(progress.dots, is_answered=shown.receipt is not None)
    if shown.receipt is None:
        draw_open_question(person, shown.attempt)
    else:
        draw_answered(shown.attempt, shown.receipt, progress)


learner = auth.require_person()
st.title("Practice")
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = st.selectbox(
        "Subject",
        [ANY_TOPIC, *theme.TOPIC_NAMES],
        key="topic",
        bind="query-params",
        format_func=lambda name: theme.TOPIC_NAMES.get(name, name),
        on_change=go_on,
    )
    if st.button("Earlier answers", icon=":material/history:", key="practice_history"):
        open_history()
work(None if chosen == ANY_TOPIC else chosen)
fitting.fit()
