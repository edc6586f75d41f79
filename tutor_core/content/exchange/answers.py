"""The answer of a question as one text, and back."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tutor_core.content.answers.writing import displayed_answer

# What every format and every other system takes for a number.
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,2})?")
_MEASURED = re.compile(rf"({_PLAIN_NUMBER.pattern})\s*([^\d\s.,+\-][^{{}}]{{0,60}})")
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
_OPENING = "([{"
_CLOSING = ")]}"


def is_plain_number(text: str) -> bool:
    """Tell whether a text is a number with a decimal point, and nothing else."""
    return text.isascii() and _PLAIN_NUMBER.fullmatch(text) is not None


def exact_number(text: str) -> int | float:
    """Return a plain number as JSON has it: whole where it is whole."""
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def number_and_unit(text: str) -> tuple[str, str] | None:
    """Take "9.8 m/s^2" apart; None where it is not a plain number with a unit."""
    found = _MEASURED.fullmatch(text.strip())
    return (found[1], found[2].strip()) if found else None


def written_answer(kind: str, answer: str | list[str]) -> str:
    """Write an answer as one text; each wording and each line of a program on a line of its own."""
    if kind == "text":
        return "\n".join(answer)
    return displayed_answer({"type": kind, "answer": answer})


def read_answer(kind: str, text: str) -> str | list[str]:
    """Read what `written_answer` wrote, and what a person would write in its place."""
    if kind == "choice":
        return _letter(text)
    if kind == "choices":
        return [_letter(part) for part in re.split(r"[\s,;]+", text.strip()) if part]
    if kind in {"text", "order"}:
        return [line for line in text.split("\n") if line.strip()]
    if kind in {"set", "list"}:
        return [part for part in _members(_unwrapped(text.strip(), kind)) if part]
    return text


def _letter(text: str) -> str:
    return text.strip().rstrip(".)").upper()


def _unwrapped(text: str, kind: str) -> str:
    opening, closing = ("{", "}") if kind == "set" else ("(", ")")
    if not (text.startswith(opening) and text.endswith(closing)) or _PLACEHOLDER.fullmatch(text):
        return text
    inner = text[1:-1]
    is_one_pair = all(depth >= 0 for _, depth in _depths(inner))  # not so in "(1, 2), (3, 4)"
    return inner if is_one_pair else text


def _members(text: str) -> Iterator[str]:
    """Split at the semicolons outside of brackets, or where there are none at the commas."""
    places = [(place, text[place]) for place, depth in _depths(text) if depth == 0]
    separator = ";" if any(mark == ";" for _, mark in places) else ","
    start = 0
    for place, mark in places:
        if mark == separator:
            yield text[start:place].strip()
            start = place + 1
    yield text[start:].strip()


def _depths(text: str) -> Iterator[tuple[int, int]]:
    """Yield each place and in how many brackets it stands."""
    depth = 0
    for place, mark in enumerate(text):
        if mark in _OPENING:
            depth += 1
        elif mark in _CLOSING:
            depth -= 1
        yield place, depth
