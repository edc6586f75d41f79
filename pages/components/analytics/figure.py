"""A figure with what is said of it, its numbers as a table and as a file; too few draw nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from pages.components import prose
from tutor_core.analytics.own.views import LEAST
from tutor_core.content.exchange.tables.csv_files import csv_of

Cell = str | int | float | None
Columns = Mapping[str, Sequence[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure and all that goes with it.

    Attributes:
        name: For keys and the name of the file.
        title: What it shows.
        n: On how much it rests.
        unit: What that is, as one and as several.
        said: The same in words, as Markdown.
        draw: Makes the figure, where it is looked at.
        columns: The same in numbers, by heading.
        alt: The figure for who does not see it.
        least: With fewer it is not drawn.
    """

    name: str
    title: str
    n: int
    unit: tuple[str, str]
    said: str
    draw: Callable[[], go.Figure]
    columns: Columns
    alt: str
    least: int = LEAST

    @property
    def is_too_few(self) -> bool:
        """Whether it rests on too little to be drawn."""
        return self.n < self.least

    @property
    def counted(self) -> str:
        """On how much it rests, in words."""
        return f"{self.n:,} {self.unit[self.n != 1]}"


def draw_figure(figure: Figure) -> None:
    """Draw a figure or its table, what it says, and the way to take its numbers along."""
    st.subheader(figure.title)
    if figure.is_too_few:
        what = f"{figure.counted} so far" if figure.n else f"No {figure.unit[1]} yet"
        st.caption(f"{what}: too little to draw. From {figure.least} on it is here.")
        return
    st.caption(f"n = {figure.counted}. {figure.said}".strip())
    with st.container(horizontal=True, vertical_alignment="center"):
        as_table = st.toggle("As a table", key=f"analytics_table_{figure.name}", width="content")
        st.download_button(
            "CSV file", lambda: csv_bytes(figure.columns), f"{figure.name}.csv", "text/csv",
            icon=":material/download:", on_click="ignore", key=f"analytics_csv_{figure.name}",
        )  # fmt: skip
    if as_table:
        st.table(written(figure.columns), hide_index=True)
    else:
        st.plotly_chart(
            figure.draw(),
            key=f"analytics_figure_{figure.name}",
            config={"displayModeBar": False},
            alt=figure.alt,
        )


def csv_bytes(columns: Columns) -> bytes:
    """Return columns as a CSV file: numbers as numbers, no text that a spreadsheet would run."""
    return csv_of(
        list(columns),
        [
            {name: "" if cell is None else str(cell) for name, cell in row.items()}
            for row in _rows(columns)
        ],
    )


def written(columns: Columns) -> dict[str, list[str]]:
    """Return columns as people read them, safe to draw as Markdown."""
    return {name: [_written(cell) for cell in cells] for name, cells in columns.items()}


def share(value: float | None) -> float | None:
    """Return a share, 0 to 1, in per cent with one decimal."""
    return None if value is None else round(100 * value, 1)


def _rows(columns: Columns) -> Iterator[dict[str, Cell]]:
    for cells in zip(*columns.values(), strict=True):
        yield dict(zip(columns, cells, strict=True))


def _written(cell: Cell) -> str:
    if cell is None:
        return "none"
    return prose.plain(cell) if isinstance(cell, str) else f"{cell:,}"
