"""What learners find wrong with an item, and what its editor answers."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state
from pages.components.report import REASON_WORDS
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.content.reports.queries import open_reports
from tutor_core.content.reports.service import LONGEST_WORDS
from tutor_core.content.reports.views import Report
from tutor_core.practice.reporting.service import settle_report

GRADED = {True: "graded right", False: "graded not right", None: "not answered yet"}


def draw_reports(person: Person, content_id: int, *, may_answer: bool, preview: str) -> None:
    """Draw the reports that wait for an answer.

    Args:
        person: Who reads them.
        content_id: The item.
        may_answer: Whether they may change the item.
        preview: The name of its preview, which can show a learner's numbers.
    """
    with runtime.database().reading() as db:
        reports = open_reports(db, person.actor, content_id)
    if not reports:
        return
    st.markdown(f"**Reports to answer: {len(reports)}**")
    for report in reports:
        with st.container(border=True, gap="xsmall"):
            _draw_report(person, report, preview)
            if may_answer:
                _draw_answer(report)


def _draw_report(person: Person, report: Report, preview: str) -> None:
    at = report.created_at.astimezone(zone_named(person.timezone))
    st.markdown(f":material/flag: **{REASON_WORDS[report.reason]}**")
    if report.words:
        st.markdown(prose.plain(report.words))
    answer = f"answered {prose.plain(report.response)}, " if report.response else ""
    st.caption(f"{at:%d %b %H:%M} · version {report.version} · {answer}{GRADED[report.was_right]}")
    if report.seed is not None:
        st.button(
            "Show their numbers", type="tertiary", icon=":material/casino:",
            key=f"studio_numbers_of_{report.report_id}",
            on_click=state.set_previewed_seed, args=(preview, report.seed),
        )  # fmt: skip


def _draw_answer(report: Report) -> None:
    st.text_input(
        "What you say to the learner", key=_words_key(report.report_id),
        max_chars=LONGEST_WORDS, placeholder="Thank you, …",
    )  # fmt: skip
    with st.container(horizontal=True):
        for label, is_mended in (("I mended it", True), ("It is right as it is", False)):
            st.button(
                label, key=f"studio_answer_{report.report_id}_{is_mended}", on_click=_answer,
                args=(report.report_id, is_mended),
            )  # fmt: skip


def _words_key(report_id: int) -> str:
    return f"studio_report_words_{report_id}"


@auth.callback
def _answer(person: Person, report_id: int, is_mended: bool) -> None:
    moment, words = runtime.now(), str(state.widget_value(_words_key(report_id)) or "")
    starts_at = runtime.settings().day_starts_at
    runtime.database().run(
        lambda db: settle_report(
            db,
            person.actor,
            report_id,
            words,
            is_mended=is_mended,
            now=moment,
            day_starts_at=starts_at,
        )
    )
    state.set_said("Answered; the learner reads it on Today.")
