"""The card "Why this question?": the reason, the learner's word on it, the numbers behind it."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime
from tutor_core.accounts.queries import Person
from tutor_core.practice.leaving import service
from tutor_core.practice.leaving.service import Objection
from tutor_core.practice.views import Attempt
from tutor_core.recommend.explaining import Reason, RunnerUp


def draw_why(attempt: Attempt) -> None:
    """Draw why this question was asked, under the question."""
    reason = attempt.why
    if not reason.is_the_tutors:
        st.caption(f":material/psychology: {prose.content(reason.headline)}")
        return
    label = f"**Why this question?** {prose.plain(reason.headline)}"
    with st.expander(label, icon=":material/psychology:", key="practice_why"):
        st.markdown("\n".join(f"- {prose.plain(sentence)}" for sentence in reason.further))
        with st.container(horizontal=True):
            own = (attempt.attempt_id, "too_easy")
            st.button("Too easy", key="practice_too_easy", on_click=object_to, args=own)
            own = (attempt.attempt_id, "too_hard")
            st.button("Too hard", key="practice_too_hard", on_click=object_to, args=own)
            if reason.runner_up is not None:
                _draw_runner_up(attempt.attempt_id, reason.runner_up)
        st.caption(
            "The question is put away and counts for nothing; the next ones go by what you say."
        )
        _draw_numbers(reason)


def _draw_runner_up(attempt_id: int, other: RunnerUp) -> None:
    st.button(
        f"Rather: {prose.plain(other.skill_name)}",
        key="practice_runner_up",
        help=f"The tutor's second choice; {other.chance} like that are expected to go well.",
        on_click=_take_runner_up,
        args=(attempt_id,),
    )


def _draw_numbers(reason: Reason) -> None:
    if st.toggle("Show the numbers", key="practice_numbers"):
        st.table(
            {
                "What was logged": [name for name, _ in reason.numbers],
                "Value": [value for _, value in reason.numbers],
            },
            hide_index=True,
        )
        st.caption(
            "The weights are multiplied, and what the question brought you before is weighed in; "
            "the question with the highest result is asked."
        )


@auth.callback
def object_to(person: Person, attempt_id: int, objection: Objection) -> None:
    """Put the question away and keep why."""
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.decline(db, person.actor, attempt_id, objection, now=moment)
    )


@auth.callback
def _take_runner_up(person: Person, attempt_id: int) -> None:
    moment, rng = runtime.now(), runtime.rng()
    runtime.database().run(
        lambda db: service.take_runner_up(db, person.actor, attempt_id, now=moment, rng=rng)
    )
