"""What a mathematical text says, as a tree that nothing can execute."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

MAX_BITS = 4096
MAX_EXPONENT = 1000
LARGEST_FACTORIAL = 170


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written; `text` keeps the digits and the exponent ("5.0e-1")."""

    value: Fraction
    text: str
    position: int
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that stands for any number."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """pi, e or oo (infinity)."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """The opposite of a term."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Sum:
    """Two or more terms; a difference holds a `Negative`."""

    terms: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Two or more factors."""

    factors: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """A fraction."""

    numerator: "Node"
    denominator: "Node"


@dataclass(frozen=True, slots=True)
class Power:
    """A base raised to an exponent."""

    base: "Node"
    exponent: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one argument, or of two: the base of "log", the degree of "root".

    Attributes:
        function: One of the functions of `notation`, or "percent", "degree", "factorial",
            "log" (argument, base), "root" (argument, degree), "mixed" (whole, fraction).
        arguments: One or two nodes.
    """

    function: str
    arguments: tuple["Node", ...]


Node = Number | Variable | Constant | Negative | Sum | Product | Quotient | Power | Call


class NoValueError(ArithmeticError):
    """The tree has no real value, such as 1/0."""


class BeyondReachError(NoValueError):
    """It may have a value, but one too large or too near to zero to compute here."""


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node from left to right."""
    match node:
        case Negative(operand):
            return (operand,)
        case Sum(parts) | Product(parts) | Call(_, parts):
            return parts
        case Quotient(left, right) | Power(left, right):
            return (left, right)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything in it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def variables(node: Node) -> frozenset[str]:
    """Return the names of the variables in a tree."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Variable))


def is_rational(node: Node) -> bool:
    """Tell whether a tree is a rational function of its variables, whatever its coefficients."""
    return all(_is_rational_step(part) for part in walk(node))


def is_polynomial(node: Node) -> bool:
    """Tell whether a tree is a polynomial in its variables, whatever its coefficients."""
    return is_rational(node) and not any(_divides_by_variables(part) for part in walk(node))


def _is_rational_step(node: Node) -> bool:
    match node:
        case Power(_, exponent):
            return not variables(node) or _whole(exponent) is not None
        case Call():
            return not variables(node)
        case _:
            return True


def _divides_by_variables(node: Node) -> bool:
    match node:
        case Quotient(_, denominator):
            return bool(variables(denominator))
        case Power(base, exponent):
            return bool(variables(base)) and (_whole(exponent) or 0) < 0
        case _:
            return False


def _whole(exponent: Node) -> int | None:
    match exponent:
        case Number(value) if value.denominator == 1:
            return int(value)
        case Negative(Number(value)) if value.denominator == 1:
            return -int(value)
        case _:
            return None


def rational(node: Node) -> Fraction | None:
    """Return the exact value if arithmetic alone gives it, None if it takes more than that.

    Raises:
        NoValueError: Division by zero, or more digits than `MAX_BITS`.
    """
    match node:
        case Number(value):
            return value
        case Variable() | Constant():
            return None
        case Call(function, arguments):
            return _rational_call(function, arguments)
    values = [rational(part) for part in children(node)]
    known = [value for value in values if value is not None]
    return _combined(node, known) if len(known) == len(values) else None


def _rational_call(function: str, arguments: tuple[Node, ...]) -> Fraction | None:
    if function not in {"percent", "mixed", "abs"}:
        return None
    values = [rational(argument) for argument in arguments]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    total = sum(known, Fraction(0))
    if function == "abs":
        return abs(total)
    return total / 100 if function == "percent" else total


def _combined(node: Node, values: list[Fraction]) -> Fraction | None:
    match node:
        case Negative():
            return -values[0]
        case Sum():
            total = Fraction(0)
            for value in values:
                total = bounded(total + value)
            return total
        case Product():
            product = Fraction(1)
            for value in values:
                product = bounded(product * value)
            return product
        case Quotient():
            return bounded(divided(values[0], values[1]))
        case _:
            return integer_power(values[0], values[1]) if values[1].denominator == 1 else None


def bounded(value: Fraction) -> Fraction:
    """Return the value unchanged.

    Raises:
        BeyondReachError: It has more than `MAX_BITS` bits.
    """
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise BeyondReachError("that number is too large for me")
    return value


def divided(numerator: Fraction, denominator: Fraction) -> Fraction:
    """Return the quotient.

    Raises:
        NoValueError: The denominator is zero.
    """
    if denominator == 0:
        raise NoValueError("that divides by zero")
    return numerator / denominator


def integer_power(base: Fraction, exponent: Fraction) -> Fraction:
    """Return a power with a whole exponent, checking its size before computing it.

    Raises:
        NoValueError: Zero to a power that is not positive, or too many digits.
    """
    if base == 0 and exponent <= 0:
        raise NoValueError("zero has only positive powers")
    if abs(base) in {0, 1}:
        return base if exponent.numerator % 2 or base >= 0 else -base
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(exponent) > MAX_EXPONENT or bits * abs(exponent) > MAX_BITS:
        raise BeyondReachError("that power is too large for me")
    return base ** int(exponent)
