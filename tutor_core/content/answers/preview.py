"""What a response is understood to say, shown while it is typed and beside its grade."""

from collections.abc import Iterable, Mapping
from typing import Any

from tutor_core.content.answers.intervals import Piece, Region, read_region, region_latex
from tutor_core.content.answers.reading import (
    LISTS,
    Equation,
    other_styles,
    read_equation,
    read_expression,
    read_members,
    style_of,
    vocabulary_of,
)
from tutor_core.content.answers.rendering import latex, separators_read
from tutor_core.content.answers.syntax import Node
from tutor_core.content.answers.tokens import Style
from tutor_core.content.answers.units import quantity_latex, read_quantity
from tutor_core.content.answers.verdicts import Reading, UnreadableError, storable
from tutor_core.content.answers.wording import lines_of, read_choices, read_text

WORDED = frozenset({"choice", "choices", "text", "order"})


def preview(response: str, spec: Mapping[str, Any], locale: str) -> Reading:
    """Return how a response is understood; the spec must be valid."""
    try:
        if spec["type"] in WORDED:
            return Reading(is_readable=True, understood=storable(_words(response, spec)))
        style = settled_style(response, spec, locale)
        text = _mathematics(response, spec, style)
    except UnreadableError as error:
        return error.reading()
    return Reading(is_readable=True, understood=storable(text), understood_is_latex=True)


def settled_style(response: str, spec: Mapping[str, Any], locale: str) -> Style:
    """Return the conventions to read by: those of the locale, or others if only those work.

    So (1,2] is an interval also where 1,2 would be one and a fifth.
    """
    style = style_of(spec, locale)
    if spec["type"] != "interval" or _can_read(response, spec, style):
        return style
    others = (other for other in other_styles(spec, style) if _can_read(response, spec, other))
    return next(others, style)


def _can_read(response: str, spec: Mapping[str, Any], style: Style) -> bool:
    try:
        _mathematics(response, spec, style)
    except UnreadableError:
        return False
    return True


def _words(response: str, spec: Mapping[str, Any]) -> str:
    if spec["type"] in {"choice", "choices"}:
        return ", ".join(read_choices(response, spec))
    text = read_text(response)
    return "\n".join(lines_of(text)) if spec["type"] == "order" else text.strip()


def _mathematics(response: str, spec: Mapping[str, Any], style: Style) -> str:
    mark = "," if style.decimal_comma else "."
    match spec["type"]:
        case "quantity":
            quantity = read_quantity(response, style)
            return _with_remarks(quantity_latex(quantity, decimal_mark=mark), [quantity.number])
        case "interval":
            region = read_region(response, style)
            return _with_remarks(region_latex(region, decimal_mark=mark), _ends(region))
        case "equation":
            whole = read_equation(response, vocabulary_of(spec), style)
            sides = [whole.left, whole.right] if isinstance(whole, Equation) else [whole]
            return _with_remarks(
                " = ".join(latex(side, decimal_mark=mark) for side in sides), sides
            )
        case kind if kind in LISTS:
            nodes = [node for _, node in read_members(response, vocabulary_of(spec), style)]
            inner = r";\, ".join(latex(node, decimal_mark=mark) for node in nodes)
            left, right = (r"\{", r"\}") if kind == "set" else "()"
            return _with_remarks(rf"\left{left}{inner}\right{right}", nodes)
    node = read_expression(response, vocabulary_of(spec), style)
    return _with_remarks(latex(node, decimal_mark=mark), [node])


def _ends(region: Region) -> list[Node]:
    if isinstance(region, Piece):
        return [region.low, region.high]
    return [end for part in region.parts for end in _ends(part)]


def _with_remarks(text: str, nodes: Iterable[Node]) -> str:
    remarks = separators_read(*nodes)
    return rf"{text}\quad\text{{({'; '.join(remarks)})}}" if remarks else text
