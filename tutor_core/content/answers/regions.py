"""Sets of real numbers compared: united, intersected and laid out from left to right."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tutor_core.content.answers.amounts import Amount
from tutor_core.content.answers.intervals import Intersection, Piece, Region, Union
from tutor_core.content.answers.syntax import Constant, Negative, Node
from tutor_core.content.answers.verdicts import Grade

_CLOSE = Fraction(1, 10**40)
AmountOf = Callable[[Node], Amount]


@dataclass(frozen=True, slots=True, order=True)
class _End:
    """An end on the line: infinity is -1, 0 or 1; `after` tells [a from (a and a) from a]."""

    infinity: int
    value: Fraction
    after: int


_Span = tuple[_End, _End]


def _end(node: Node, amount_of: AmountOf, after: int) -> _End:
    match node:
        case Constant("oo"):
            return _End(1, Fraction(0), 0)
        case Negative(Constant("oo")):
            return _End(-1, Fraction(0), 0)
    return _End(0, amount_of(node).value, after)


def _spans(region: Region, amount_of: AmountOf) -> list[_Span]:
    match region:
        case Piece(low, is_low_closed, high, is_high_closed):
            start = _end(low, amount_of, 0 if is_low_closed else 1)
            stop = _end(high, amount_of, 1 if is_high_closed else 0)
            return [(start, stop)] if start < stop else []
        case Union(parts):
            return _united([span for part in parts for span in _spans(part, amount_of)])
        case Intersection(parts):
            common = _spans(parts[0], amount_of)
            for part in parts[1:]:
                common = _common(common, _spans(part, amount_of))
            return common


def _united(spans: list[_Span]) -> list[_Span]:
    united: list[_Span] = []
    for start, stop in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(stop, united[-1][1]))
        else:
            united.append((start, stop))
    return united


def _common(left: list[_Span], right: list[_Span]) -> list[_Span]:
    overlaps = [(max(a[0], b[0]), min(a[1], b[1])) for a in left for b in right]
    return _united([(start, stop) for start, stop in overlaps if start < stop])


def judge_region(given: Region, asked: Region, amount_of: AmountOf) -> Grade:
    """Compare two sets of numbers.

    Raises:
        NoValueError: An end has no value.
    """
    left, right = _spans(given, amount_of), _spans(asked, amount_of)
    if _agree(left, right, with_ends=True):
        if _closes_infinity(given):
            return Grade(
                verdict="almost",
                note="interval.infinity",
                message="Infinity is never part of an interval: write a round bracket there.",
            )
        return Grade(verdict="correct", note="interval.same")
    if _agree(left, right, with_ends=False):
        return Grade(
            verdict="incorrect",
            note="interval.ends",
            message="The ends are right; look again at whether they belong to the set.",
        )
    return Grade(verdict="incorrect", note="interval.wrong")


def _agree(left: list[_Span], right: list[_Span], *, with_ends: bool) -> bool:
    if len(left) != len(right):
        return False
    return all(
        _is_same(a, b, with_ends=with_ends)
        for first, second in zip(left, right, strict=True)
        for a, b in zip(first, second, strict=True)
    )


def _is_same(a: _End, b: _End, *, with_ends: bool) -> bool:
    size = max(abs(a.value), Fraction(1))
    return (
        a.infinity == b.infinity
        and abs(a.value - b.value) <= _CLOSE * size
        and (a.after == b.after or not with_ends)
    )


def _closes_infinity(region: Region) -> bool:
    match region:
        case Piece(low, is_low_closed, high, is_high_closed):
            return (is_low_closed and _is_infinite(low)) or (is_high_closed and _is_infinite(high))
        case Union(parts) | Intersection(parts):
            return any(map(_closes_infinity, parts))


def _is_infinite(node: Node) -> bool:
    return node == Constant("oo") or (isinstance(node, Negative) and _is_infinite(node.operand))
