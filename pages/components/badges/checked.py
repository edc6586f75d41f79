"""What the record says of an earned badge: each condition, needed and found."""

from __future__ import annotations

import streamlit as st

from tutor_core.badges.views import Check, CheckedPart
from tutor_core.badges.wording import unit_words


def draw_check(check: Check) -> None:
    """Draw what was counted again."""
    if check.met:
        st.success("The record says the same: it is met.", icon=":material/fact_check:")
    else:
        st.info(
            "It was met when it was earned. Counted again, the record says less today: answers "
            "were regraded, reviews taken back, or skills have faded since.",
            icon=":material/fact_check:",
        )
    st.table(
        {
            "What was counted": [unit_words(one.part.condition.question) for one in check.parts],
            "Needed": [str(one.part.condition.at_least) for one in check.parts],
            "Found": [str(one.part.has) for one in check.parts],
            "As of": [_as_of(one) for one in check.parts],
        },
        hide_index=True,
    )


def _as_of(one: CheckedPart) -> str:
    return "now: no record is kept of earlier days" if one.as_it_stands else "when it was earned"
