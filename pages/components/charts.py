"""Figures, from data to plotly; pure. Colours come from the theme, never from the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

# Lines of shapes and arrows have no colour of the theme and would be black on black at night; this
# grey has a contrast above 3 on both grounds.
INK = "#808495"
HEIGHT = 340


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
    names, values = list(scores), list(scores.values())
    figure = go.Figure(
        go.Scatterpolar(
            theta=[*names, names[0]], r=[*values, values[0]], fill="toself", hoverinfo="skip"
        )
    )
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 70, "r": 70, "t": 30, "b": 30},
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
