"""Sets of real numbers: intervals in either notation, inequalities, unions, the whole line."""

# ruff: noqa: RUF001 - the union sign is meant

from dataclasses import dataclass
from typing import NamedTuple

from tutor_core.content.answers.parsing import parse
from tutor_core.content.answers.reading import tokens_of, without_name
from tutor_core.content.answers.rendering import latex
from tutor_core.content.answers.syntax import Constant, Negative, Node, Variable, variables
from tutor_core.content.answers.tokens import Style, Token
from tutor_core.content.answers.verdicts import UnreadableError
from tutor_core.content.answers.vocabulary import Vocabulary

_INFINITY = Constant("oo")
_WHOLE = frozenset({"r", "reals", "allreals", "allrealnumbers", "allnumbers", "realnumbers"})
_EMPTY = frozenset({"∅", "{}", "empty", "emptyset", "none", "nosolution", "nosolutions"})
_MIRRORED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}
_ENDS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """The numbers between two ends."""

    low: Node
    is_low_closed: bool
    high: Node
    is_high_closed: bool


@dataclass(frozen=True, slots=True)
class Union:
    """What is in any part."""

    parts: "tuple[Region, ...]"


@dataclass(frozen=True, slots=True)
class Intersection:
    """What is in every part."""

    parts: "tuple[Region, ...]"


Region = Piece | Union | Intersection
EVERYTHING = Piece(Negative(_INFINITY), False, _INFINITY, False)


class _Context(NamedTuple):
    vocabulary: Vocabulary
    style: Style


def read_region(text: str, style: Style) -> Region:
    """Return the set of numbers that a text describes.

    Raises:
        UnreadableError: It describes none.
    """
    context = _Context(Vocabulary(is_open=True), style)
    return _union(tokens_of(text, style), context)


def _runs(tokens: list[Token], signs: frozenset[str]) -> list[list[Token]]:
    """Return the runs between signs; brackets are no matter, for none stands inside an interval."""
    runs: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in signs:
            runs.append([])
        else:
            runs[-1].append(token)
    if not all(runs):
        raise UnreadableError(
            "invalid.syntax", "A part before or after a union sign is missing.", tokens[0].position
        )
    return runs


def _union(tokens: list[Token], context: _Context) -> Region:
    parts = tuple(
        _intersection(run, context) for run in _runs(tokens, frozenset({"or", "∪", "U", "u"}))
    )
    return parts[0] if len(parts) == 1 else Union(parts)


def _intersection(tokens: list[Token], context: _Context) -> Region:
    parts = tuple(_piece(run, context) for run in _runs(tokens, frozenset({"and", "∩"})))
    return parts[0] if len(parts) == 1 else Intersection(parts)


def _piece(tokens: list[Token], context: _Context) -> Region:
    if any(token.text == "∈" for token in tokens):
        tokens = without_name(tokens)
    words = "".join(token.text for token in tokens).lower()
    if words in _WHOLE:
        return EVERYTHING
    if words in _EMPTY:
        return Union(())
    if tokens and tokens[0].text == "R":
        return _line_without(tokens, context)
    if any(token.kind == "relation" for token in tokens):
        return _inequality(tokens, context)
    if tokens and tokens[0].text == "{" and tokens[-1].text == "}":
        return Union(tuple(_point(run, context) for run in _members(tokens[1:-1])))
    return _interval(tokens, context)


def _members(tokens: list[Token]) -> list[list[Token]]:
    return _runs(tokens, frozenset(",;"))


def _point(tokens: list[Token], context: _Context) -> Piece:
    value = _end(tokens, context)
    return Piece(value, True, value, True)


def _end(tokens: list[Token], context: _Context) -> Node:
    node = parse(context.vocabulary.resolve(tokens), context.style)
    if names := variables(node):
        raise UnreadableError(
            "invalid.unknown_name",
            f"The ends must be numbers; I don't know the name '{min(names)}' here.",
            tokens[0].position,
        )
    return node


def _line_without(tokens: list[Token], context: _Context) -> Region:
    r"""Read R \ {2, 3}."""
    rest = tokens[2:]
    if tokens[1].text == "{":
        rest = tokens[1:]
    if not rest or rest[0].text != "{" or rest[-1].text != "}":
        raise UnreadableError(
            "invalid.syntax",
            "Write the numbers left out in braces, as in R \\ {2}.",
            tokens[1].position,
        )
    return Intersection(
        tuple(_all_but(_end(run, context)) for run in _members(rest[1:-1])),
    )


def _all_but(value: Node) -> Region:
    return Union(
        (
            Piece(Negative(_INFINITY), False, value, False),
            Piece(value, False, _INFINITY, False),
        )
    )


def _interval(tokens: list[Token], context: _Context) -> Piece:
    if len(tokens) <= _ENDS or tokens[0].text not in "([]" or tokens[-1].text not in ")][":
        raise UnreadableError(
            "invalid.syntax",
            "I can't read that as an interval: write it like (2, 5] or like 2 < x <= 5.",
            tokens[0].position if tokens else None,
        )
    ends = _members(tokens[1:-1])
    if len(ends) != _ENDS:
        raise UnreadableError(
            "invalid.syntax",
            "An interval has two ends with ; or a comma and a space between them.",
            tokens[0].position,
        )
    low, high = (_end(run, context) for run in ends)
    return Piece(low, tokens[0].text == "[", high, tokens[-1].text == "]")


def _inequality(tokens: list[Token], context: _Context) -> Region:
    """Read a chain such as 3 < x <= 4, link by link."""
    signs = [token for token in tokens if token.kind == "relation"]
    sides = [
        parse(context.vocabulary.resolve(run), context.style)
        for run in _runs(tokens, frozenset("<>≤≥=≠"))
    ]
    links = tuple(
        _link(left, sign, right) for left, sign, right in zip(sides, signs, sides[1:], strict=False)
    )
    return links[0] if len(links) == 1 else Intersection(links)


def _link(left: Node, sign: Token, right: Node) -> Region:
    if isinstance(left, Variable) and not variables(right):
        return _half_line(sign.text, right)
    if isinstance(right, Variable) and not variables(left):
        return _half_line(_MIRRORED[sign.text], left)
    raise UnreadableError(
        "invalid.syntax",
        f"Around the '{sign.text}' at character {sign.position + 1} I need a single name "
        "on one side and a number on the other.",
        sign.position,
    )


def _half_line(sign: str, value: Node) -> Region:
    match sign:
        case "<" | "≤":
            return Piece(Negative(_INFINITY), False, value, sign == "≤")
        case ">" | "≥":
            return Piece(value, sign == "≥", _INFINITY, False)
        case "=":
            return Piece(value, True, value, True)
    return _all_but(value)


def region_latex(region: Region, *, decimal_mark: str = ".") -> str:
    """Return the region as LaTeX in interval notation."""
    match region:
        case Piece(low, is_low_closed, high, is_high_closed):
            if low == high and is_low_closed:
                return rf"\left\{{{latex(low, decimal_mark=decimal_mark)}\right\}}"
            left = "[" if is_low_closed else "("
            right = "]" if is_high_closed else ")"
            ends = [latex(end, decimal_mark=decimal_mark) for end in (low, high)]
            return rf"\left{left}{ends[0]};\, {ends[1]}\right{right}"
        case Union(()):
            return r"\varnothing"
        case Union(parts):
            sign = r" \cup "
        case Intersection(parts):
            sign = r" \cap "
    texts = [region_latex(part, decimal_mark=decimal_mark) for part in parts]
    return sign.join(
        rf"\left({text}\right)" if isinstance(part, Union | Intersection) else text
        for part, text in zip(parts, texts, strict=True)
    )
