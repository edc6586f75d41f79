"""A quantity as a number and a unit, read without knowing which units exist."""

from dataclasses import dataclass, replace
from fractions import Fraction

from tutor_core.content.answers.brackets import PARTNERS
from tutor_core.content.answers.parsing import parse
from tutor_core.content.answers.reading import tokens_of, without_name
from tutor_core.content.answers.rendering import latex
from tutor_core.content.answers.syntax import Node
from tutor_core.content.answers.tokens import Style, Token
from tutor_core.content.answers.verdicts import UnreadableError
from tutor_core.content.answers.vocabulary import Vocabulary

MAX_POWER = 12
MAX_FACTORS = 12
_NUMBER_NAMES = frozenset({"pi", "sqrt", "cbrt", "frac", "√", "∛", "exp", "ln"})
_NUMBERS = Vocabulary()
_SPELLED = {"per": ("/", 0), "squared": ("^", 2), "cubed": ("^", 3)}


@dataclass(frozen=True, slots=True)
class Factor:
    """A unit's name and its power.

    Attributes:
        name: As written: "m", "km", "°C".
        power: A whole or broken power other than 0.
        position: Where it was typed.
        is_after_slash: Whether any slash stands before it at its level.
    """

    name: str
    power: Fraction
    position: int
    is_after_slash: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the factors of its unit; no factors where no unit was written."""

    number: Node
    unit: tuple[Factor, ...]


def read_quantity(text: str, style: Style) -> Quantity:
    """Return the number and the unit.

    Raises:
        UnreadableError: The number is missing or a part cannot be read.
    """
    tokens = without_name(tokens_of(text, style))
    start = _unit_start(tokens)
    if start == 0 and tokens:
        raise UnreadableError(
            "invalid.number_missing", "The number before the unit is missing.", tokens[0].position
        )
    number = parse(_NUMBERS.resolve(tokens[:start]), style)
    return Quantity(number, _Factors(tokens[start:]).all() if tokens[start:] else ())


def _unit_start(tokens: list[Token]) -> int:
    for index, token in enumerate(tokens):
        if token.text in {"°", "'"} or (
            token.kind == "name" and token.text.lower() not in _NUMBER_NAMES
        ):
            while index and tokens[index - 1].text in {"*", "/", "(", "{"}:
                index -= 1  # noqa: PLW2901 - the sign before a unit belongs to it
            return index
    return len(tokens)


class _Factors:
    """Reads the factors of a unit from left to right: a slash turns over the next one only."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = _joined(tokens)
        self.at = 0

    def all(self) -> tuple[Factor, ...]:
        found = self._product()
        if self.at < len(self.tokens):
            raise self._unreadable(self.tokens[self.at])
        if len(found) > MAX_FACTORS:
            raise UnreadableError("invalid.too_complex", "That unit has too many parts.")
        return tuple(found)

    def _next_text(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def _product(self) -> list[Factor]:
        found: list[Factor] = []
        seen_slash = False
        while self.at < len(self.tokens) and self.tokens[self.at].kind != "close":
            is_divided = self._next_text() == "/"
            seen_slash = seen_slash or is_divided
            if self._next_text() in {"*", "/"}:
                self.at += 1
            sign = -1 if is_divided else 1
            for factor in self._factor():
                found.append(replace(factor, power=sign * factor.power, is_after_slash=seen_slash))
        return found

    def _factor(self) -> list[Factor]:
        if self.at >= len(self.tokens):
            last = self.tokens[-1]
            raise UnreadableError(
                "invalid.syntax",
                f"A unit is missing after the '{last.text}' at character {last.position + 1}.",
                last.position,
            )
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "open":
            inner = self._product()
            if self._next_text() != PARTNERS[token.text]:
                raise self._unreadable(token)
            self.at += 1
        elif token.kind == "name":
            inner = [Factor(token.text, Fraction(1), token.position)]
        else:
            raise self._unreadable(token)
        power = self._power()
        return [replace(factor, power=factor.power * power) for factor in inner]

    def _power(self) -> Fraction:
        """Read ^2, ^(-2), ^{-2}, and the bare 2 of m/s2 and -1 of s-1."""
        start = self.at
        is_raised = self._next_text() == "^"
        self.at += is_raised
        opening = self._next_text() if is_raised and self._next_text() in PARTNERS else ""
        self.at += bool(opening)
        sign = -1 if self._next_text() == "-" else 1
        self.at += self._next_text() in {"-", "+"}
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is None or token.kind != "number" or (token.is_spaced and not is_raised):
            if is_raised:
                raise self._unreadable(self.tokens[start])
            self.at = start
            return Fraction(1)
        self.at += 1
        if opening:
            if self._next_text() != PARTNERS[opening]:
                raise self._unreadable(token)
            self.at += 1
        if token.value == 0 or abs(token.value) > MAX_POWER:
            raise self._unreadable(token)
        return sign * token.value

    def _unreadable(self, token: Token) -> UnreadableError:
        return UnreadableError(
            "invalid.syntax",
            f"I can't read the '{token.text}' at character {token.position + 1} in the unit.",
            token.position,
        )


def _joined(tokens: list[Token]) -> list[Token]:
    """Join what tokenising divided: ° and C, the Greek of µm and kΩ."""
    joined: list[Token] = []
    for written in tokens:
        kind = "name" if written.text in {"°", "'"} else written.kind
        token = replace(written, kind=kind)
        if kind == "name" and written.text.lower() in _SPELLED:
            sign, power = _SPELLED[written.text.lower()]
            joined.append(replace(token, kind="operator", text=sign))
            if power:
                joined.append(replace(token, kind="number", text=str(power), value=Fraction(power)))
            continue
        is_apart = not joined or joined[-1].kind != "name" or token.kind != "name"
        if is_apart or (token.is_spaced and joined[-1].text != "°"):
            joined.append(token)
        else:
            joined[-1] = replace(joined[-1], text=joined[-1].text + token.text)
    return joined


def quantity_latex(quantity: Quantity, *, decimal_mark: str = ".") -> str:
    """Return the quantity as LaTeX with an upright unit."""
    number = latex(quantity.number, decimal_mark=decimal_mark)
    if not quantity.unit:
        return number
    upper = [factor for factor in quantity.unit if factor.power > 0]
    lower = [replace(f, power=-f.power) for f in quantity.unit if f.power < 0]
    unit = _factors_latex(upper) if upper else "1"
    if lower:
        unit = rf"\frac{{{unit}}}{{{_factors_latex(lower)}}}"
    return rf"{number}\ {unit}"


def _factors_latex(factors: list[Factor]) -> str:
    texts = []
    for factor in factors:
        name = factor.name.replace("°", r"{}^{\circ}")
        name = name.replace("mu", r"\mu ", 1) if name.startswith("mu") else name
        name = name.replace("Omega", r"\Omega ")
        texts.append(rf"\mathrm{{{name}}}" + ("" if factor.power == 1 else f"^{{{factor.power}}}"))
    return r"\,".join(texts)
