"""A question as Moodle thinks of it: what GIFT and Moodle's XML have in common."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from tutor_core.content.exchange.answers import exact_number, is_plain_number, read_answer
from tutor_core.content.exchange.bodies import LETTERS, figure_in_words
from tutor_core.content.exchange.carrying import restored
from tutor_core.content.exchange.limits import MOST_ANSWERS, MOST_CHOICES
from tutor_core.content.exchange.values import Body, RefusedError
from tutor_core.content.files.fields import ANSWER_OPTIONS

Kind = Literal["multichoice", "truefalse", "shortanswer", "numerical"]
WHOLE = 100.0
TRUE_OR_FALSE = {"A": "True", "B": "False"}
_WILDCARD = re.compile(r"(?<!\\)\*")
_CHOSEN = frozenset({"choice", "choices"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    r"""An answer that Moodle knows, right or wrong.

    Attributes:
        text: Markdown for a choice; else as a learner types it. In a shortanswer `*` stands for
            any letters, and a star itself is `\*`.
        percent: What it is worth, -100 to 100.
        feedback: Markdown; empty where there is none.
        tolerance: Of a number; empty where there is none.
    """

    text: str
    percent: float
    feedback: str = ""
    tolerance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of Moodle, its texts in our Markdown.

    Attributes:
        kind: Moodle's name of its type.
        text: The question itself.
        options: In the order of the file.
        feedback: The general one, which is our explanation.
        single: Of a multichoice: one choice only can be ticked.
        case_sensitive: Of a shortanswer.
        unit: Of a numerical that asks for one.
        hints: In their order.
        carried: What was written along with it, see `carrying.py`.
    """

    kind: Kind
    text: str
    options: tuple[Option, ...]
    feedback: str = ""
    single: bool = True
    case_sensitive: bool = False
    unit: str = ""
    hints: tuple[str, ...] = ()
    carried: Mapping[str, Any] = field(default_factory=dict)


def body_from(question: Question, notes: list[str]) -> Body:
    """Return the body of a question; what has no place in it is added to the notes.

    Raises:
        RefusedError: There is no right answer, or more of them than its type can have.
    """
    if len(question.options) > MOST_ANSWERS:
        raise RefusedError(f"It has more than {MOST_ANSWERS} answers; leave some out.")
    kind = _type_of(question)
    if kind in _CHOSEN:
        answered = _chosen(question, kind, notes)
    elif question.kind == "numerical":
        answered = _measured(question, notes)
    else:
        answered = _typed(question, kind, notes)
    body: Body = {"type": kind, "question": _without_figure(question), **answered}
    if question.feedback.strip():
        body["explanation"] = question.feedback
    if question.hints:
        body["hints"] = list(question.hints)
    return restored(body, question.carried)


def _without_figure(question: Question) -> str:
    words = figure_in_words(question.carried.get("figure"))
    return question.text.removesuffix(words)


def _type_of(question: Question) -> str:
    carried = str(question.carried.get("type"))
    if question.kind == "shortanswer":
        return carried if carried in ANSWER_OPTIONS.keys() - _CHOSEN else "text"
    if question.kind == "numerical":
        return "quantity" if question.unit else "number"
    return "choice" if question.single else "choices"


def _chosen(question: Question, kind: str, notes: list[str]) -> Body:
    options = question.options
    if len(options) > MOST_CHOICES:
        raise RefusedError(f"It has {len(options)} choices; {MOST_CHOICES} choices at most.")
    least = WHOLE if kind == "choice" else 0.01
    right = [letter for letter, o in zip(LETTERS, options, strict=False) if o.percent >= least]
    if not right:
        raise RefusedError("No choice is marked as right; mark one.")
    if kind == "choice" and len(right) > 1:
        raise RefusedError(
            f"{len(right)} choices are right, but only one can be ticked; mark one, or let "
            "several be ticked."
        )
    body: Body = {
        "choices": {letter: o.text for letter, o in zip(LETTERS, options, strict=False)},
        "answer": right[0] if kind == "choice" else right,
    }
    _tell_partial(options, notes, single=kind == "choice")
    if kind == "choice":
        misconceptions = [
            {"answer": letter, "note": f"choice_{letter.lower()}", "message": o.feedback}
            for letter, o in zip(LETTERS, options, strict=False)
            if o.feedback.strip() and letter not in right
        ]
        return body | _said(misconceptions) | _reason(question)
    if any(option.feedback.strip() for option in options):
        notes.append("the feedback on single choices was left out; several of them are right.")
    return body


def _typed(question: Question, kind: str, notes: list[str]) -> Body:
    options = _without_wildcards(question.options, notes)
    right = [option.text for option in options if option.percent >= WHOLE]
    if not right:
        raise RefusedError("No answer is worth 100 %; mark a right one.")
    if kind != "text" and len(right) > 1:
        notes.append("only the first of the right answers was kept.")
    answer = right if kind == "text" else read_answer(kind, right[0])
    _tell_partial(options, notes)
    misconceptions = [
        {
            "answer": [option.text] if kind == "text" else read_answer(kind, option.text),
            "note": f"wrong_{place}",
            "message": option.feedback,
        }
        for place, option in enumerate(_wrong(options), start=1)
    ]
    case = {"case_sensitive": True} if question.case_sensitive and kind == "text" else {}
    return {"answer": answer} | case | _said(misconceptions) | _reason(question)


def _without_wildcards(options: tuple[Option, ...], notes: list[str]) -> list[Option]:
    kept = []
    for option in options:
        if _WILDCARD.search(option.text) is None:
            kept.append(replace(option, text=option.text.replace(r"\*", "*")))
        elif option.percent >= WHOLE:
            raise RefusedError(
                f"`*` in `{option.text[:30]}` stands for any letters; write out what is accepted."
            )
        else:
            notes.append(f"the feedback on `{option.text[:30]}` was left out; `*` is any answer.")
    return kept


def _measured(question: Question, notes: list[str]) -> Body:
    options = [option for option in question.options if option.text.strip() not in {"", "*"}]
    if len(options) < len(question.options):
        notes.append("the feedback on any other answer was left out.")
    for option in options:
        if not is_plain_number(option.text) or not _is_tolerance(option.tolerance):
            raise RefusedError(
                f"`{option.text[:30]}` is not a number with its tolerance; write 5 or 5:0.1."
            )
    right = [option for option in options if option.percent >= WHOLE]
    if len(right) != 1:
        raise RefusedError("Exactly one number must be worth 100 %; mark it.")
    _tell_partial(options, notes)
    unit = f" {question.unit}" if question.unit else ""
    misconceptions = [
        {"answer": option.text + unit, "note": f"wrong_{place}", "message": option.feedback}
        for place, option in enumerate(_wrong(options), start=1)
    ]
    body: Body = {"answer": right[0].text + unit}
    if right[0].tolerance and Decimal(right[0].tolerance):
        body["tolerance"] = {"absolute": exact_number(right[0].tolerance)}
    return body | _said(misconceptions) | _reason(question)


def _is_tolerance(text: str) -> bool:
    return not text or (is_plain_number(text) and not text.startswith("-"))


def _wrong(options: list[Option]) -> list[Option]:
    return [option for option in options if option.percent < WHOLE and option.feedback.strip()]


def _said(misconceptions: list[Body]) -> Body:
    return {"misconceptions": misconceptions} if misconceptions else {}


def _reason(question: Question) -> Body:
    """Take what is said to the right answer for the explanation, where there is no other."""
    if question.feedback.strip():
        return {}
    said = (o.feedback for o in question.options if o.percent >= WHOLE and o.feedback.strip())
    first = next(said, "")
    return {"explanation": first} if first else {}


def _tell_partial(
    options: tuple[Option, ...] | list[Option], notes: list[str], *, single: bool = True
) -> None:
    for option in options:
        if single and 0 < option.percent < WHOLE:
            notes.append(
                f"{option.percent:g} % for `{option.text[:30]}` was left out; with us an answer "
                "is right or wrong."
            )
