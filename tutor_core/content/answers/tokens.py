"""Text into tokens: numbers, names, signs and brackets, each with where it was typed."""

# ruff: noqa: RUF001 - signs that look alike are told apart here

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple
from unicodedata import normalize

from tutor_core.content.answers.notation import (
    COMMANDS,
    GREEK,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    plain_text,
    shown,
)
from tutor_core.content.answers.verdicts import UnreadableError

MAX_LENGTH = 400
MAX_TOKENS = 250
MAX_DIGITS = 38  # fewer than the 40 to which inexact values are compared
MAX_DECIMAL_EXPONENT = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The conventions a text is read by.

    Attributes:
        decimal_comma: Whether 0,5 is a half and 1.000 a thousand.
        comma_separates: Whether a comma may stand between the members of a list.
        mixed_numbers: Whether "1 1/2" is one and a half.
        tight_products: Whether 1/2x is 1/(2x) and not (1/2)x.
    """

    decimal_comma: bool = False
    comma_separates: bool = False
    mixed_numbers: bool = False
    tight_products: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """One sign, name or number.

    Attributes:
        kind: "number", "name", "operator", "relation", "open", "close", "bar" or "separator";
            parsing divides names into "variable", "constant" and "function".
        text: Canonical text.
        position: Where it begins in what was typed.
        value: The number's exact value.
        is_spaced: Whether white space precedes it.
        separator: How a comma or point inside the number was read, if that needs saying.
    """

    kind: str
    text: str
    position: int
    value: Fraction = Fraction(0)
    is_spaced: bool = False
    separator: str = ""


class _NumberForm(NamedTuple):
    pattern: re.Pattern[str]
    grouping: str
    decimal: str
    separator: str


_EXPONENT = r"(?:[eE]([+-]?\d+)(?![A-Za-z0-9.]))?"


def _form(pattern: str, grouping: str, decimal: str, separator: str = "") -> _NumberForm:
    return _NumberForm(re.compile(f"({pattern}){_EXPONENT}"), grouping, decimal, separator)


_SPACED = _form(r"[1-9]\d{0,2}(?:[ ']\d{3})+(?!\d)(?:\.\d+)?", " '", ".")
_SPACED_COMMA = _form(r"[1-9]\d{0,2}(?:[ ']\d{3})+(?!\d)(?:[.,]\d+)?", " '", ",")
_POINT = _form(r"\d+\.?\d*|\.\d+", "", ".")
_COMMA = _form(r"\d*,\d+", "", ",")
_COMMA_IN_ENGLISH = _form(r"\d+,\d+", "", ",", "the comma is read as a decimal point")
_THOUSANDS_COMMA = _form(
    r"[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?!\d)(?:\.\d+)?", ",", ".", "the comma groups thousands"
)
_THOUSANDS_POINT = _form(
    r"[1-9]\d{0,2}(?:\.\d{3})+(?!\d)(?:,\d+)?", ".", ",", "the point groups thousands"
)
_CERTAIN_COMMA = _form(r"\d{1,3}(?:,\d{3})+\.\d+", ",", ".")
_CERTAIN_POINT = _form(r"\d{1,3}(?:\.\d{3})+,\d+", ".", ",")

_NUMBER_FORMS = {  # (decimal comma, comma separates)
    (False, False): (_SPACED, _CERTAIN_POINT, _THOUSANDS_COMMA, _COMMA_IN_ENGLISH, _POINT),
    (False, True): (_SPACED, _POINT),
    (True, False): (_SPACED_COMMA, _CERTAIN_COMMA, _THOUSANDS_POINT, _COMMA, _POINT),
    (True, True): (
        _SPACED_COMMA,
        _THOUSANDS_POINT,
        _COMMA._replace(separator="the comma is a decimal comma"),
        _POINT,
    ),
}
_NUMBER_START = re.compile(r"[.,]?\d")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
_LETTER = r"[^\W\d_²³¹¼-¾⁰-₟⅐-⅟]"  # signs such as ² are letters to `re`
_NAME = re.compile(rf"({_LETTER}+)(?:_\{{?([^\W_]+)\}}?|([₀-₉]+))?")
_SUPERSCRIPT = re.compile("[" + "".join(SUPERSCRIPTS) + "]+")
_RAISED_CIRCLE = re.compile(r"\^(?:\\circ|\{\\circ\})")  # LaTeX writes 30° as 30^\circ
_SIGN = re.compile(r"\*\*|[<>=!]=|=[<>]|<>|.", re.DOTALL)
_SIGNS = {
    **{sign: ("operator", sign) for sign in "+-*/^!%°'±"},
    "**": ("operator", "^"),
    **{sign: ("relation", sign) for sign in "=<>≤≥≠"},
    **{"==": ("relation", "="), "≈": ("relation", "=")},
    **{"<=": ("relation", "≤"), "=<": ("relation", "≤")},
    **{">=": ("relation", "≥"), "=>": ("relation", "≥")},
    **{"!=": ("relation", "≠"), "<>": ("relation", "≠")},
    **{sign: ("open", sign) for sign in "([{"},
    **{sign: ("close", sign) for sign in ")]}"},
    "|": ("bar", "|"),
    **{sign: ("separator", sign) for sign in ",;"},
    **{sign: ("name", sign) for sign in "√∛∪∈∅"},
    "∞": ("name", "oo"),
    "∖": ("operator", "∖"),
    "\\": ("operator", "∖"),
}


def tokenise(text: str, style: Style) -> list[Token]:
    """Divide a text into tokens.

    Raises:
        UnreadableError: Too long, a sign that has no meaning here, or a number out of range.
    """
    if len(text) > MAX_LENGTH:
        raise UnreadableError(
            "invalid.too_long",
            f"That is {len(text)} characters long; I read at most {MAX_LENGTH}.",
            MAX_LENGTH,
        )
    plain = _RAISED_CIRCLE.sub(lambda sign: "°".ljust(len(sign[0])), plain_text(text))
    # A sentence's full stop and a closing comma say nothing.
    plain = plain.rstrip(" .,;").ljust(len(plain)) if plain.strip(" .,;") else plain
    if ";" in plain and style.comma_separates and not style.decimal_comma:
        style = Style(mixed_numbers=style.mixed_numbers, tight_products=style.tight_products)
    tokens = _Scanner(text, plain, style).scan()
    if len(tokens) > MAX_TOKENS:
        raise UnreadableError(
            "invalid.too_complex",
            "That has too many parts for me to read.",
            tokens[MAX_TOKENS].position,
        )
    return tokens


class _Scanner:
    """Reads plain text from left to right; each reader returns where it stopped."""

    def __init__(self, text: str, plain: str, style: Style) -> None:
        self.text = text
        self.plain = plain
        self.forms = _NUMBER_FORMS[style.decimal_comma, style.comma_separates]
        self.tokens: list[Token] = []
        self.is_spaced = False

    def scan(self) -> list[Token]:
        at = 0
        while at < len(self.plain):
            if self.plain[at] == " ":
                self.is_spaced = True
                at += 1
                continue
            at = self._read(at)
        return self.tokens

    def _add(
        self, kind: str, text: str, at: int, value: Fraction = Fraction(0), separator: str = ""
    ) -> None:
        self.tokens.append(Token(kind, text, at, value, self.is_spaced, separator))
        self.is_spaced = False

    def _read(self, at: int) -> int:
        if _NUMBER_START.match(self.plain, at) and (stop := self._number(at)):
            return stop
        if match := _COMMAND.match(self.plain, at):
            return self._command(match)
        if match := _SUPERSCRIPT.match(self.plain, at):
            return self._superscript(match)
        if match := _NAME.match(self.plain, at):
            return self._name(match)
        return self._sign(at)

    def _number(self, at: int) -> int | None:
        for form in self.forms:
            if match := form.pattern.match(self.plain, at):
                digits = match[1].translate({ord(sign): None for sign in form.grouping})
                digits = digits.replace(form.decimal, ".")
                self._add_number(digits, match[2], at, form.separator)
                return match.end()
        return None

    def _add_number(self, digits: str, exponent: str | None, at: int, separator: str) -> None:
        too_large = exponent is not None and abs(int(exponent)) > MAX_DECIMAL_EXPONENT
        if too_large or len(digits) > MAX_DIGITS:
            raise UnreadableError(
                "invalid.too_large",
                f"The number at character {at + 1} has more digits than I can work with.",
                at,
            )
        text = digits if exponent is None else f"{digits}e{int(exponent)}"
        self._add("number", text, at, Fraction(text), separator)

    def _command(self, match: re.Match[str]) -> int:
        command, at = match[1], match.start()
        meaning = COMMANDS.get(command, command if command.isalpha() else None)
        if meaning is None:
            raise self._unreadable(at)
        if command not in COMMANDS and (name := _NAME.match(self.plain, at + 1)):
            return self._name(name)
        if meaning == "":
            self.is_spaced = True
        elif meaning in _SIGNS:
            self._add(*_SIGNS[meaning], at)
        else:
            self._add("name", meaning, at)
        return match.end()

    def _superscript(self, match: re.Match[str]) -> int:
        at = match.start()
        raised = "".join(SUPERSCRIPTS[char] for char in match[0])
        self._add("operator", "^", at)
        self._add("open", "(", at)
        for inner in _Scanner(raised, raised, Style()).scan():
            self._add(inner.kind, inner.text, at, inner.value)
        self._add("close", ")", at)
        return match.end()

    def _name(self, match: re.Match[str]) -> int:
        at, run = match.start(), match[1]
        subscript = match[2] or "".join(SUBSCRIPTS[char] for char in match[3] or "")
        for piece in re.finditer(r"[Α-Ωα-ως]|[^Α-Ωα-ως]+", run):
            name = GREEK.get(piece[0], piece[0])
            is_last = piece.end() == len(run)
            if not (is_last and subscript):
                self._add("name", name, at + piece.start())
            elif len(name) > 1 and name not in {"log", "lg"} and piece[0] not in GREEK:
                self._add("name", name[:-1], at + piece.start())
                self._add("name", f"{name[-1]}_{subscript}", at + piece.end() - 1)
            else:
                self._add("name", f"{name}_{subscript}", at + piece.start())
        return match.end()

    def _sign(self, at: int) -> int:
        match = _SIGN.match(self.plain, at)
        sign = match[0] if match else self.plain[at]
        if sign not in _SIGNS:
            sign = self.plain[at]
        if sign in _SIGNS:
            self._add(*_SIGNS[sign], at)
            return at + len(sign)
        folded = normalize("NFKC", sign)
        if re.fullmatch(r"\d+⁄\d+", folded):
            return self._vulgar_fraction(folded, at)
        if folded in {"°C", "°F"}:
            self._add("name", folded, at)
            return at + 1
        raise self._unreadable(at)

    def _vulgar_fraction(self, folded: str, at: int) -> int:
        text = folded.replace("⁄", "/")
        self._add("number", text, at, Fraction(text))
        return at + 1

    def _unreadable(self, at: int) -> UnreadableError:
        return UnreadableError(
            "invalid.character",
            f"I can't read the {shown(self.text[at])} at character {at + 1}.",
            at,
        )
