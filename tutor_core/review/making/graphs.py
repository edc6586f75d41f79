"""The graph of a function on a card, as its writer gives it: a formula and where it is drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tutor_core.content.figures import expand_curves, figure_problems
from tutor_core.content.parameters import FormulaError
from tutor_core.errors import InvalidInputError

LARGEST = 1_000_000
# Between a number and what it multiplies, after a bracket, and after an x that ends no name.
_TIMES = re.compile(r"(?<=\d)\s*(?=[a-z(])|(?<=\))\s*(?=[\da-z(])|(?<=(?<![a-z])x)\s*(?=[a-z(])")

_MEANT = {
    "\N{MINUS SIGN}": "-",
    "\N{MIDDLE DOT}": "*",
    "^": "**",
    "sqrt": "root",
}  # a graph need not be exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The graph of y = formula(x).

    Attributes:
        formula: In x, as one types it: x^2 - 3, 2 sin(x), 1/x.
        first: The least x.
        last: The greatest x.
    """

    formula: str
    first: float
    last: float


def figure_of(graph: Graph) -> dict[str, Any]:
    """Return a graph as a figure described in data.

    Raises:
        InvalidInputError: The formula cannot be read, has no value somewhere, or the range is none.
    """
    if not -LARGEST <= graph.first < graph.last <= LARGEST:
        raise InvalidInputError("graph", "Let the graph begin at a smaller x than it ends.")
    typed = " ".join(graph.formula.split())
    span = {"from": graph.first, "to": graph.last, "points": 81}
    description = {
        "alt": f"Graph of y = {typed} for x from {graph.first:g} to {graph.last:g}.",
        "data": [
            {"type": "scatter", "mode": "lines", "curve": {"formula": _readable(typed), **span}}
        ],
        "layout": {"xaxis": {"title": "x"}, "yaxis": {"title": "y"}},
    }
    try:
        figure = expand_curves(description)
    except FormulaError as error:
        raise InvalidInputError(
            "graph",
            f"This graph cannot be drawn: {error}. Write a formula in x such as x^2 - 3, and a "
            "range in which it has a value everywhere.",
        ) from error
    if figure_problems(figure):
        raise InvalidInputError("graph", "This graph leaves the paper; choose a smaller range.")
    return figure


def _readable(typed: str) -> str:
    """Return what was typed with its multiplications and powers written out."""
    text = typed.casefold().removeprefix("y =").removeprefix("y=").strip()
    for mark, meant in _MEANT.items():
        text = text.replace(mark, meant)
    return _TIMES.sub("*", text)
