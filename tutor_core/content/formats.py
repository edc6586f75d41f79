"""How a number is written where a placeholder asks for it."""

from collections.abc import Callable

from tutor_core.content.parameters import FormulaError, Number, rounded, size


def _signed(value: Number) -> str:
    return f"{'-' if value < 0 else '+'} {abs(value)}"


def _coefficient(value: Number) -> str:
    return {"1": "", "-1": "-"}.get(str(value), str(value))


def _signed_coefficient(value: Number) -> str:
    return f"{'-' if value < 0 else '+'} {_coefficient(size(value))}"


def _fraction(value: Number) -> str:
    if isinstance(value, int):
        return str(value)
    return f"{'-' if value < 0 else ''}\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def _signed_fraction(value: Number) -> str:
    return f"{'-' if value < 0 else '+'} {_fraction(size(value))}"


def _bracket(value: Number) -> str:
    return f"({value})" if value < 0 else str(value)


def decimal(value: Number, digits: int | None = None) -> str:
    """Write a number with so many decimal places, or with as many as it has."""
    if digits is None:
        digits = next((n for n in range(13) if (value * 10**n) % 1 == 0), None)
        if digits is None:
            raise FormulaError(f"{value} has no end as a decimal; say how many digits to show")
    number = rounded(value, digits)
    whole, part = divmod(int(abs(number) * 10**digits), 10**digits)
    places = f".{part:0{digits}d}" if digits else ""
    return f"{'-' if number < 0 else ''}{whole}{places}"


FORMATS: dict[str, Callable[[Number], str]] = {
    "signed": _signed,  # + 3, - 3
    "coefficient": _coefficient,  # 1 -> nothing, -1 -> -
    "signed_coefficient": _signed_coefficient,  # 1 -> +, -1 -> -, 3 -> + 3
    "fraction": _fraction,  # \frac{3}{4}
    "signed_fraction": _signed_fraction,
    "bracket": _bracket,  # -3 -> (-3)
    "decimal": decimal,  # 3/4 -> 0.75; `decimal 1` -> 0.8
}
