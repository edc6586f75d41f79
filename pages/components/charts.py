"""Figures, from data to plotly; pure. Colours come from the theme, never from the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

HEIGHT = 340


def item_figure(description: Mapping[str, Any]) -> go.Figure:
    """Return the figure of a question as it was described and checked in `content.figures`."""
    figure = go.Figure(data=list(description["data"]), layout=dict(description.get("layout", {})))
    figure.update_layout(
        height=HEIGHT, margin={"l": 10, "r": 10, "t": 20, "b": 10}, showlegend=False
    )
    is_graph = all(trace.type == "scatter" for trace in figure.data)
    if is_graph and figure.layout.xaxis.showgrid is None:
        figure.update_xaxes(showgrid=True, zeroline=True, zerolinewidth=2)
        figure.update_yaxes(zeroline=True, zerolinewidth=2)
    return figure
