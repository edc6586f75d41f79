"""Whether two trees say the same, by their values at fixed points on both sides of zero.

At rational points rational functions are compared exactly, so for them agreement at many random
points is proof in all but name (Schwartz-Zippel); the rest is compared to 40 digits. Being defined
at the same points belongs to being the same: sqrt(x)^2 is not x, ln(x^2) is not 2 ln(x). Single
points where one of the two is undefined, as in (x^2-1)/(x-1), do not count: school cancels them.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from random import Random

import mpmath  # type: ignore[import-untyped]

from tutor_core.content.answers.numerics import Value, approximate, evaluate, is_close
from tutor_core.content.answers.syntax import BeyondReachError, Node, NoValueError, is_rational

POINTS = 40
POINTS_OF_RATIONAL = 12  # no more is needed where values are exact and nothing has a sign to hide
FAR = 0.01  # a relative difference that no rounding explains
NEEDED = 5
_SEED = 20240229
_RANGES = ((-1, 1, 0.25), (-4, 4, 0.35), (0, 10, 0.2), (-1000, 1000, 0.2))
_SPECIAL = [Fraction(value) for value in (0, 1, -1, 2, -2, 3, -3)]
_MOST_SPECIAL = 49
_STEP = Fraction(1, 64)
_LARGEST_COMPARED = 10**15  # a difference of larger values has lost its digits
MORE_DIGITS = 1500


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two trees compare.

    Attributes:
        is_equal: Same value wherever both have one.
        same_domain: Defined at the same random points.
        same_everywhere: Also at the small whole numbers, where gaps of single points lie.
        is_decided: Enough points where both are defined, or one where they differ.
        worst: Largest relative difference seen.
    """

    is_equal: bool
    same_domain: bool
    same_everywhere: bool
    is_decided: bool
    worst: float


def points(names: frozenset[str], positive: frozenset[str]) -> Iterator[dict[str, Fraction]]:
    """Yield the same random points for the same names, for ever."""
    rng = Random(_SEED)  # noqa: S311 - the same points for everyone
    ordered = sorted(names)
    while True:
        low, high, _ = rng.choices(_RANGES, [weight for *_, weight in _RANGES])[0]
        point = {}
        for name in ordered:
            value = Fraction(rng.randint(low * 997, high * 997), 997)
            point[name] = abs(value) if name in positive else value
        yield point


def value_at(node: Node, point: Mapping[str, Fraction]) -> Value | None:
    """Return the value, None where there is none.

    Raises:
        BeyondReachError: It cannot be told here.
    """
    try:
        return evaluate(node, point)
    except BeyondReachError:
        raise
    except NoValueError:
        return None


def _pairs(
    left: Node, right: Node, where: Iterable[dict[str, Fraction]]
) -> Iterator[tuple[dict[str, Fraction], Value | None, Value | None]]:
    """Yield each point where both values can be told, with the values."""
    for point in where:
        with suppress(BeyondReachError):
            yield point, value_at(left, point), value_at(right, point)


def _enough(left: Node, right: Node, names: frozenset[str]) -> int:
    """Return at how many random points two trees are compared."""
    if not names:
        return 1
    return POINTS_OF_RATIONAL if is_rational(left) and is_rational(right) else POINTS


def compare(left: Node, right: Node, names: frozenset[str], positive: frozenset[str]) -> Agreement:
    """Compare two trees at points where all names have values.

    Trees that are far from equal at one point are not looked at any further.
    """
    same_domain, worst, is_equal, defined = True, 0.0, True, 0
    where = islice(points(names, positive), _enough(left, right, names))
    for point, a, b in _pairs(left, right, where):
        if a is None or b is None:
            same_domain = same_domain and a is b
            continue
        defined += 1
        if not is_close(a, b):
            is_equal = is_equal and _is_close_on_second_look(left, right, point)
            worst = max(worst, relative_difference(a, b))
            if worst >= FAR and not is_equal:
                break
    is_equal = is_equal and defined > 0
    return Agreement(
        is_equal=is_equal,
        same_domain=same_domain,
        same_everywhere=(is_equal and same_domain and _same_gaps(left, right, names, positive)),
        is_decided=defined >= NEEDED or not names or (defined > 0 and not is_equal),
        worst=0.0 if is_equal else worst,
    )


def _is_close_on_second_look(left: Node, right: Node, point: Mapping[str, Fraction]) -> bool:
    """Compare again with many more digits: (e^x + 1) - e^x loses the 1 at x = 900."""
    with mpmath.workdps(MORE_DIGITS):
        return is_close(evaluate(left, point), evaluate(right, point))


def relative_difference(a: Value, b: Value) -> float:
    """Return the difference as a part of the larger one."""
    first, second = approximate(a), approximate(b)
    return float(abs(first - second) / max(abs(first), abs(second)))


def _same_gaps(left: Node, right: Node, names: frozenset[str], positive: frozenset[str]) -> bool:
    ordered = sorted(names)
    special = (
        dict(zip(ordered, values, strict=True))
        for values in islice(product(_SPECIAL, repeat=len(ordered)), _MOST_SPECIAL)
        if all(value > 0 for name, value in zip(ordered, values, strict=True) if name in positive)
    )
    return all((a is None) == (b is None) for _, a, b in _pairs(left, right, special))


def differ_by_constant(
    left: Node, right: Node, names: frozenset[str], free: frozenset[str]
) -> bool:
    """Return whether the difference does not change along the variables that are not `free`.

    Neighbouring points are compared, so another constant on the other side of a gap is allowed,
    and so is ln(x) for ln|x|: only points where both are defined count.
    """
    defined = 0
    for point in islice(points(names, frozenset()), _enough(left, right, names)):
        shifted = {name: value if name in free else value + _STEP for name, value in point.items()}
        is_steady = _is_same_difference(left, right, point, shifted)
        if is_steady is False:
            with mpmath.workdps(MORE_DIGITS):  # e^(5x) leaves few digits to its difference
                is_steady = _is_same_difference(left, right, point, shifted)
        if is_steady is False:
            return False
        defined += is_steady is not None
    return defined >= NEEDED


def _is_same_difference(
    left: Node, right: Node, here: Mapping[str, Fraction], there: Mapping[str, Fraction]
) -> bool | None:
    """Tell whether the difference is the same at both points; None where it has no value."""
    a, b = _difference(left, right, here), _difference(left, right, there)
    return None if a is None or b is None else is_close(a, b)


def _difference(left: Node, right: Node, point: Mapping[str, Fraction]) -> Value | None:
    try:
        a, b = value_at(left, point), value_at(right, point)
    except BeyondReachError:
        return None
    if a is None or b is None or max(abs(approximate(a)), abs(approximate(b))) > _LARGEST_COMPARED:
        return None
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a - b
    return approximate(a) - approximate(b)


def are_proportional(left: Node, right: Node, names: frozenset[str]) -> bool:
    """Return whether one is a constant other than zero times the other."""
    where = islice(points(names, frozenset()), _enough(left, right, names))
    reference: tuple[Value, Value] | None = None
    compared = 0
    for _, a, b in _pairs(left, right, where):
        if a is None or b is None:
            continue
        if reference is None:
            if a == 0 or b == 0:
                continue
            reference = (a, b)
        if not is_close(_times(a, reference[1]), _times(b, reference[0])):
            return False
        compared += 1
    return compared >= NEEDED


def _times(a: Value, b: Value) -> Value:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a * b
    return approximate(a) * approximate(b)
