"""The columns of a table of questions, and a body as one row of it.

Rarer things (template, figure, notes of misconceptions) stand as JSON in the column `more`. A cell
of a workbook holds 32,767 characters, so long JSON goes on in `more 2`, `more 3` and so on.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tutor_core.content.exchange.answers import (
    exact_number,
    is_plain_number,
    read_answer,
    written_answer,
)
from tutor_core.content.exchange.bodies import LETTERS
from tutor_core.content.exchange.carrying import restored
from tutor_core.content.exchange.limits import MOST_CHOICES
from tutor_core.content.exchange.values import Body, RefusedError

Cells = dict[str, str]

NEEDED = ("type", "question", "answer")
MORE = "more"
_WRONG = tuple((f"wrong answer {n}", f"sentence {n}") for n in range(1, 5))
_HINTS = tuple(f"hint {n}" for n in range(1, 4))
_CHOICES = {letter: f"choice {letter}" for letter in LETTERS}
NUMBERS = ("difficulty", "minutes", "points", "significant figures")
_LISTS = {"skill": "skills", "variables": "variables", "positive": "positive"}
_FLAGS = ("case sensitive", "up to constant", "temperature difference")
_WORDS = ("explanation", "form", "shown")
COLUMNS = (
    *NEEDED,
    *_CHOICES.values(),
    *(name for pair in _WRONG for name in pair),
    *_HINTS,
    "explanation",
    "skill",
    *NUMBERS[:3],
    "tolerance",
    "significant figures",
    "form",
    "variables",
    "positive",
    *_FLAGS,
    "shown",
    MORE,
)
_YES = frozenset({"yes", "true", "1", "x"})
_NO = frozenset({"", "no", "false", "0"})


def body_of_cells(cells: Mapping[str, str], carried: Mapping[str, Any]) -> Body:
    """Read a row.

    Args:
        cells: Its texts under the names of their columns; empty ones may lack.
        carried: What `more` holds.

    Raises:
        RefusedError: A cell holds what it cannot hold.
    """
    filled = {name: text for name, text in cells.items() if text.strip()}
    kind = filled.get("type", "").strip().lower()
    body: Body = {"type": kind} if kind else {}
    if "question" in filled:
        body["question"] = filled["question"]
    if "answer" in filled:
        body["answer"] = read_answer(kind, filled["answer"])
    body |= _choices(filled) | _misconceptions(filled, kind)
    body |= {name: filled[name] for name in _WORDS if name in filled}
    if hints := [filled[name] for name in _HINTS if name in filled]:
        body["hints"] = hints
    body |= _numbers(filled) | dict(_lists(filled)) | dict(_flags(filled))
    return restored(body, carried)


def cells_of(body: Mapping[str, Any]) -> Cells:
    """Write a body as a row; what has no column is left out."""
    kind = body["type"]
    cells = {
        "type": kind,
        "question": body["question"],
        "answer": written_answer(kind, body["answer"]),
    }
    cells |= {_CHOICES[letter]: text for letter, text in body.get("choices", {}).items()}
    for (answer, sentence), misconception in zip(
        _WRONG, body.get("misconceptions", ()), strict=False
    ):
        cells[answer] = written_answer(kind, misconception["answer"])
        cells[sentence] = misconception["message"]
    cells |= dict(zip(_HINTS, body.get("hints", ()), strict=False))
    cells |= {name: body[name] for name in _WORDS if name in body}
    cells |= {name: str(body[_key(name)]) for name in NUMBERS if _key(name) in body}
    cells |= {name: ", ".join(body[key]) for name, key in _LISTS.items() if key in body}
    cells |= {name: "yes" for name in _FLAGS if body.get(_key(name))}
    if "tolerance" in body:
        cells["tolerance"] = _written_tolerance(body["tolerance"])
    return cells


def _key(name: str) -> str:
    return name.replace(" ", "_")


def _choices(filled: Cells) -> Body:
    named = [name for name in filled if name.startswith("choice ")]
    if len(named) > MOST_CHOICES or not set(named) <= set(_CHOICES.values()):
        raise RefusedError(f"{MOST_CHOICES} choices at most; leave some out.")
    choices = {letter: filled[name] for letter, name in _CHOICES.items() if name in filled}
    if list(choices) != list(LETTERS[: len(choices)]):
        raise RefusedError("A choice is left out between two others; fill them from A on.")
    return {"choices": choices} if choices else {}


def _misconceptions(filled: Cells, kind: str) -> Body:
    found = []
    for number, (answer, sentence) in enumerate(_WRONG, start=1):
        if (answer in filled) != (sentence in filled):
            raise RefusedError(
                f"`{answer}` and `{sentence}` go together: a wrong answer, and what to say to it."
            )
        if answer in filled:
            wrong = read_answer(kind, filled[answer])
            is_letter = kind == "choice" and wrong in set(LETTERS)
            note = f"choice_{str(wrong).lower()}" if is_letter else f"wrong_{number}"
            found.append({"answer": wrong, "note": note, "message": filled[sentence]})
    return {"misconceptions": found} if found else {}


def _numbers(filled: Cells) -> Body:
    values: Body = {
        _key(name): exact_number(text) if is_plain_number(text) else text
        for name in NUMBERS
        if (text := filled.get(name, "").strip())
    }
    if text := filled.get("tolerance", "").strip():
        values["tolerance"] = _tolerance(text)
    return values


def _tolerance(text: str) -> Body:
    number = text.removesuffix("%").strip()
    if not is_plain_number(number) or number.startswith("-"):
        raise RefusedError("The tolerance must be a number such as 0.5, or a share such as 1 %.")
    if text.endswith("%"):
        return {"relative": exact_number(str(Decimal(number) / 100))}
    return {"absolute": exact_number(number)}


def _written_tolerance(tolerance: Mapping[str, Any]) -> str:
    ((kind, size),) = tolerance.items()
    if not is_plain_number(str(size)):
        return ""
    return f"{Decimal(str(size)) * 100} %" if kind == "relative" else str(size)


def _lists(filled: Cells) -> Iterator[tuple[str, list[str]]]:
    for name, key in _LISTS.items():
        parts = [part.strip() for part in filled.get(name, "").split(",")]
        if any(parts):
            yield key, [part for part in parts if part]


def _flags(filled: Cells) -> Iterator[tuple[str, bool]]:
    for name in _FLAGS:
        word = filled.get(name, "").strip().lower()
        if word in _YES:
            yield _key(name), True
        elif word not in _NO:
            raise RefusedError(f"`{name}` must be yes, or left empty.")
