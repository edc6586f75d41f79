"""The drawings of Analytics, from plain values to plotly; pure.

They speak as `components.charts` does: the line is what came, grey ink is what it is held against,
and a mark of few answers is hollow. Subjects have a colour, a dash and a sign of their own, and
the same everywhere.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

import plotly.graph_objects as go

from pages.components import theme
from pages.components.charts import HEIGHT, INK, LINE
from tutor_core.analytics.own.spans import Span
from tutor_core.analytics.own.views import LEAST, Bought, Concept, Right, Stretch, SubjectCourse
from tutor_core.analytics.own.views import Sureness as Said

SMALLEST_SIGN, LARGEST_SIGN = 6, 16
MOST_BARS = 12
BAR_HEIGHT = 34
BAR_SHARE = 0.7  # of the width of a step
DAY, A_WEEK = dt.timedelta(days=1), 7
# Each with a contrast above 3 on both grounds; told apart by dash and sign as well.
TOPIC_LOOKS: Mapping[str, tuple[str, str, str]] = {
    "algebra": (LINE, "solid", "circle"),
    "calculus": ("#d55e00", "dash", "square"),
    "geometry": ("#0a8f6a", "dot", "diamond"),
    "statistics": ("#b4609c", "dashdot", "cross"),
    "physics": ("#8f7a1a", "longdash", "triangle-up"),
    "programming": ("#7f7f8f", "longdashdot", "x"),
}


class Point(NamedTuple):
    """A share on a step of time, and the answers that it rests on."""

    day: dt.date
    share: float | None
    n: int


def over_time(
    shares: Sequence[Point],
    span: Span,
    *,
    name: str,
    beside: Sequence[Point] = (),
    beside_name: str = "",
) -> go.Figure:
    """Return shares step by step, and others that they are held against.

    Args:
        shares: What came.
        span: The days that are looked at.
        name: What it is.
        beside: What it is held against, if anything.
        beside_name: What that is.
    """
    figure = go.Figure()
    if beside:
        figure.add_scatter(
            x=[one.day for one in beside], y=[one.share for one in beside], name=beside_name,
            mode="lines+markers", connectgaps=True, line={"color": INK, "dash": "dash"},
            marker={"color": INK, "symbol": "line-ew-open", "size": 10},
            hovertemplate=f"%{{x|%d %b %Y}}: %{{y:.0%}} {beside_name.lower()}<extra></extra>",
        )  # fmt: skip
    most = max((one.n for one in shares), default=1) or 1
    figure.add_scatter(
        x=[one.day for one in shares], y=[one.share for one in shares], name=name,
        mode="lines+markers", connectgaps=True, line={"color": LINE, "width": 2},
        marker={
            "color": LINE,
            "symbol": ["circle-open" if one.n < LEAST else "circle" for one in shares],
            "size": [
                SMALLEST_SIGN + (LARGEST_SIGN - SMALLEST_SIGN) * math.sqrt(one.n / most)
                for one in shares
            ],
        },
        customdata=[one.n for one in shares],
        hovertemplate="%{x|%d %b %Y}: %{y:.0%} of %{customdata}<extra></extra>",
    )  # fmt: skip
    _lay_out(figure, has_legend=bool(beside))
    _span_axis(figure, span)
    figure.update_yaxes(range=[0, 1.05], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    return figure


def right_and_difficulty(stretches: Sequence[Stretch], span: Span) -> go.Figure:
    """Return the share of right answers step by step, and below it how difficult they were."""
    figure = over_time(
        [Point(one.first, one.answers.share, one.answers.n) for one in stretches],
        span,
        name="Right",
    )
    figure.add_bar(
        x=[one.first for one in stretches], y=[one.difficulty for one in stretches],
        width=BAR_SHARE * _step_days(span) * 24 * 3600 * 1000,  # in the axis' milliseconds
        yaxis="y2", marker={"color": INK}, name="Difficulty",
        hovertemplate="%{x|%d %b %Y}: difficulty %{y:.1f}<extra></extra>",
    )  # fmt: skip
    figure.update_layout(
        height=HEIGHT + 60,
        yaxis={"domain": [0.36, 1], "title": "Right"},
        yaxis2={
            "domain": [0, 0.26], "range": [0, 5.2], "tickvals": [1, 3, 5], "fixedrange": True,
            "title": "Difficulty", "anchor": "x",
        },
        xaxis={"anchor": "y2"},
    )  # fmt: skip
    return figure


def courses(steps: Sequence[dt.date], subjects: Sequence[SubjectCourse], span: Span) -> go.Figure:
    """Return the mastery of each subject step by step."""
    figure = go.Figure()
    for one in subjects:
        colour, dash, sign = TOPIC_LOOKS.get(one.topic, (INK, "solid", "circle"))
        name = escape(theme.TOPIC_NAMES.get(one.topic, one.topic))
        figure.add_scatter(
            x=list(steps), y=list(one.after), name=name, mode="lines+markers",
            line={"color": colour, "dash": dash}, marker={"color": colour, "symbol": sign},
            hovertemplate=f"%{{x|%d %b %Y}}: %{{y:.0%}}<extra>{name}</extra>",
        )  # fmt: skip
    _lay_out(figure, has_legend=True, height=HEIGHT + 40)
    _span_axis(figure, span)
    most = max((max(one.after) for one in subjects), default=1)
    figure.update_yaxes(range=[0, min(1.0, most * 1.15 + 0.02)], tickformat=".0%", title="Mastery")
    return figure


def time_by_skill(concepts: Sequence[Concept]) -> go.Figure:
    """Return the minutes on the skills that took the most time, the longest on top."""
    shown = concepts[:MOST_BARS]
    figure = go.Figure(
        go.Bar(
            x=[one.seconds / 60 for one in shown], y=list(range(len(shown))), orientation="h",
            marker={"color": LINE}, text=[_on_bar(one.answers) for one in shown],
            textposition="auto", textangle=0,
            customdata=[escape(one.title) for one in shown],
            hovertemplate="%{customdata}: %{x:.0f} min, %{text}<extra></extra>",
        )
    )  # fmt: skip
    _lay_out(figure, height=90 + BAR_HEIGHT * len(shown))
    figure.update_xaxes(title="Minutes", rangemode="tozero")
    figure.update_yaxes(
        autorange="reversed", automargin=True, tickvals=list(range(len(shown))),
        ticktext=[_shortened(one.title) for one in shown],
    )  # fmt: skip
    return figure


def levels_an_hour(subjects: Sequence[Bought]) -> go.Figure:
    """Return the levels gained in an hour on each subject, and those lost, below the line."""
    names = [escape(theme.TOPIC_NAMES.get(one.topic, one.topic)) for one in subjects]
    figure = go.Figure()
    for name, colour, pattern, values in (
        ("Gained", LINE, "", [one.gained_an_hour or 0 for one in subjects]),
        ("Lost", INK, "/", [-(one.lost_an_hour or 0) for one in subjects]),
    ):
        figure.add_bar(
            x=names, y=values, name=name,
            marker={"color": colour, "pattern": {"shape": pattern}},
            hovertemplate=f"%{{x}}: %{{y:.1f}} {name.lower()} an hour<extra></extra>",
        )  # fmt: skip
    _lay_out(figure, has_legend=True)
    figure.update_layout(barmode="relative")
    figure.update_xaxes(type="category")
    figure.update_yaxes(title="Levels an hour", zeroline=True)
    return figure


def sure_and_right(said: Sequence[tuple[str, Said]]) -> go.Figure:
    """Return how often each thing that was said was right, beside how sure it is read to be.

    Args:
        said: In words, and counted.
    """
    words = [f"{escape(word)}<br>n = {one.right.n:,}" for word, one in said]
    figure = go.Figure(
        go.Bar(
            x=words, y=[one.right.value for _, one in said], name="Right",
            marker={"color": LINE}, text=[f"{one.right.value:.0%}" for _, one in said],
            textposition="inside", insidetextanchor="start", textangle=0,
            error_y={
                "array": [one.right.high - one.right.value for _, one in said],
                "arrayminus": [one.right.value - one.right.low for _, one in said],
                "color": INK,
            },
            hovertemplate="%{x}: %{y:.0%} right<extra></extra>",
        )
    )  # fmt: skip
    figure.add_scatter(
        x=words, y=[one.confidence for _, one in said], name="As sure as you said",
        mode="markers", marker={"color": "#d55e00", "symbol": "diamond", "size": 13},
        hovertemplate="%{x}: said %{y:.0%}<extra></extra>",
    )  # fmt: skip
    _lay_out(figure, has_legend=True)
    figure.update_xaxes(type="category")
    figure.update_yaxes(range=[0, 1.05], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    return figure


def _step_days(span: Span) -> int:
    return {"day": 1, "week": 7, "month": 28}[span.step]


def _span_axis(figure: go.Figure, span: Span) -> None:
    """Have the axis show the whole span; of a few days each is named once."""
    figure.update_xaxes(
        range=[span.first - DAY, span.last + DAY],
        tickformat="%d %b",
        dtick=86_400_000 if span.days <= A_WEEK else None,
    )


def _on_bar(answers: Right) -> str:
    return f"{answers.right} of {answers.n} right"


def _shortened(title: str, longest: int = 18) -> str:
    return escape(title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…")


def _lay_out(figure: go.Figure, *, height: int = HEIGHT - 40, has_legend: bool = False) -> None:
    layout: dict[str, Any] = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    figure.update_layout(
        height=height,
        margin={"l": 10, "r": 10, "t": 60 if has_legend else 20, "b": 10},
        showlegend=has_legend,
        legend=layout,
        bargap=0.3,
    )
    figure.update_xaxes(fixedrange=True, hoverformat="%d %b %Y")
    figure.update_yaxes(fixedrange=True)
