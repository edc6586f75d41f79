"""Figures that belong to a text: what a file may say, and curves drawn out into points.

A figure is a small part of Plotly's own description, `{"alt": ..., "data": [...], "layout":
{...}}`. Only the keys listed here pass: no colours (the theme decides, for light, dark and the
colour-blind), no HTML, no addresses. `alt` says in words everything one needs to answer.

In place of x and y, a trace may give `curve: {formula: "x**2 - 3", from: -3, to: 3, points: 41}`
or `circle: {x: 0, y: 0, radius: 2, from: 0, to: 90}`, an arc between two angles in degrees,
counter-clockwise from the right; without them the whole circle.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tutor_core.content.parameters import FormulaError, evaluate_parsed, exact, parse_formula

LONGEST_TEXT = 120
LONGEST_ALT = 800
LARGEST_NUMBER = 1e9
FEWEST_POINTS, MOST_POINTS = 2, 500
DEGREES_A_POINT = 5
MOST_PARTS = 40

Judge = Callable[[object], bool]


def _number(value: object) -> bool:
    """Accept a plain number within bounds; infinity and NaN are not."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and abs(value) <= LARGEST_NUMBER  # type: ignore[arg-type]


def _text(value: object) -> bool:
    """Refuse what Plotly would read as HTML, as a link or as LaTeX."""
    if _number(value):
        return True
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return False
    return not any(mark in value.lower() for mark in ("<", ">", "&", "$", "://", "www.", "{{"))


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _one_of(*words: str) -> Judge:
    return lambda value: isinstance(value, str) and value in words


def _list_of(judge: Judge, shortest: int = 0, longest: int = MOST_POINTS) -> Judge:
    return lambda value: (
        isinstance(value, (list, tuple))
        and shortest <= len(value) <= longest
        and all(judge(entry) for entry in value)
    )


def _either(*judges: Judge) -> Judge:
    return lambda value: any(judge(value) for judge in judges)


def _keys(**judges: Judge) -> Judge:
    return lambda value: (
        isinstance(value, Mapping)
        and all(key in judges and judges[key](part) for key, part in value.items())
    )


_DASH = _one_of("solid", "dot", "dash", "dashdot", "longdash")
_LINE = _keys(dash=_DASH, width=_number, shape=_one_of("linear", "hv", "vh", "spline"))
_POSITION = _one_of(
    *(
        f"{vertical} {horizontal}"
        for vertical in ("top", "middle", "bottom")
        for horizontal in ("left", "center", "right")
    )
)
_COORDINATES = _list_of(_either(_number, _text))
_NUMBERS = _list_of(_number)

_COMMON: dict[str, Judge] = {
    "type": _one_of("scatter", "bar", "histogram", "box"),
    "x": _COORDINATES,
    "y": _COORDINATES,
    "name": _text,
    "showlegend": _flag,
    "text": _either(_text, _list_of(_text)),
    "orientation": _one_of("h", "v"),
}
TRACES: dict[str, dict[str, Judge]] = {
    "scatter": {
        **_COMMON,
        "mode": _one_of("lines", "markers", "text", "lines+markers", "markers+text", "lines+text"),
        "textposition": _either(_POSITION, _list_of(_POSITION)),
        "line": _LINE,
        "marker": _keys(
            size=_either(_number, _NUMBERS),
            symbol=_one_of(
                "circle", "circle-open", "square", "x", "triangle-down", "triangle-right"
            ),
        ),
        "fill": _one_of("none", "tozeroy", "toself"),
    },
    "bar": {**_COMMON, "textposition": _one_of("auto", "inside", "outside"), "width": _number},
    "histogram": {**_COMMON, "xbins": _keys(start=_number, end=_number, size=_number)},
    "box": {
        **_COMMON,
        "q1": _NUMBERS,
        "median": _NUMBERS,
        "q3": _NUMBERS,
        "lowerfence": _NUMBERS,
        "upperfence": _NUMBERS,
        "boxpoints": lambda value: value is False or value == "outliers",
    },
}
_AXIS = _keys(
    title=_text,
    range=_list_of(_number, 2, 2),
    dtick=_number,
    tick0=_number,
    tickvals=_NUMBERS,
    ticktext=_list_of(_text),
    type=_one_of("linear", "category"),
    visible=_flag,
    showgrid=_flag,
    showticklabels=_flag,
    zeroline=_flag,
    scaleanchor=_one_of("x", "y"),
    scaleratio=_number,
)
_SHAPE = _keys(
    type=_one_of("line", "rect", "circle"),
    x0=_number,
    x1=_number,
    y0=_number,
    y1=_number,
    xref=_one_of("x", "paper"),
    yref=_one_of("y", "paper"),
    line=_LINE,
)
_ANNOTATION = _keys(
    text=_text,
    x=_number,
    y=_number,
    ax=_number,
    ay=_number,
    showarrow=_flag,
    textangle=_number,
    xanchor=_one_of("left", "center", "right"),
    yanchor=_one_of("top", "middle", "bottom"),
)
LAYOUT: dict[str, Judge] = {
    "xaxis": _AXIS,
    "yaxis": _AXIS,
    "shapes": _list_of(_SHAPE, 0, MOST_PARTS),
    "annotations": _list_of(_ANNOTATION, 0, MOST_PARTS),
    "showlegend": _flag,
    "bargap": _number,
    "barmode": _one_of("group", "stack", "overlay"),
}


def figure_problems(figure: object) -> list[str]:
    """List what is wrong with a figure whose curves are drawn out, in sentences."""
    if not isinstance(figure, Mapping):
        return ["A figure is a mapping with alt, data and layout."]
    problems = [
        f"`{key}` is not a part of a figure; it has alt, data and layout."
        for key in figure
        if key not in {"alt", "data", "layout"}
    ]
    alt = figure.get("alt")
    if not isinstance(alt, str) or not alt.strip() or len(alt) > LONGEST_ALT:
        problems.append(
            f"A figure needs `alt`, up to {LONGEST_ALT} characters that say what it shows "
            "to someone who cannot see it."
        )
    traces = figure.get("data")
    if not isinstance(traces, (list, tuple)) or not 0 < len(traces) <= MOST_PARTS:
        problems.append(f"`data` is a list of 1 to {MOST_PARTS} traces.")
        traces = []
    for place, trace in enumerate(traces, start=1):
        problems += [f"Trace {place}: {problem}" for problem in _trace_problems(trace)]
    layout = figure.get("layout", {})
    if not isinstance(layout, Mapping):
        return [*problems, "`layout` is a mapping."]
    return problems + [f"Layout: {problem}" for problem in _part_problems(layout, LAYOUT)]


def _trace_problems(trace: object) -> list[str]:
    if not isinstance(trace, Mapping) or str(trace.get("type")) not in TRACES:
        return [f"`type` is one of {', '.join(TRACES)}."]
    problems = _part_problems(trace, TRACES[trace["type"]])
    x, y = trace.get("x"), trace.get("y")
    if isinstance(x, Sequence) and isinstance(y, Sequence) and len(x) != len(y):
        problems.append(f"x has {len(x)} values and y has {len(y)}.")
    return problems


def _part_problems(part: Mapping[Any, object], judges: Mapping[str, Judge]) -> list[str]:
    unknown = [
        f"`{key}` is not allowed here; there are {', '.join(judges)}."
        for key in part
        if key not in judges
    ]
    return unknown + [
        f"`{key}` has a value, a key or a text that is not allowed "
        "(no colours, HTML, dollar signs or addresses; numbers within a billion)."
        for key, value in part.items()
        if key in judges and not judges[key](value)
    ]


def expand_curves(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figure with every `curve` and `circle` drawn out into x and y.

    Raises:
        FormulaError: A curve or a circle cannot be drawn.
    """
    traces = figure.get("data")
    if not isinstance(traces, (list, tuple)):
        return dict(figure)
    return {**figure, "data": [_with_points(trace) for trace in traces]}


def _with_points(trace: object) -> object:
    if not isinstance(trace, Mapping) or not trace.keys() & _DRAWN_OUT.keys():
        return trace
    name = "curve" if "curve" in trace else "circle"
    rest = {key: value for key, value in trace.items() if key != name}
    return {**rest, **_DRAWN_OUT[name](trace[name])}


def _curve(curve: object) -> dict[str, list[float]]:
    if not isinstance(curve, Mapping) or not curve.keys() <= {"formula", "from", "to", "points"}:
        raise FormulaError("a curve has formula, from, to and points")
    low, high, points = curve.get("from"), curve.get("to"), curve.get("points", 41)
    if not (_number(low) and _number(high) and isinstance(points, int)):
        raise FormulaError("a curve goes from one number to another in a number of points")
    if not FEWEST_POINTS <= points <= MOST_POINTS:
        raise FormulaError(f"a curve has {FEWEST_POINTS} to {MOST_POINTS} points")
    first, last = Fraction(exact(low)), Fraction(exact(high))  # type: ignore[arg-type]
    xs = [first + (last - first) * step / (points - 1) for step in range(points)]
    parsed = parse_formula(str(curve.get("formula")))
    ys = [evaluate_parsed(parsed, {"x": x}) for x in xs]
    if any(isinstance(y, str) for y in ys):
        raise FormulaError("a curve is made of numbers, not of texts")
    return {"x": [_short(x) for x in xs], "y": [_short(Fraction(y)) for y in ys]}


def _circle(circle: object) -> dict[str, list[float]]:
    keys = {"x", "y", "radius", "from", "to"}
    if (
        not isinstance(circle, Mapping)
        or not {"x", "y", "radius"} <= circle.keys() <= keys
        or not all(_number(value) for value in circle.values())
    ):
        raise FormulaError("a circle has x, y and radius, and from and to in degrees, as numbers")
    low, high = circle.get("from", 0), circle.get("to", 360)
    if not 0 < high - low <= 360:  # noqa: PLR2004
        raise FormulaError("a circle goes from an angle to a larger one, at most 360 degrees on")
    steps = math.ceil((high - low) / DEGREES_A_POINT)
    angles = [math.radians(low + (high - low) * step / steps) for step in range(steps + 1)]
    return {
        "x": [_short(circle["x"] + circle["radius"] * math.cos(angle)) for angle in angles],
        "y": [_short(circle["y"] + circle["radius"] * math.sin(angle)) for angle in angles],
    }


_DRAWN_OUT: dict[str, Callable[[object], dict[str, list[float]]]] = {
    "curve": _curve,
    "circle": _circle,
}


def _short(value: float | Fraction) -> float:
    return round(float(value), 6)
