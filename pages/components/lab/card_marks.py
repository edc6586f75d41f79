"""The tutor's own marks on cards: the recall that was forecast beside what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.components import theme
from pages.components.lab import figures
from tutor_core.analytics.card_forecasts.judging import AT_INTERVAL, Forecast, area_under_curve
from tutor_core.recommend.self_grading import ENOUGH_ANSWERS, Bin, Prediction, calibration, scores

SCHEDULERS = {"sm2": "SM-2", "sm2-compat": "SM-2, as many programs have it", "fsrs": "FSRS"}
MEMORY, INTERVAL = "Memory by FSRS", "The planned interval"
STATIC = {"staticPlot": True}
TOO_FEW = "too few"
HEAD = ("Planned by", "Forecast", "Reviews", "Brier score", "Log-loss", "Calibration error", "AUC")


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
        _draw_bins(bins)
    _draw_scores(forecasts)


def _draw_bins(by_name: Mapping[str, Sequence[Bin]]) -> None:
    rows = [(name, one) for name, bins in by_name.items() for one in bins]
    st.table(
        {
            "Forecast": [name for name, _ in rows],
            "Chance": [_range(one.begin, one.end) for _, one in rows],
            "On average": [theme.percent(one.predicted) for _, one in rows],
            "Recalled": [theme.percent(one.observed.value) for _, one in rows],
            "95 % interval": [_range(one.observed.low, one.observed.high) for _, one in rows],
            "Reviews": [f"{one.observed.n:,}" for _, one in rows],
        },
        hide_index=True,
    )


def _draw_scores(forecasts: Sequence[Forecast]) -> None:
    """Draw the scores by the algorithm that planned; those of few reviews are withheld."""
    groups = {
        word: [one for one in forecasts if one.scheduler == name]
        for name, word in SCHEDULERS.items()
    }
    rows = [
        (word, name, *_scored(said))
        for word, own in {"Any": forecasts, **groups}.items()
        if own
        for name, said in _by_forecast(own).items()
    ]
    columns = zip(HEAD, zip(*rows, strict=True), strict=True)
    st.table({head: list(column) for head, column in columns}, hide_index=True)


def _scored(said: Sequence[Prediction]) -> tuple[str, ...]:
    if len(said) < ENOUGH_ANSWERS:
        return (TOO_FEW, "", "", "", "")
    found, area = scores(said), area_under_curve(said)
    return (
        f"{found.n:,}",
        f"{found.brier:.3f}",
        f"{found.log_loss:.3f}",
        f"{found.calibration_error:.3f}",
        "" if area is None else f"{area:.3f}",
    )


def _by_forecast(forecasts: Sequence[Forecast]) -> dict[str, list[Prediction]]:
    return {
        MEMORY: [one.by_memory for one in forecasts],
        INTERVAL: [one.by_interval for one in forecasts],
    }


def _range(low: float, high: float) -> str:
    return f"{theme.percent(low)} to {theme.percent(high)}"
