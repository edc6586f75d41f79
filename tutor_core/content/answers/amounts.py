"""Whether a number is the one asked for: exactly, within a tolerance, or only rounded.

Values are fractions; an irrational one comes as its 50-digit approximation and says so.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

from tutor_core.content.answers.syntax import Call, Negative, Node, Number, Power, Product, rational
from tutor_core.content.answers.verdicts import Grade

FEWEST_FIGURES = 2
_IRRATIONAL_TOLERANCE = Fraction(1, 10**45)


@dataclass(frozen=True, slots=True)
class Amount:
    """A value and how it was written.

    Attributes:
        value: The value, or its approximation to 50 digits.
        is_exact: Which of the two.
        node: The tree it was read from.
    """

    value: Fraction
    is_exact: bool
    node: Node


def exact_amount(node: Node) -> Amount | None:
    """Return the amount if arithmetic alone gives it."""
    value = rational(node)
    return None if value is None else Amount(value, True, node)


def written_digits(node: Node) -> str | None:
    """Return the digits of a number written as one decimal, with or without a power of ten."""
    match node:
        case Number(_, text):
            return None if "/" in text else text.partition("e")[0]
        case Negative(operand):
            return written_digits(operand)
        case Call("percent", (operand,)):
            return written_digits(operand)
        case Product((first, Power(Number(base), _))) if base == 10:  # noqa: PLR2004
            return written_digits(first)
    return None


def figures(node: Node) -> range:
    """Return the numbers of significant figures that the writing may mean.

    Zeros that end a whole number may or may not count: 300 has one, two or three.
    """
    digits = written_digits(node)
    if digits is None:
        return range(0)
    significant = digits.replace(".", "").lstrip("0")
    if "." in digits or not significant:
        return range(len(significant), len(significant) + 1)
    return range(len(significant.rstrip("0")), len(significant) + 1)


def judge(response: Amount, answer: Amount, spec: Mapping[str, Any], kind: str = "number") -> Grade:
    """Return the verdict on a value; `kind` begins the names of the notes."""
    asked = spec.get("significant_figures")
    if asked is not None:
        return _judge_figures(response, answer, spec, int(asked), kind)
    tolerance = spec.get("tolerance")
    if tolerance:
        if _is_within(response, answer, tolerance):
            return Grade(verdict="correct", note=f"{kind}.tolerance")
        return _incorrect(kind)
    if is_same(response, answer):
        return Grade(verdict="correct", note=f"{kind}.exact")
    if _is_rounding(response, answer):
        return Grade(
            verdict="almost",
            note=f"{kind}.rounded",
            message="That is a rounded value; give the exact one, as a fraction or with its root.",
        )
    return _incorrect(kind)


def is_same(left: Amount, right: Amount) -> bool:
    """Return whether two amounts are the same number."""
    if left.is_exact != right.is_exact:
        return False
    if left.is_exact:
        return left.value == right.value
    size = max(abs(left.value), abs(right.value), Fraction(1))
    return abs(left.value - right.value) <= _IRRATIONAL_TOLERANCE * size


def is_same_within(response: Amount, answer: Amount, tolerance: Mapping[str, Any] | None) -> bool:
    """Return whether a member of a list is the one asked for."""
    if tolerance:
        return _is_within(response, answer, tolerance)
    return is_same(response, answer)


def _incorrect(kind: str) -> Grade:
    return Grade(verdict="incorrect", note=f"{kind}.wrong")


def _is_within(response: Amount, answer: Amount, tolerance: Mapping[str, Any]) -> bool:
    margin = Fraction(0)
    if "absolute" in tolerance:
        margin = Fraction(str(tolerance["absolute"]))
    if "relative" in tolerance:
        margin = max(margin, Fraction(str(tolerance["relative"])) * abs(answer.value))
    return abs(response.value - answer.value) <= margin


def _judge_figures(
    response: Amount, answer: Amount, spec: Mapping[str, Any], asked: int, kind: str
) -> Grade:
    written = figures(response.node)
    tolerance = spec.get("tolerance")
    is_right = (
        _is_within(response, answer, tolerance)
        if tolerance
        else _is_right_to(response.value, answer.value, asked)
    )
    if is_right and asked in written:
        return Grade(verdict="correct", note=f"{kind}.significant_figures")
    is_short = (
        len(written) == 1
        and FEWEST_FIGURES <= written[0] < asked
        and response.value in _roundings(answer.value, written[0])
    )
    if is_right or is_short:
        return Grade(
            verdict="almost",
            note=f"{kind}.figures",
            message=f"The value is right; write it to {asked} significant figures.",
        )
    return _incorrect(kind)


def _is_right_to(value: Fraction, answer: Fraction, asked: int) -> bool:
    """Return whether a value is the answer to so many figures: half a unit of the last, or less."""
    if answer == 0:
        return value == 0
    last = Fraction(10) ** (_order(answer) - asked + 1)
    return abs(value - answer) <= last / 2


def _order(value: Fraction) -> int:
    """Return the power of ten of the first figure."""
    size = abs(value)
    order = math.floor(math.log10(size.numerator) - math.log10(size.denominator))
    if size < Fraction(10) ** order:
        return order - 1
    return order if size < Fraction(10) ** (order + 1) else order + 1


def _roundings(value: Fraction, count: int) -> set[Fraction]:
    """Return the value to so many figures, a half rounded up and to even."""
    rounded = set()
    for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN):
        context = Context(prec=count, rounding=rounding)
        rounded.add(Fraction(context.divide(Decimal(value.numerator), Decimal(value.denominator))))
    return rounded


def _terminates(value: Fraction) -> bool:
    """Return whether the value has a finite decimal."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _is_rounding(response: Amount, answer: Amount) -> bool:
    """Return whether the response is a decimal cut or rounded from an endless answer."""
    digits = written_digits(response.node)
    if digits is None or (answer.is_exact and _terminates(answer.value)):
        return False
    written = figures(response.node)
    if "." not in digits or written[-1] < FEWEST_FIGURES or response.value == 0:
        return False
    last = Fraction(10) ** (_order(response.value) - written[-1] + 1)
    missing = abs(response.value - answer.value)
    is_cut = abs(response.value) < abs(answer.value) and missing < last
    return is_cut or missing * 2 <= last
