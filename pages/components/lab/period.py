"""Which part of the log a researcher looks at."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import runtime
from pages.components.lab.choosing import choose_scope
from tutor_core.accounts.queries import Person
from tutor_core.recommend.decisions.period import Period

DAYS = {7: "The last 7 days", 30: "The last 30 days", 90: "The last 90 days", 366: "The last year"}


def choose_period(person: Person, key: str) -> Period:
    """Draw how long back, and whose log; return the period, which ends now."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.selectbox(
            "Log of", list(DAYS), index=1, key=f"{key}_days", persist_state="page",
            format_func=DAYS.__getitem__,
        )  # fmt: skip
        cohort_id = choose_scope(person, f"{key}_scope")
    until = runtime.now()
    return Period(since=until - dt.timedelta(days=days), until=until, cohort_id=cohort_id)
