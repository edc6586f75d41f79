"""The value of a tree at a point: exact where arithmetic allows it, else to 50 digits, real only.

A root or logarithm of a negative number has no value here, as in school; an odd root has one.
"""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import mpmath  # type: ignore[import-untyped]

from tutor_core.content.answers.syntax import (
    LARGEST_FACTORIAL,
    BeyondReachError,
    Call,
    Constant,
    Negative,
    Node,
    NoValueError,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    children,
    divided,
    integer_power,
)

DIGITS = 50
TINY = mpmath.mpf(10) ** -40
LARGEST_EXACT_BITS = 20_000
LARGEST_EXPONENT = 100_000
LARGEST_ANGLE = 10**9

Value: TypeAlias = Fraction | Any  # Any is mpmath's number: the package is untyped
mpmath.mp.dps = DIGITS


def evaluate(node: Node, point: Mapping[str, Fraction]) -> Value:
    """Return the real value of the tree.

    Args:
        node: The tree.
        point: A value for each of its variables.

    Raises:
        NoValueError: It has no real value there, or one too large to compute.
    """
    match node:
        case Number(value):
            return value
        case Variable(name):
            return point[name]
        case Constant(name):
            return _constant(name)
    values = [evaluate(part, point) for part in children(node)]
    if isinstance(node, Call):
        return _checked(_FUNCTIONS[node.function](*values))
    return _OPERATIONS[type(node)](values)


def approximate(value: Value) -> mpmath.mpf:
    """Return the value to `DIGITS` digits."""
    if isinstance(value, Fraction):
        return mpmath.mpf(value.numerator) / value.denominator
    return value


def is_close(left: Value, right: Value) -> bool:
    """Return whether two values are the same: exactly, or to 40 digits if inexact."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left == right
    a, b = approximate(left), approximate(right)
    return bool(abs(a - b) <= TINY * max(abs(a), abs(b), 1))


def _constant(name: str) -> Value:
    if name == "oo":
        raise NoValueError("infinity is not a number")
    return +mpmath.pi if name == "pi" else +mpmath.e


def _checked(value: Value) -> Value:
    """Keep exact values short: beyond the limit they go on as approximations."""
    if not isinstance(value, Fraction):
        if not mpmath.isfinite(value):
            raise BeyondReachError("that number is too large for me")
        return value
    bits = max(value.numerator.bit_length(), value.denominator.bit_length())
    return value if bits <= LARGEST_EXACT_BITS else approximate(value)


def _total(values: list[Value]) -> Value:
    if all(isinstance(value, Fraction) for value in values):
        return _checked(sum(values, Fraction(0)))
    return mpmath.fsum(approximate(value) for value in values)


def _product(values: list[Value]) -> Value:
    product: Value = Fraction(1)
    for value in values:
        if isinstance(product, Fraction) and isinstance(value, Fraction):
            product = _checked(product * value)
        else:
            product = approximate(product) * approximate(value)
    return product


def _quotient(upper: Value, lower: Value) -> Value:
    if isinstance(upper, Fraction) and isinstance(lower, Fraction):
        return _checked(divided(upper, lower))
    if lower == 0:
        raise NoValueError("that divides by zero")
    if abs(approximate(lower)) < TINY:  # cos(pi/2) computed, or a power that is truly small
        raise BeyondReachError("that divides by zero, or nearly")
    return approximate(upper) / approximate(lower)


def power(base: Value, exponent: Value) -> Value:
    """Return a real power.

    Raises:
        NoValueError: An even root of a negative number, 0 to a power that is not positive, or
            a size beyond computing.
    """
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        if isinstance(base, Fraction) and abs(exponent) <= LARGEST_EXACT_BITS:
            return _integer_power(base, exponent)
        if base == 0 and exponent <= 0:
            raise NoValueError("zero has only positive powers")
        sign = -1 if base < 0 and exponent.numerator % 2 else 1
        return sign * _real_power(abs(base), exponent)
    if base < 0:
        if not isinstance(exponent, Fraction) or exponent.denominator % 2 == 0:
            raise NoValueError("that is an even root of a negative number")
        sign = -1 if exponent.numerator % 2 else 1
        return sign * _real_power(-base, exponent)
    return _real_power(base, exponent)


def _integer_power(base: Fraction, exponent: Fraction) -> Value:
    try:
        return integer_power(base, exponent)
    except BeyondReachError:
        pass
    sign = -1 if base < 0 and exponent.numerator % 2 else 1
    return sign * _real_power(abs(base), exponent)


def _real_power(base: Value, exponent: Value) -> Value:
    if base == 0:
        if exponent <= 0:
            raise NoValueError("zero has only positive powers")
        return Fraction(0)
    if isinstance(base, Fraction) and isinstance(exponent, Fraction):
        root = exact_root(base, exponent.denominator)
        if root is not None and abs(exponent.numerator) <= LARGEST_EXPONENT.bit_length():
            return _checked(root**exponent.numerator)
    return _exponential(approximate(exponent) * mpmath.log(approximate(base)))


def exact_root(value: Fraction, degree: int) -> Fraction | None:
    """Return the root if it is rational; the value must not be negative."""
    if degree == 1:
        return value
    if degree > LARGEST_EXPONENT.bit_length():
        return None
    roots = [_whole_root(part, degree) for part in (value.numerator, value.denominator)]
    upper, lower = roots
    return None if upper is None or lower is None else Fraction(upper, lower)


def _whole_root(value: int, degree: int) -> int | None:
    guess = math.isqrt(value) if degree == 2 else int(mpmath.nint(mpmath.root(value, degree)))  # noqa: PLR2004
    return guess if guess**degree == value else None


def _exponential(argument: Value) -> mpmath.mpf:
    if abs(argument) > LARGEST_EXPONENT:
        raise BeyondReachError("that number is too large for me")
    return mpmath.exp(approximate(argument))


def _logarithm(value: Value) -> mpmath.mpf:
    if value <= 0:
        raise NoValueError("only positive numbers have a logarithm")
    return mpmath.log(approximate(value))


def _log(value: Value, base: Value) -> Value:
    return _quotient(_logarithm(value), _logarithm(base))


def _angle(value: Value) -> mpmath.mpf:
    if abs(value) > LARGEST_ANGLE:
        raise BeyondReachError("that angle is too large for me")
    return approximate(value)


def _inverse_sine(function: Callable[[Value], Value]) -> Callable[[Value], Value]:
    def inverse(value: Value) -> Value:
        if abs(value) > 1:
            raise NoValueError("a sine or cosine is never beyond 1")
        return function(approximate(value))

    return inverse


def _root(value: Value, degree: Value) -> Value:
    if not isinstance(degree, Fraction) or degree == 0:
        raise NoValueError("the degree of a root is a whole number")
    return power(value, 1 / degree)


def _factorial(value: Value) -> Value:
    whole = isinstance(value, Fraction) and value.denominator == 1
    if not whole or not 0 <= value <= LARGEST_FACTORIAL:
        raise NoValueError("I know factorials of whole numbers up to 170 only")
    return Fraction(math.factorial(int(value)))


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "sin": lambda value: mpmath.sin(_angle(value)),
    "cos": lambda value: mpmath.cos(_angle(value)),
    "tan": lambda value: _quotient(mpmath.sin(_angle(value)), mpmath.cos(_angle(value))),
    "cot": lambda value: _quotient(mpmath.cos(_angle(value)), mpmath.sin(_angle(value))),
    "sec": lambda value: _quotient(Fraction(1), mpmath.cos(_angle(value))),
    "csc": lambda value: _quotient(Fraction(1), mpmath.sin(_angle(value))),
    "asin": _inverse_sine(mpmath.asin),
    "acos": _inverse_sine(mpmath.acos),
    "atan": lambda value: mpmath.atan(approximate(value)),
    "sinh": lambda value: (_exponential(value) - _exponential(-value)) / 2,
    "cosh": lambda value: (_exponential(value) + _exponential(-value)) / 2,
    "tanh": lambda value: mpmath.tanh(approximate(value)),
    "exp": _exponential,
    "ln": _logarithm,
    "log10": lambda value: _log(value, Fraction(10)),
    "log": _log,
    "sqrt": lambda value: power(value, Fraction(1, 2)),
    "cbrt": lambda value: power(value, Fraction(1, 3)),
    "root": _root,
    "abs": abs,
    "percent": lambda value: value / 100,
    "degree": lambda value: approximate(value) * mpmath.pi / 180,
    "mixed": lambda whole, part: whole + part,
    "factorial": _factorial,
}


_OPERATIONS: dict[type, Callable[[list[Value]], Value]] = {
    Negative: lambda values: -values[0],
    Sum: _total,
    Product: _product,
    Quotient: lambda values: _quotient(*values),
    Power: lambda values: power(*values),
}
