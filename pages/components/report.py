"""The learner's way to say that something is wrong with a question: two clicks."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state
from tutor_core.accounts.queries import Person
from tutor_core.content.reports import service
from tutor_core.content.reports.queries import own_report
from tutor_core.content.reports.views import Reason
from tutor_core.practice.views import Attempt

REASON_WORDS: dict[Reason, str] = {
    "answer": "The answer is marked wrongly",
    "unclear": "I cannot tell what is asked",
    "figure": "The figure or a formula is broken",
    "other": "Something else",
}
_WORDS = "practice_report_words"


def draw_report(person: Person, attempt: Attempt) -> None:
    """Draw the button, and what was said already."""
    with runtime.database().reading() as db:
        made = own_report(db, person.actor, attempt.content_id)
    label = "You reported this" if made else "Something is wrong here"
    with st.popover(label, type="tertiary", icon=":material/flag:", key="practice_report"):
        if made is None:
            st.markdown("What is wrong with this question?")
            for reason, words in REASON_WORDS.items():
                st.button(
                    words, key=f"practice_report_{reason}", on_click=_report,
                    args=(attempt.attempt_id, reason), width="stretch",
                )  # fmt: skip
            return
        st.markdown(f"**{REASON_WORDS[made.reason]}.** Thank you: a teacher will look at it, and "
                    "you read here on Today what came of it.")  # fmt: skip
        if made.words:
            st.markdown(f"You wrote: {prose.plain(made.words)}")
        st.text_area(
            "Say more, if you like", key=_WORDS, max_chars=service.LONGEST_WORDS, height=80
        )
        with st.container(horizontal=True):
            st.button(
                "Send", key="practice_report_send", on_click=_say_more,
                args=(attempt.attempt_id, made.reason),
            )  # fmt: skip
            st.button(
                "Take it back", key="practice_report_back", on_click=_take_back,
                args=(attempt.content_id,),
            )  # fmt: skip


@auth.callback
def _report(person: Person, attempt_id: int, reason: Reason) -> None:
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.report_item(db, person.actor, attempt_id, reason, now=moment)
    )


@auth.callback
def _say_more(person: Person, attempt_id: int, reason: Reason) -> None:
    moment, words = runtime.now(), str(state.widget_value(_WORDS) or "")
    runtime.database().run(
        lambda db: service.report_item(
            db, person.actor, attempt_id, reason, words=words, now=moment
        )
    )


@auth.callback
def _take_back(person: Person, content_id: int) -> None:
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.take_back_report(db, person.actor, content_id, now=moment)
    )
