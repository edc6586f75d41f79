"""The tutor's own marks: what it predicted beside what came, and what exploring costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.components import runtime, theme
from pages.components.lab import figures
from pages.components.lab.card_marks import draw_card_marks
from pages.components.lab.period import choose_period
from tutor_core.accounts.queries import Person
from tutor_core.analytics.card_forecasts.queries import card_forecasts
from tutor_core.calendar import zone_named
from tutor_core.recommend.decisions.queries import graded_predictions, logged_decisions
from tutor_core.recommend.decisions.reading import Log
from tutor_core.recommend.self_grading import (
    ENOUGH_ANSWERS,
    Graded,
    Scores,
    calibration,
    drift,
    exploration,
    regret,
    scores,
    scores_by,
)

STATIC = {"staticPlot": True}
TOO_FEW = "too few"


def draw_marks(person: Person) -> None:
    """Draw how well the tutor predicts and chooses, and what it forecasts of cards."""
    period = choose_period(person, "lab_marks")
    with st.spinner("Reading the log …"), runtime.database().reading() as db:
        graded = graded_predictions(db, person.actor, period, zone=zone_named(person.timezone))
        log = logged_decisions(db, person.actor, period)
        forecasts = card_forecasts(
            db, person.actor, period, day_starts_at=runtime.settings().day_starts_at
        )
    _draw_answers(graded, log)
    draw_card_marks(forecasts)


def _draw_answers(graded: Sequence[Graded], log: Log) -> None:
    if len(graded) < ENOUGH_ANSWERS:
        st.info(
            f"{len(graded)} answers in this time; from {ENOUGH_ANSWERS} on, predictions are set "
            "beside them here, by subject and week.",
            icon=":material/hourglass_empty:",
        )
        return
    _draw_calibration(graded)
    _draw_scores(graded)
    _draw_drift(graded)
    _draw_choices(log)


def _draw_calibration(graded: Sequence[Graded]) -> None:
    st.subheader("When it says 7 in 10, do 7 in 10 come right?")
    bins = calibration(graded)
    whole = scores(graded)
    st.plotly_chart(
        figures.calibration_curve(bins), key="lab_calibration", config=STATIC,
        alt="Share of right answers by predicted chance; the table says the same in numbers.",
    )  # fmt: skip
    st.caption(
        f"{whole.n:,} answers. Brier score {whole.brier:.3f}, log-loss {whole.log_loss:.3f}, "
        f"calibration error {whole.calibration_error:.3f}; chance alone would show about "
        f"{whole.expected:.3f}. Lower is better."
    )
    with st.expander("The same as a table"):
        st.table(
            {
                "Predicted": [_range(one.begin, one.end) for one in bins],
                "On average": [theme.percent(one.predicted) for one in bins],
                "Came right": [theme.percent(one.observed.value) for one in bins],
                "95 % interval": [_range(one.observed.low, one.observed.high) for one in bins],
                "Answers": [f"{one.observed.n:,}" for one in bins],
            },
            hide_index=True,
        )


def _draw_scores(graded: Sequence[Graded]) -> None:
    st.subheader("By subject and week")
    by_topic = scores_by(graded, lambda row: theme.TOPIC_NAMES.get(row.topic, row.topic))
    by_week = scores_by(graded, lambda row: row.week)
    _draw_score_table("Subject", by_topic)
    _draw_score_table("Week from", {f"{week:%d %b %Y}": one for week, one in by_week.items()})


def _draw_score_table(title: str, found: Mapping[str, Scores | None]) -> None:
    st.table(
        {
            title: list(found),
            "Answers": [f"{one.n:,}" if one else TOO_FEW for one in found.values()],
            "Brier score": [f"{one.brier:.3f}" if one else "" for one in found.values()],
            "Log-loss": [f"{one.log_loss:.3f}" if one else "" for one in found.values()],
            "Calibration error": [
                f"{one.calibration_error:.3f}" if one else "" for one in found.values()
            ],
        },
        hide_index=True,
    )


def _draw_drift(graded: Sequence[Graded]) -> None:
    weeks = drift(graded)
    if len(weeks) < 2:  # noqa: PLR2004 - one week does not drift
        return
    st.subheader("Is it getting worse?")
    st.plotly_chart(
        figures.drift_curve(weeks), key="lab_drift", config=STATIC,
        alt="By how much predictions were too high, week by week, with intervals.",
    )  # fmt: skip
    st.caption("Above 0 the tutor thought too much of the learners, below 0 too little.")


def _draw_choices(log: Log) -> None:
    st.subheader("What exploring costs")
    if not log.decisions:
        st.info("No choice of this time can be evaluated.", icon=":material/hourglass_empty:")
        return
    found = exploration(log.decisions)
    if found is not None:
        st.markdown(
            f"Left to chance: **{theme.percent(found.share.value)}** of {found.share.n:,} choices "
            f"({_range(found.share.low, found.share.high)}); meant were "
            f"{theme.percent(found.meant)}."
        )
    lost = regret(log.decisions)
    st.plotly_chart(
        figures.regret_curve(lost), key="lab_regret", config=STATIC,
        alt="Mean value given up by exploring, over the choices of this time.",
    )  # fmt: skip
    st.caption(
        f"Given up so far, a choice: {lost[-1]:.3f} of value, as the tutor itself valued it then. "
        f"{len(log.decisions):,} choices of {log.learners:,} learners."
    )


def _range(low: float, high: float) -> str:
    return f"{theme.percent(low)} to {theme.percent(high)}"
