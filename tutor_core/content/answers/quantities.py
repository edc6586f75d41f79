"""Units of measure: whether two quantities are the same size. Only the worker imports this file.

Units are looked up one name at a time in pint's registry; no text reaches pint's own parser.
A unit that is nothing but degrees Celsius or Fahrenheit is a point on a scale (20 °C is 293.15 K);
inside another unit, as in J/(kg °C), a degree is a step.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pint

from tutor_core.content.answers.amounts import Amount, judge
from tutor_core.content.answers.units import Factor
from tutor_core.content.answers.verdicts import Grade, UnreadableError

_REGISTRY = pint.UnitRegistry(non_int_type=Fraction, cache_folder=None)

_ALIASES = {
    **dict.fromkeys(("°", "deg", "degs", "degrees"), "degree"),
    **dict.fromkeys(("°C", "C°", "degC", "celsius", "Celsius", "degreeC"), "degC"),
    **dict.fromkeys(("°F", "degF", "fahrenheit", "Fahrenheit"), "degF"),
    **dict.fromkeys(("K", "Kelvin", "°K"), "kelvin"),
    **dict.fromkeys(("sec", "secs", "Sec"), "second"),
    **dict.fromkeys(("hr", "hrs"), "hour"),
    **dict.fromkeys(("mins", "min"), "minute"),
    **dict.fromkeys(("Kg", "KG", "kgs", "kG"), "kilogram"),
    **dict.fromkeys(("Km", "KM", "kms"), "kilometer"),
    **dict.fromkeys(("HZ", "hz"), "hertz"),
    **dict.fromkeys(("l", "L"), "liter"),
    **dict.fromkeys(("kmh", "kph"), "kilometer_per_hour"),
    **{"KWh": "kWh", "kwh": "kWh", "'": "arcminute", "Omega": "ohm", "gr": "gram", "ltr": "liter"},
}
# Products written without a sign, as their parts.
_PRODUCTS = {
    **{name: tuple(name) for name in ("Nm", "Ns", "Ws", "As", "Vs", "VA", "Cm", "Js", "Vm")},
    "Pas": ("Pa", "s"),
    "kNm": ("kN", "m"),
    "mAh": ("mA", "h"),
}
_EXAMPLES = {
    "length": "m",
    "mass": "kg",
    "time": "s",
    "temperature": "kelvin",
    "electric current": "A",
    "amount of substance": "mol",
    "area": "m^2",
    "volume": "m^3",
    "speed": "m/s",
    "acceleration": "m/s^2",
    "force": "N",
    "energy": "J",
    "power": "W",
    "pressure": "Pa",
    "momentum": "kg m/s",
    "frequency": "Hz",
    "electric charge": "C",
    "voltage": "V",
    "resistance": "ohm",
    "capacitance": "F",
    "magnetic flux density": "T",
    "density": "kg/m^3",
    "electric field": "V/m",
    "specific heat": "J/(kg K)",
    "heat capacity": "J/kelvin",
    "angle": "degree",
}
_OFFSETS = {
    "degC": (Fraction(1), Fraction("273.15")),
    "degF": (Fraction(5, 9), Fraction("459.67") * Fraction(5, 9)),
}
_LARGEST_EXACT = 10**30  # beyond it pint has cut an irrational factor, such as that of degrees
_KIND_OF_DIMENSION = {
    _REGISTRY.Unit(unit.replace(" ", "*")).dimensionality: kind for kind, unit in _EXAMPLES.items()
}


def _known(name: str) -> str | None:
    """Return pint's name of a single unit, None if there is no such unit."""
    if name in _ALIASES:
        name = _ALIASES[name]
    elif re.fullmatch(r"mu[A-Za-z]+", name):
        name = f"µ{name[2:]}"
    name = name.replace("Omega", "ohm")
    for spelling in (name, name.lower(), name.capitalize()):
        found = _REGISTRY.parse_unit_name(spelling) if spelling.isidentifier() else ()
        if found:
            prefix, unit, _ = found[0]
            return f"{prefix}{unit}"
    return None


def _unit(factors: Iterable[Factor]) -> Any:  # noqa: ANN401 - pint is untyped
    unit = _REGISTRY.Unit("")
    factors = [part for factor in factors for part in _parts(factor)]
    is_scale = len(factors) == 1 and factors[0].power == 1
    for factor in factors:
        name = _known(factor.name)
        if name is None:
            raise UnreadableError(
                "invalid.unknown_unit",
                f"I don't know the unit '{factor.name}' at character {factor.position + 1}.",
                factor.position,
            )
        if name in {"degree_Celsius", "degree_Fahrenheit"} and not is_scale:
            name = f"delta_{name}"
        unit *= _REGISTRY.Unit(name) ** _plain(factor.power)
    return unit


def _plain(power: Fraction) -> int | Fraction:
    return int(power) if power.denominator == 1 else power


def _parts(factor: Factor) -> list[Factor]:
    names = _PRODUCTS.get(factor.name, (factor.name,))
    return [replace(factor, name=name) for name in names]


def _readings(factors: tuple[Factor, ...]) -> Iterable[tuple[Factor, ...]]:
    """Yield what a unit may mean: as written; all after a slash below it; ms^-1 as m s^-1."""
    yield factors
    yield tuple(
        replace(factor, power=-abs(factor.power)) if factor.is_after_slash else factor
        for factor in factors
    )
    if any(factor.name == "ms" and factor.power < 0 for factor in factors):
        apart: list[Factor] = []
        for factor in factors:
            if factor.name == "ms" and factor.power < 0:
                apart.append(replace(factor, name="m", power=Fraction(1)))
                apart.append(replace(factor, name="s"))
            else:
                apart.append(factor)
        yield tuple(apart)


def check_unit(factors: tuple[Factor, ...]) -> None:
    """Refuse a unit that does not exist.

    Raises:
        UnreadableError: Naming it.
    """
    _unit(factors)


def _in_base_units(amount: Amount, unit: Any, *, is_step: bool) -> Amount:  # noqa: ANN401
    for name, (scale, offset) in _OFFSETS.items():
        if unit == _REGISTRY.Unit(name):
            moved = amount.value * scale + (0 if is_step else offset)
            return replace(amount, value=moved)
    factor, _ = _REGISTRY.get_base_units(unit)
    exact = factor if isinstance(factor, int | Fraction) else Fraction(str(factor))
    is_exact = amount.is_exact and exact.denominator < _LARGEST_EXACT
    return replace(amount, value=amount.value * exact, is_exact=is_exact)


def judge_quantity(
    response: Amount,
    unit: tuple[Factor, ...],
    answer: Amount,
    asked: tuple[Factor, ...],
    spec: Mapping[str, Any],
) -> Grade:
    """Return the verdict on a quantity.

    Raises:
        UnreadableError: The unit does not exist.
    """
    wanted = _unit(asked)
    if not unit:
        return _judge_bare(response, answer, wanted, spec)
    written = _fitting(unit, wanted)
    if written is None:
        return Grade(
            verdict="incorrect",
            note="quantity.dimension",
            message=f"That unit does not measure {_kind(wanted) or 'what is asked'}.",
        )
    is_step = bool(spec.get("temperature_difference"))
    target = _in_base_units(answer, wanted, is_step=is_step)
    given = _in_base_units(response, written, is_step=is_step)
    grade = judge(given, target, _scaled(spec, answer, target), "quantity")
    if grade.verdict == "incorrect" and judge(response, answer, spec).verdict == "correct":
        return Grade(
            verdict="incorrect",
            note="quantity.unit_size",
            message="The number fits, but not with this unit: look at the unit again.",
        )
    return grade


def _fitting(unit: tuple[Factor, ...], wanted: Any) -> Any | None:  # noqa: ANN401
    for reading in _readings(unit):
        candidate = _unit(reading)
        if candidate.dimensionality == wanted.dimensionality:
            return candidate
    return None


def _judge_bare(response: Amount, answer: Amount, wanted: Any, spec: Mapping[str, Any]) -> Grade:  # noqa: ANN401
    grade = judge(response, answer, spec, "quantity")
    if wanted == _REGISTRY.Unit(""):
        return grade
    kind = _kind(wanted)
    missing = f"a unit of {kind}" if kind else "the unit"
    if grade.verdict == "incorrect":
        return replace(grade, message=f"Also, {missing} is missing.")
    return Grade(
        verdict="almost",
        note="quantity.unit_missing",
        message=f"The number is right, but {missing} is missing.",
    )


def _kind(wanted: Any) -> str | None:  # noqa: ANN401
    return _KIND_OF_DIMENSION.get(wanted.dimensionality)


def _scaled(spec: Mapping[str, Any], answer: Amount, target: Amount) -> dict[str, Any]:
    """Return the spec with its absolute tolerance in base units, as the values are."""
    scaled = dict(spec)
    tolerance = dict(spec.get("tolerance") or {})
    if "absolute" in tolerance and answer.value:
        tolerance["absolute"] = str(
            Fraction(str(tolerance["absolute"])) * abs(target.value / answer.value)
        )
        scaled["tolerance"] = tolerance
    return scaled
