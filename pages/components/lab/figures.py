"""Figures of the Lab, from data to plotly; pure. Colours come from the theme."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.components.charts import INK
from tutor_core.analytics.experiments.comparing import Interval
from tutor_core.recommend.policy import BanditPolicy

CURVE_HEIGHT = 190
ROW_HEIGHT = 46
CHOICES = 200  # drawn where the share of chance stays as it is
HALVINGS = 4  # drawn where it decays


def epsilon_curve(policy: BanditPolicy) -> go.Figure:
    """Return the share of random choices over a learner's choices."""
    last = round(policy.epsilon_decay * HALVINGS) or CHOICES
    pulls = [round(last * part / 60) for part in range(61)]
    figure = go.Figure(
        go.Scatter(x=pulls, y=[policy.epsilon_after(one) for one in pulls], mode="lines")
    )
    figure.update_layout(
        height=CURVE_HEIGHT, margin={"l": 10, "r": 10, "t": 10, "b": 10}, showlegend=False
    )
    figure.update_xaxes(title="Choices of a learner", rangemode="tozero", fixedrange=True)
    top = max(0.1, 1.15 * policy.epsilon)
    figure.update_yaxes(title="Epsilon", range=[0, top], tickformat=".0%", fixedrange=True)
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
    figure.update_layout(
        height=90 + ROW_HEIGHT * len(labels),
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        showlegend=False,
    )
    figure.update_xaxes(title=unit, tickformat=".0%" if is_share else "", fixedrange=True)
    figure.update_yaxes(autorange="reversed", automargin=True, fixedrange=True)
    if any(one.low < 0 for one in given):
        figure.add_vline(x=0, line_color=INK, line_dash="dot")
    return figure
