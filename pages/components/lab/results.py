"""What came of an experiment: a picture of intervals and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.components import prose
from pages.components.lab import figures
from pages.components.theme import percent
from tutor_core.analytics.experiments.comparing import (
    FEWEST_ANSWERS,
    Comparison,
    Interval,
    Measure,
)

MEASURE_WORDS: dict[Measure, str] = {
    "gain": "Learning gain an answer",
    "right": "Share of right answers",
    "mastery": "Mastery gained a learner",
}
SHARES: tuple[Measure, ...] = ("right",)
HOW = (
    "Each learner counts once: a version's mean is the mean of its learners' own figures, with "
    "Student's 95 % interval over learners; differences have Welch's. Only answers to questions "
    "that the version chose are counted. An interval of a difference that holds 0 says that it "
    "may be none."
)


def draw_results(found: Comparison, *, name: str, planned_look: str | None) -> None:
    """Draw how the arms compare, or what is lacking.

    Args:
        found: The comparison.
        name: Of the experiment, for the keys.
        planned_look: When it ends, as people read it; None where it is over.
    """
    if not found.is_enough:
        st.info(prose.plain(found.lacking), icon=":material/hourglass_empty:")
        st.table(_as_rows(found, _counts(found)), hide_index=True)
        return
    if planned_look is not None:
        st.warning(
            "Looking often and stopping at a good moment misleads: sooner or later chance alone "
            f"shows a difference. The stated end, {planned_look}, is the planned look.",
            icon=":material/visibility:",
        )
    measure = st.radio(
        "Shown", list(MEASURE_WORDS), key=f"lab_measure_{name}", horizontal=True,
        format_func=MEASURE_WORDS.__getitem__,
    )  # fmt: skip
    is_share = measure in SHARES
    figure = figures.intervals(
        [f"{arm.label} (n = {arm.learners})" for arm in found.arms],
        found.means[measure],
        unit=MEASURE_WORDS[measure],
        is_share=is_share,
    )
    st.caption("Means with their 95 % intervals; n learners.")
    st.plotly_chart(
        figure, key=f"lab_intervals_{name}", config={"staticPlot": True},
        alt="Each version's mean with its interval; the table below says the same in numbers.",
    )  # fmt: skip
    st.table(_as_rows(found, _counts(found) | _means(found)), hide_index=True)
    several = " With several versions, one of them may stand out by chance." * (
        len(found.arms) > 2  # noqa: PLR2004 - more than one difference
    )
    st.caption(HOW + several)


def _as_rows(found: Comparison, figures: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return a table with a line a figure and a column a version: narrow enough for a phone."""
    columns = {"": list(figures)}
    for place, arm in enumerate(found.arms):
        columns[prose.plain(arm.label)] = [values[place] for values in figures.values()]
    return columns


def _counts(found: Comparison) -> dict[str, list[str]]:
    return {
        "Learners": [str(arm.assigned) for arm in found.arms],
        f"With {FEWEST_ANSWERS} answers or more": [str(arm.steady) for arm in found.arms],
        "Answers": [str(arm.answers) for arm in found.arms],
    }


def _means(found: Comparison) -> dict[str, list[str]]:
    """Return each mean and, where there is a first one to set it against, the difference."""
    figures = {}
    first = prose.plain(found.arms[0].label)
    for measure, words in MEASURE_WORDS.items():
        figures[words] = [_told(one, measure) for one in found.means[measure]]
        against = [_told(one, measure, signed=True) for one in found.differences[measure]]
        figures[f"Difference to {first}: {words.lower()}"] = ["", *against]
    return figures


def _told(one: Interval, measure: Measure, *, signed: bool = False) -> str:
    """Return a mean or difference with its interval; a minus is a real one."""
    if measure in SHARES:
        sign = "+" if signed and one.value > 0 else ""
        told = f"{sign}{percent(one.value)} ({percent(one.low)} to {percent(one.high)})"
    else:
        told = f"{one.value:{'+' if signed else ''}.3f} ({one.low:.3f} to {one.high:.3f})"
    return told.replace("-", "\N{MINUS SIGN}")
