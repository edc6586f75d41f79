"""What came of an experiment: a picture of intervals and the same numbers as a table."""

from __future__ import annotations

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
        st.table(_counts(found), hide_index=True)
        return
    if planned_look is not None:
        st.warning(
            "Looking often and stopping at a good moment misleads: sooner or later chance alone "
            f"shows a difference. The stated end, {planned_look}, is the planned look.",
            icon=":material/visibility:",
        )
    measure = st.segmented_control(
        "Shown", list(MEASURE_WORDS), default="gain", required=True, key=f"lab_measure_{name}",
        format_func=MEASURE_WORDS.__getitem__,
    ) or "gain"  # fmt: skip
    is_share = measure in SHARES
    figure = figures.intervals(
        [f"{arm.label} (n = {arm.learners})" for arm in found.arms],
        found.means[measure],
        unit=f"{MEASURE_WORDS[measure]}, mean and 95 % interval",
        is_share=is_share,
    )
    st.plotly_chart(
        figure, key=f"lab_intervals_{name}", config={"staticPlot": True},
        alt="Each version's mean with its interval; the table below says the same in numbers.",
    )  # fmt: skip
    st.table(_counts(found) | _means(found), hide_index=True)
    st.table(_differences(found), hide_index=True)
    several = " With several versions, one of them may stand out by chance." * (
        len(found.arms) > 2  # noqa: PLR2004 - more than one difference
    )
    st.caption(HOW + several)


def _counts(found: Comparison) -> dict[str, list[str]]:
    return {
        "Version": [prose.plain(arm.label) for arm in found.arms],
        "Learners": [str(arm.assigned) for arm in found.arms],
        f"With {FEWEST_ANSWERS} answers or more": [str(arm.steady) for arm in found.arms],
        "Answers": [str(arm.answers) for arm in found.arms],
    }


def _means(found: Comparison) -> dict[str, list[str]]:
    return {
        words: [_told(one, measure) for one in found.means[measure]]
        for measure, words in MEASURE_WORDS.items()
    }


def _differences(found: Comparison) -> dict[str, list[str]]:
    first, *others = (prose.plain(arm.label) for arm in found.arms)
    return {"Difference": [f"{other}, against {first}" for other in others]} | {
        words: [_told(one, measure, signed=True) for one in found.differences[measure]]
        for measure, words in MEASURE_WORDS.items()
    }


def _told(one: Interval, measure: Measure, *, signed: bool = False) -> str:
    """Return a mean or difference with its interval; a minus is a real one."""
    if measure in SHARES:
        sign = "+" if signed and one.value > 0 else ""
        told = f"{sign}{percent(one.value)} ({percent(one.low)} to {percent(one.high)})"
    else:
        told = f"{one.value:{'+' if signed else ''}.3f} ({one.low:.3f} to {one.high:.3f})"
    return told.replace("-", "\N{MINUS SIGN}")
