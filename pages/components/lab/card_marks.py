"""The tutor's own marks on cards: the recall that was forecast beside what came."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import theme
from pages.components.lab import figures
from tutor_core.analytics.card_forecasts.judging import AT_INTERVAL, Forecast, area_under_curve
from tutor_core.recommend.self_grading import ENOUGH_ANSWERS, Bin, Prediction, calibration, scores

SCHEDULERS = {"sm2": "SM-2", "sm2-compat": "SM-2, as many programs have it", "fsrs": "FSRS"}
MEMORY, INTERVAL = "Memory by FSRS", "The planned interval"
STATIC = {"staticPlot": True}
MEASURES = ["Brier score", "Log-loss", "Calibration error", "AUC (higher is better)"]


def draw_card_marks(forecasts: Sequence[Forecast]) -> None:
    """Draw how well both algorithms foresaw which cards were recalled."""
    st.subheader("Are cards recalled as forecast?")
    if len(forecasts) < ENOUGH_ANSWERS:
        st.info(
            f"{len(forecasts)} reviews that came a day or more after the last; from "
            f"{ENOUGH_ANSWERS} on, forecasts are set beside them here.",
            icon=":material/hourglass_empty:",
        )
        return
    bins = {name: calibration(said) for name, said in _by_forecast(forecasts).items()}
    st.plotly_chart(
        figures.recall_curve(bins), key="lab_recall", config=STATIC,
        alt="Share of cards recalled by forecast chance; the table says the same in numbers.",
    )  # fmt: skip
    recalled = sum(one.by_memory.correct for one in forecasts)
    st.caption(
        f"{len(forecasts):,} reviews a day or more after the last, "
        f"{theme.percent(recalled / len(forecasts))} recalled. FSRS forecasts by the memory stored "
        f"before the review; an interval is taken to mean {theme.percent(AT_INTERVAL)} at its end, "
        "for SM-2 says nothing of chances."
    )
    with st.expander("The same as a table"):
        for name, own in bins.items():
            _draw_bins(name, own)
    _draw_scores(forecasts)


def _draw_bins(name: str, bins: Sequence[Bin]) -> None:
    st.table(
        {
            name: [_range(one.begin, one.end) for one in bins],
            "On average": [theme.percent(one.predicted) for one in bins],
            "Recalled": [theme.percent(one.observed.value) for one in bins],
            "95 % interval": [_range(one.observed.low, one.observed.high) for one in bins],
            "Reviews": [f"{one.observed.n:,}" for one in bins],
        },
        hide_index=True,
    )


def _draw_scores(forecasts: Sequence[Forecast]) -> None:
    """Draw the scores by the algorithm that planned; those of few reviews are withheld."""
    groups = {
        word: [one for one in forecasts if one.scheduler == name]
        for name, word in SCHEDULERS.items()
    }
    for word, own in {"Whatever planned": forecasts, **groups}.items():
        if len(own) >= ENOUGH_ANSWERS:
            columns = {name: _scored(said) for name, said in _by_forecast(own).items()}
            st.table({f"{word}: {len(own):,} reviews": MEASURES, **columns}, hide_index=True)
        elif own:
            st.caption(f"{word}: too few reviews.")


def _scored(said: Sequence[Prediction]) -> list[str]:
    found, area = scores(said), area_under_curve(said)
    values = (found.brier, found.log_loss, found.calibration_error, area)
    return ["" if one is None else f"{one:.3f}" for one in values]


def _by_forecast(forecasts: Sequence[Forecast]) -> dict[str, list[Prediction]]:
    return {
        MEMORY: [one.by_memory for one in forecasts],
        INTERVAL: [one.by_interval for one in forecasts],
    }


def _range(low: float, high: float) -> str:
    return f"{theme.percent(low)} to {theme.percent(high)}"
