"""A body as a question of Moodle; what Moodle has no word for is left to `carrying.py`."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tutor_core.content.exchange.answers import (
    is_plain_number,
    number_and_unit,
    written_answer,
)
from tutor_core.content.exchange.bodies import figure_in_words
from tutor_core.content.exchange.moodle.questions import (
    TRUE_OR_FALSE,
    WHOLE,
    Kind,
    Option,
    Question,
)


def question_from(body: Mapping[str, Any], *, units: bool) -> Question:
    """Return what can be seen of a body in Moodle.

    Args:
        body: With or without its template; placeholders stay as they are.
        units: Whether the format can ask for a number with a unit.
    """
    kind, unit, options = _answers(body, units=units)
    return Question(
        kind=kind,
        text=body["question"] + figure_in_words(body.get("figure")),
        options=tuple(options),
        feedback=body.get("explanation", ""),
        single=body["type"] != "choices",
        case_sensitive=bool(body.get("case_sensitive")),
        unit=unit,
        hints=tuple(body.get("hints", ())),
    )


def _answers(body: Mapping[str, Any], *, units: bool) -> tuple[Kind, str, list[Option]]:
    if body["type"] == "choice":
        kind: Kind = "truefalse" if body["choices"] == TRUE_OR_FALSE else "multichoice"
        return kind, "", _choices(body)
    if body["type"] == "choices":
        return "multichoice", "", _several(body)
    if body["type"] == "number" and is_plain_number(body["answer"]):
        return "numerical", "", _numbers(body, "")
    measured = number_and_unit(body["answer"]) if units and body["type"] == "quantity" else None
    if measured:
        return "numerical", measured[1], _numbers(body, measured[1])
    return "shortanswer", "", _wordings(body)


def _choices(body: Mapping[str, Any]) -> list[Option]:
    said = {m["answer"]: m["message"] for m in reversed(body.get("misconceptions", ()))}
    return [
        Option(text=text, percent=WHOLE)
        if letter == body["answer"]
        else Option(text=text, percent=0, feedback=said.get(letter, ""))
        for letter, text in body["choices"].items()
    ]


def _several(body: Mapping[str, Any]) -> list[Option]:
    """Share 100 % among the right choices; a wrong one takes as much, so guessing earns nothing."""
    share = WHOLE / len(set(body["answer"]))
    return [
        Option(text=text, percent=share if letter in body["answer"] else -share)
        for letter, text in body["choices"].items()
    ]


def _numbers(body: Mapping[str, Any], unit: str) -> list[Option]:
    right = number_and_unit(body["answer"]) if unit else None
    answer = right[0] if right else body["answer"]
    options = [Option(text=answer, percent=WHOLE, tolerance=_tolerance(body, answer))]
    for misconception in body.get("misconceptions", ()):
        wrong = misconception["answer"]
        measured = number_and_unit(wrong) if unit else (wrong, "")
        if measured and measured[1] == unit and is_plain_number(measured[0]):
            options.append(Option(text=measured[0], percent=0, feedback=misconception["message"]))
    return options


def _tolerance(body: Mapping[str, Any], answer: str) -> str:
    """Return the tolerance as Moodle has it, always absolute."""
    ((kind, size),) = body.get("tolerance", {"absolute": 0}).items()
    if not is_plain_number(str(size)):
        return ""
    allowed = abs(Decimal(str(size)) * (Decimal(answer) if kind == "relative" else 1))
    text = repr(float(allowed))
    return text if allowed and is_plain_number(text) else ""


def _wordings(body: Mapping[str, Any]) -> list[Option]:
    kind = body["type"]
    texts = body["answer"] if kind == "text" else [written_answer(kind, body["answer"])]
    options = [Option(text=text, percent=WHOLE) for text in texts]
    for misconception in body.get("misconceptions", ()):
        wrong = misconception["answer"]
        text = wrong[0] if kind == "text" else written_answer(kind, wrong)
        options.append(Option(text=text, percent=0, feedback=misconception["message"]))
    return [replace(option, text=option.text.replace("*", r"\*")) for option in options]
