"""Figures of the Lab, from data to plotly; pure. Colours come from the theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from pages.components.charts import INK
from tutor_core.analytics.experiments.comparing import Interval
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.self_grading import Bin, Drift

CURVE_HEIGHT = 190
ROW_HEIGHT = 46
CHOICES = 200  # drawn where the share of chance stays as it is
HALVINGS = 4  # drawn where it decays
CHART_HEIGHT = 300
POINTS = 300  # of a long curve
SYMBOLS = ("circle", "diamond")  # of what is drawn beside each other, told apart without colour
WEEKS_NAMED = 8  # on an axis, at most


def epsilon_curve(policy: BanditPolicy) -> go.Figure:
    """Return the share of random choices over a learner's choices."""
    last = round(policy.epsilon_decay * HALVINGS) or CHOICES
    pulls = [round(last * part / 60) for part in range(61)]
    figure = go.Figure(
        go.Scatter(x=pulls, y=[policy.epsilon_after(one) for one in pulls], mode="lines")
    )
    _lay_out(figure, height=CURVE_HEIGHT)
    figure.update_xaxes(title="Choices of a learner", rangemode="tozero")
    top = max(0.1, 1.15 * policy.epsilon)
    figure.update_yaxes(title="Epsilon", range=[0, top], tickformat=".0%")
    return figure


def daily_load(days: Sequence[int], held: Sequence[float], changed: Sequence[float]) -> go.Figure:
    """Return the reviews of each day by what holds and by a change of it.

    Args:
        days: Numbered from 1.
        held: Reviews on each of them by what holds.
        changed: The same by the change.
    """
    figure = go.Figure(
        [
            go.Scatter(x=list(days), y=list(held), name="What holds", line={"dash": "dot"}),
            go.Scatter(x=list(days), y=list(changed), name="Your change"),
        ]
    )
    _lay_out(figure, height=CHART_HEIGHT)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.15})
    figure.update_xaxes(title="Day")
    figure.update_yaxes(title="Reviews", rangemode="tozero")
    return figure


def intervals(
    labels: Sequence[str], given: Sequence[Interval], *, unit: str, is_share: bool
) -> go.Figure:
    """Return means as points with their 95 % intervals, the first on top.

    Args:
        labels: One a mean.
        given: The means.
        unit: What is measured, for the axis.
        is_share: Whether it is to be read in per cent.
    """
    figure = go.Figure(
        go.Scatter(
            x=[one.value for one in given],
            y=list(labels),
            mode="markers",
            marker={"size": 11},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [one.high - one.value for one in given],
                "arrayminus": [one.value - one.low for one in given],
                "thickness": 2,
            },
        )
    )
    _lay_out(figure, height=90 + ROW_HEIGHT * len(labels))
    figure.update_xaxes(title=unit, tickformat=".0%" if is_share else "")
    figure.update_yaxes(autorange="reversed", automargin=True)
    if any(one.low < 0 for one in given):
        figure.add_vline(x=0, line_color=INK, line_dash="dot")
    return figure


def calibration_curve(bins: Sequence[Bin]) -> go.Figure:
    """Return the share of right answers over the predicted chance, with intervals."""
    return _calibration([_calibrated(bins, "", SYMBOLS[0])], came="Came right")


def recall_curve(by_name: Mapping[str, Sequence[Bin]]) -> go.Figure:
    """Return the share of recalled cards over the forecast chance, with intervals.

    Args:
        by_name: By what forecast it.
    """
    marks = zip(by_name.items(), SYMBOLS, strict=False)
    figure = _calibration(
        [_calibrated(bins, name, symbol) for (name, bins), symbol in marks], came="Recalled"
    )
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.15})
    return figure


def _calibrated(bins: Sequence[Bin], name: str, symbol: str) -> go.Scatter:
    return go.Scatter(
        x=[one.predicted for one in bins],
        y=[one.observed.value for one in bins],
        name=name,
        mode="markers",
        marker={"size": 9, "symbol": symbol},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [one.observed.high - one.observed.value for one in bins],
            "arrayminus": [one.observed.value - one.observed.low for one in bins],
        },
    )


def _calibration(points: Sequence[go.Scatter], *, came: str) -> go.Figure:
    figure = go.Figure(points)
    figure.add_shape(type="line", x0=0, y0=0, x1=1, y1=1, line_color=INK, line_dash="dot")
    _lay_out(figure, height=CHART_HEIGHT)
    figure.update_xaxes(title="Predicted chance", range=[0, 1], tickformat=".0%")
    figure.update_yaxes(title=came, range=[0, 1], tickformat=".0%")
    return figure


def drift_curve(weeks: Sequence[Drift]) -> go.Figure:
    """Return by how much predictions were too high, week by week, with intervals."""
    figure = go.Figure(
        go.Scatter(
            x=[one.week for one in weeks],
            y=[one.value for one in weeks],
            mode="lines+markers",
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [one.high - one.value for one in weeks],
                "arrayminus": [one.value - one.low for one in weeks],
            },
        )
    )
    figure.add_hline(y=0, line_color=INK, line_dash="dot")
    _lay_out(figure, height=CHART_HEIGHT)
    figure.update_xaxes(
        title="Week from",
        tickformat="%d %b",
        tickvals=[one.week for one in weeks[:: 1 + len(weeks) // WEEKS_NAMED]],
    )
    figure.update_yaxes(title="Predicted less observed", tickformat="+.0%")
    return figure


def regret_curve(lost: Sequence[float]) -> go.Figure:
    """Return the mean value given up so far over the choices, thinned to a few hundred points."""
    every = max(1, len(lost) // POINTS)
    places = range(every - 1, len(lost), every)
    figure = go.Figure(
        go.Scatter(x=[one + 1 for one in places], y=[lost[one] for one in places], mode="lines")
    )
    _lay_out(figure, height=CHART_HEIGHT)
    figure.update_xaxes(title="Choices", rangemode="tozero")
    figure.update_yaxes(title="Value given up a choice", rangemode="tozero")
    return figure


def teaching_curve(
    questions: Sequence[int], before: Sequence[Interval], after: Sequence[Interval]
) -> go.Figure:
    """Return what simulated learners gained under two policies, with the intervals as bands."""
    figure = go.Figure()
    for name, points in (("What holds", before), ("Your change", after)):
        figure.add_scatter(
            x=list(questions),
            y=[one.value for one in points],
            mode="lines+markers",
            name=name,
            line_dash="dot" if name == "What holds" else "solid",
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [one.high - one.value for one in points],
                "arrayminus": [one.value - one.low for one in points],
                "thickness": 1,
            },
        )
    _lay_out(figure, height=CHART_HEIGHT)
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    )
    figure.update_xaxes(title="Questions", rangemode="tozero")
    figure.update_yaxes(title="True mastery gained", tickformat=".1%", rangemode="tozero")
    return figure


def _lay_out(figure: go.Figure, *, height: int) -> None:
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, showlegend=False
    )
    figure.update_xaxes(fixedrange=True)
    figure.update_yaxes(fixedrange=True)
