"""Figures of the cards' statistics, from data to plotly; pure.

All of them are bars in the theme's own colours. Where there is more than one series a pattern tells
them apart as well; in the calendar the height of a bar says the same as its depth of colour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from pages.components import charts
from tutor_core.calendar import whole_minutes
from tutor_core.review.statistics.views import DayDone, Forecast, Recall

HEIGHT = 280
PATTERNS = ("", "/", ".", "x")
FEW_CARDS = 6  # up to which each has its own line, so that none stands for half a card


def due_forecast(forecast: Forecast) -> go.Figure:
    """Return the cards due on each of the next days, with those that are late before them."""
    days = [forecast.first + dt.timedelta(days=away) for away in range(len(forecast.by_day))]
    figure = go.Figure(
        go.Bar(
            x=days, y=list(forecast.by_day), name="Due",
            hovertemplate="%{x|%a %d %b}: %{y}<extra></extra>",
        )
    )  # fmt: skip
    if forecast.backlog:
        figure.add_bar(
            x=[forecast.first - dt.timedelta(days=1)], y=[forecast.backlog], name="Backlog",
            marker={"pattern": {"shape": PATTERNS[1]}},
            hovertemplate="Backlog: %{y}<extra></extra>",
        )  # fmt: skip
    _lay_out(figure, has_legend=bool(forecast.backlog))
    figure.update_xaxes(tickformat="%d %b", tickvals=days[::7])
    is_low = max(forecast.backlog, *forecast.by_day) <= FEW_CARDS
    figure.update_yaxes(
        title="Cards", rangemode="tozero", tickformat=",d", dtick=1 if is_low else None
    )
    return figure


def calendar(days: Sequence[DayDone]) -> go.Figure:
    """Return a year as weeks side by side: the higher and deeper a day's mark, the more reviews.

    Args:
        days: One after the other.
    """
    marks = [
        charts.Mark(
            day=day.day,
            amount=day.reviews,
            words=f"{day.day:%a %d %b %Y}: {day.reviews} reviews, {whole_minutes(day.seconds)} min",
        )
        for day in days
    ]
    return charts.calendar(marks)


def shares(labels: Sequence[str], series: Mapping[str, Sequence[Recall]]) -> go.Figure:
    """Return shares as bars side by side, each with its number; those of nothing are left out.

    Args:
        labels: Of the groups.
        series: A share a group, by the name of the series.
    """
    figure = go.Figure()
    for pattern, (name, values) in zip(PATTERNS, series.items(), strict=False):
        known = [one.share is not None for one in values]
        figure.add_bar(
            x=list(labels),
            y=[one.share for one in values],
            name=name,
            text=[f"{one.share:.0%}" if ok else "" for ok, one in zip(known, values, strict=True)],
            textposition="outside",
            textangle=0,
            textfont={"size": 10},  # four of them stand side by side on a phone
            cliponaxis=False,
            marker={"pattern": {"shape": pattern}},
            customdata=[[one.recalled, one.n] for one in values],
            hovertemplate=f"%{{x}}, {name.lower()}: %{{y:.0%}} (%{{customdata[0]}} of "
            "%{customdata[1]})<extra></extra>",
        )
    _lay_out(figure, has_legend=True)
    figure.update_xaxes(type="category")
    figure.update_yaxes(range=[0, 1.12], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    return figure


def hourly(hours: Sequence[Recall]) -> go.Figure:
    """Return the share recalled by the hour of the day, midnight first."""
    figure = go.Figure(
        go.Bar(
            x=list(range(len(hours))),
            y=[one.share for one in hours],
            customdata=[one.n for one in hours],
            hovertemplate="%{x}:00: %{y:.0%} of %{customdata}<extra></extra>",
        )
    )
    _lay_out(figure)
    figure.update_xaxes(title="Hour of the day", range=[-0.6, 23.6], dtick=3)
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%", title="Recalled")
    return figure


def counted(labels: Sequence[str], cards: Sequence[int], *, title: str) -> go.Figure:
    """Return how many cards there are of each kind, the first on top.

    Args:
        labels: Of the kinds.
        cards: Of each.
        title: What tells the kinds apart.
    """
    figure = go.Figure(
        go.Bar(
            x=list(cards), y=list(labels), orientation="h",
            text=[f"{one:,}" if one else "" for one in cards],
            textposition="outside", cliponaxis=False, hoverinfo="skip",
        )
    )  # fmt: skip
    _lay_out(figure)
    figure.update_xaxes(
        title="Cards", range=[0, 1.1 * max(1, *cards)], tickformat=",d", showgrid=False
    )
    figure.update_yaxes(title=title, type="category", autorange="reversed", automargin=True)
    return figure


def _lay_out(figure: go.Figure, *, has_legend: bool = False) -> None:
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 10, "r": 10, "t": 40 if has_legend else 20, "b": 10},
        showlegend=has_legend,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        bargap=0.15,
    )
    figure.update_xaxes(fixedrange=True)
    figure.update_yaxes(fixedrange=True)
