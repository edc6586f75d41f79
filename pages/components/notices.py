"""What a person is told once: that a report was answered, or an answer graded again."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime
from tutor_core.accounts.notices.queries import Notice, unseen
from tutor_core.accounts.notices.service import mark_seen
from tutor_core.accounts.queries import Person

JUDGED = {"correct": "right", "incorrect": "not right", "dont_know": "not known yet"}


def draw_notices(person: Person) -> None:
    """Draw what the person has not put away yet."""
    with runtime.database().reading() as db:
        found = unseen(db, person.actor)
    if not found:
        return
    with st.container(border=True):
        for notice in found:
            st.markdown(f":material/mail: {_sentence(notice)}")
        numbers = tuple(notice.id for notice in found)
        st.button("Thank you", key="today_notices", on_click=_put_away, args=(numbers,))


def _sentence(notice: Notice) -> str:
    facts = notice.facts
    question = prose.plain(str(facts["question"]))
    if notice.kind == "regraded":
        points = int(facts["points"])
        worth = f" That is {points:+d} points." if points else ""
        return (
            f"**A question was mended, and your answer was graded again.** “{question}” "
            f"counts as {JUDGED[facts['now']]} now.{worth}"
        )
    came = "it was mended" if facts["mended"] else "it is right as it is"
    said = f" “{prose.plain(str(facts['answer']))}”" if facts["answer"] else ""
    return f"**Your report was read: {came}.** “{question}”{said}"


@auth.callback
def _put_away(person: Person, notice_ids: tuple[int, ...]) -> None:
    moment = runtime.now()
    runtime.database().run(lambda db: mark_seen(db, person.actor, notice_ids, now=moment))
