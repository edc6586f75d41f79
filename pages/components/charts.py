"""Figures, from data to plotly; pure. Colours come from the theme, never from the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from tutor_core.gaps.views import Reach

# Lines of shapes and arrows have no colour of the theme and would be black on black at night; this
# grey has a contrast above 3 on both grounds.
INK = "#808495"
# A line and what lies about it, told from the ground by day and by night.
LINE, BAND = "#3b82c4", "rgba(59, 130, 196, 0.3)"
HEIGHT = 340
# The deeper the blue, the better known; told apart by lightness alone, so by everybody. Each with
# the colour of the words on it, which have a contrast above 4.5 by day and by night.
BANDS: Mapping[Reach, tuple[str, str]] = {
    "new": ("#6b7080", "#ffffff"),
    "far": ("#cfe3f4", "#0f1320"),
    "near": ("#79b0dc", "#0f1320"),
    "reached": ("#0b4f86", "#ffffff"),
}
TILE_WIDTH = 15  # letters in a line of a tile
CALENDAR_HEIGHT = 210
LEAST_HEIGHT, MOST_HEIGHT = 0.3, 0.92  # of a day's place in the calendar
LEAST_DEPTH = 0.4
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A tile of a map: its title, the words below it, the group it lies in, how well known."""

    title: str
    words: str
    group: str
    band: Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day of a calendar: how much was done on it, and what is said of it."""

    day: dt.date
    amount: float
    words: str


def item_figure(description: Mapping[str, Any]) -> go.Figure:
    """Return the figure of a question as it was described and checked in `content.figures`."""
    figure = go.Figure(data=list(description["data"]), layout=dict(description.get("layout", {})))
    has_legend = bool(figure.layout.showlegend)
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 10, "r": 10, "t": 50 if has_legend else 20, "b": 10},
        showlegend=has_legend,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    # Where one unit is as long across as up, the drawing becomes smaller and not its range larger.
    figure.update_xaxes(constrain="domain")
    figure.update_yaxes(constrain="domain")
    figure.update_shapes(line_color=INK)
    figure.update_annotations(arrowcolor=INK)
    is_graph = all(trace.type == "scatter" for trace in figure.data)
    if is_graph and figure.layout.xaxis.showgrid is None:
        figure.update_xaxes(showgrid=True, zeroline=True, zerolinewidth=2)
        figure.update_yaxes(zeroline=True, zerolinewidth=2)
    return figure


def style_radar(scores: Mapping[str, float]) -> go.Figure:
    """Return shares, 0 to 1, as a closed line around a middle.

    Args:
        scores: By the name at each corner, in the order of the corners.
    """
    names = [name.replace(" and ", "<br>and ") for name in scores]
    values = list(scores.values())
    figure = go.Figure(
        go.Scatterpolar(
            theta=[*names, names[0]], r=[*values, values[0]], fill="toself", hoverinfo="skip"
        )
    )
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 85, "r": 85, "t": 30, "b": 45},
        showlegend=False,
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "angularaxis": {"rotation": 90, "direction": "clockwise", "gridcolor": INK},
            "radialaxis": {
                "range": [0, max(0.5, *values)],
                "dtick": 0.25,
                "tickformat": ".0%",
                "gridcolor": INK,
                "linecolor": INK,
            },
        },
    )
    return figure


def forgetting_curve(
    days: Sequence[dt.date], recall: Sequence[float], *, due_on: dt.date
) -> go.Figure:
    """Return how the chance of recall falls with the days, and when a card is asked again.

    Args:
        days: From the last answer on.
        recall: The chance on each of them, 0 to 1.
        due_on: The day on which it is asked.
    """
    figure = go.Figure(
        go.Scatter(
            x=list(days), y=list(recall), mode="lines", hovertemplate="%{x|%d %b %Y}: %{y:.0%}"
            "<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(
        height=HEIGHT - 80, margin={"l": 10, "r": 10, "t": 30, "b": 10}, showlegend=False
    )
    figure.update_xaxes(hoverformat="%d %b %Y")
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%", title="Chance of recall")
    figure.add_vline(x=due_on.isoformat(), line={"color": INK, "dash": "dot"})
    figure.add_annotation(
        x=due_on.isoformat(), y=1.0, yref="paper", text="asked again", showarrow=False, yshift=10
    )
    return figure


def fan(
    days: Sequence[dt.date],
    low: Sequence[float],
    middle: Sequence[float],
    high: Sequence[float],
    *,
    other: Sequence[float],
    other_name: str,
) -> go.Figure:
    """Return how far a plan may be on each day: a line in a band, and another line beside it.

    Args:
        days: Those ahead.
        low: The share of the work, 0 to 1, that nine of ten futures exceed.
        middle: The share that half of them exceed.
        high: The share that one of ten exceeds.
        other: The share that half exceed in another way to go on.
        other_name: What that way is.
    """
    drawn: tuple[tuple[str, Sequence[float], dict[str, Any]], ...] = (
        ("One of ten is below", low, {"line": {"width": 0}, "showlegend": False}),
        (
            "Eight of ten futures",
            high,
            {"line": {"width": 0}, "fill": "tonexty", "fillcolor": BAND},
        ),
        (other_name, other, {"line": {"color": INK, "dash": "dash"}}),
        ("Half are below", middle, {"line": {"color": LINE, "width": 3}}),
    )
    figure = go.Figure(
        [
            go.Scatter(
                x=list(days), y=list(shares), name=name, mode="lines",
                hovertemplate="%{x|%d %b %Y}: %{y:.0%}", **looks,
            )
            for name, shares, looks in drawn
        ]
    )  # fmt: skip
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 10, "r": 10, "t": 40, "b": 10},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%", title="Of the plan done")
    return figure


def calendar(marks: Sequence[Mark]) -> go.Figure:
    """Return days as weeks side by side: the higher and deeper a day's mark, the more was done.

    Args:
        marks: Of every day, one after the other; those on which nothing was done stay empty.
    """
    most = max((mark.amount for mark in marks), default=0)
    done = [mark for mark in marks if mark.amount]
    shares = [mark.amount / most for mark in done]
    figure = go.Figure(
        go.Bar(
            x=[_monday(mark.day) for mark in done],
            base=[6 - mark.day.weekday() for mark in done],
            y=[LEAST_HEIGHT + (MOST_HEIGHT - LEAST_HEIGHT) * share for share in shares],
            width=6 * 24 * 3600 * 1000,  # of seven days, in the axis' milliseconds
            marker={
                "opacity": [LEAST_DEPTH + (1 - LEAST_DEPTH) * share for share in shares],
                "line": {"width": 0},
            },
            customdata=[mark.words for mark in done],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.update_layout(
        height=CALENDAR_HEIGHT,
        margin={"l": 10, "r": 10, "t": 20, "b": 10},
        showlegend=False,
        bargap=0.15,
    )
    if marks:
        week = dt.timedelta(days=7)
        figure.update_xaxes(range=[_monday(marks[0].day) - week, _monday(marks[-1].day) + week])
    figure.update_xaxes(fixedrange=True, tickformat="%b", dtick="M2", showgrid=False)
    figure.update_yaxes(
        fixedrange=True,
        showgrid=False,
        range=[0, 7],
        tickvals=[place + 0.5 for place in range(7)],
        ticktext=WEEKDAYS[::-1],
    )
    return figure


def tile_map(tiles: Sequence[Tile]) -> go.Figure:
    """Return a map of equal tiles by group: words say what the colour shows."""
    groups = list(dict.fromkeys(tile.group for tile in tiles))
    clear = "rgba(0,0,0,0)"
    figure = go.Figure(
        go.Treemap(
            ids=[f"group {name}" for name in groups] + [f"tile {n}" for n in range(len(tiles))],
            parents=[""] * len(groups) + [f"group {tile.group}" for tile in tiles],
            labels=[escape(name) for name in groups] + [_in_lines(tile.title) for tile in tiles],
            text=[""] * len(groups) + [escape(tile.words) for tile in tiles],
            values=[0] * len(groups) + [1] * len(tiles),
            marker={
                "colors": [clear] * len(groups) + [BANDS[tile.band][0] for tile in tiles],
                "line": {"width": 0},
                "pad": {"t": 26, "l": 0, "r": 0, "b": 4},
            },
            textfont={
                "size": 13,
                "color": [INK] * len(groups) + [BANDS[tile.band][1] for tile in tiles],
            },
            root={"color": clear},
            branchvalues="remainder",
            sort=False,
            textinfo="label+text",
            textposition="middle center",
            hoverinfo="skip",
            pathbar={"visible": False},
            tiling={"pad": 3},
        )
    )
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    return figure


def _in_lines(title: str) -> str:
    """Return a name in short lines, safe where plotly reads marks of HTML."""
    return "<br>".join(escape(line) for line in wrap(title, TILE_WIDTH, break_long_words=False))


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
