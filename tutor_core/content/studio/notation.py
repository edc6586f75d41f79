"""The numbers of an item as a teacher writes them: one parameter, value or condition a line.

A parameter is `a = 2 to 9`, `b = -12 to 12, not 0`, `c = 10 to 50 in steps of 5` or
`city = Lima, Oslo, "New York, New York"`; a value `d = a*b`; a condition `a != b`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_RANGE = re.compile(
    r"(-?\d+)\s+to\s+(-?\d+)(?:\s+in\s+steps\s+of\s+(\d+))?(?:\s*,\s*not\s+(.+))?", re.IGNORECASE
)
_WHOLE = re.compile(r"-?\d+")
_NUMBER = re.compile(r"-?\d+\.\d+")


class NotationError(ValueError):
    """A line that cannot be read; the sentence says which, and how it could be written."""


def read_template(parameters: str, derived: str, conditions: str) -> dict[str, Any] | None:
    """Return the template that the three texts describe, None where all are empty.

    Raises:
        NotationError: A line cannot be read.
    """
    template: dict[str, Any] = {}
    if found := {name: _values(name, text) for name, text in _pairs(parameters)}:
        template["parameters"] = found
    if formulas := dict(_pairs(derived)):
        template["derive"] = formulas
    if where := [line.strip() for line in conditions.split("\n") if line.strip()]:
        template["where"] = where
    if template and "parameters" not in template:
        raise NotationError("Name a parameter first, such as `a = 2 to 9`.")
    return template or None


def write_template(template: Mapping[str, Any] | None) -> tuple[str, str, str]:
    """Return parameters, derived values and conditions as `read_template` reads them."""
    if template is None:
        return "", "", ""
    parameters = template.get("parameters", {})
    return (
        "\n".join(f"{name} = {_written(given)}" for name, given in parameters.items()),
        "\n".join(f"{name} = {formula}" for name, formula in template.get("derive", {}).items()),
        "\n".join(template.get("where", ())),
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        name, sign, value = (part.strip() for part in line.partition("="))
        if not (name and sign and value):
            raise NotationError(
                f"`{line.strip()}` needs a name, an equals sign and what it may be, "
                "such as `a = 2 to 9`."
            )
        if name in dict(pairs):
            raise NotationError(f"`{name}` is there twice; keep one line of it.")
        pairs.append((name, value))
    return pairs


def _values(name: str, text: str) -> dict[str, Any] | list[Any]:
    if (found := _RANGE.fullmatch(text)) is None:
        return [_value(part.strip()) for part in _parts(text)]
    low, high, step, without = found.groups()
    given: dict[str, Any] = {"from": int(low), "to": int(high)}
    if step:
        given["step"] = int(step)
    if without:
        left_out = [part.strip() for part in re.split(r",|\band\b", without) if part.strip()]
        if not all(_WHOLE.fullmatch(part) for part in left_out):
            raise NotationError(f"`{name}`: after `not` come whole numbers, such as `not 0, 1`.")
        given["except"] = [int(part) for part in left_out]
    return given


def _parts(text: str) -> list[str]:
    """Take a list apart at its commas; within quotation marks a comma is part of a text."""
    return re.findall(r'"(?:[^"]|"")*"|[^,\s][^,]*', text)


def _value(text: str) -> int | float | str:
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text


def _written(given: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(given, Mapping):
        step = f" in steps of {given['step']}" if given.get("step", 1) != 1 else ""
        without = ", ".join(str(one) for one in given.get("except", ()))
        return f"{given['from']} to {given['to']}{step}" + (f", not {without}" if without else "")
    return ", ".join(_quoted(one) for one in given)


def _quoted(value: object) -> str:
    if not isinstance(value, str):
        return str(value)
    bare = re.fullmatch(r"[^\s,\"=][^,\"=]*", value) and value == value.strip()
    if bare and _value(value) == value and not _RANGE.fullmatch(value):
        return value
    return '"' + value.replace('"', '""') + '"'
