"""Reads Moodle's XML format.

What it has no element for stands in one tag of the question that begins with `tutor:`. Moodle cuts
tags at 255 characters, so what went through Moodle comes back without it.
"""

from collections.abc import Iterator
from functools import partial
from typing import cast, get_args

from tutor_core.content.exchange.carrying import MARK
from tutor_core.content.exchange.collecting import Candidate, carriage, collected
from tutor_core.content.exchange.moodle.questions import Kind, Option, Question, body_from
from tutor_core.content.exchange.moodle.texts import answer_from, markdown_from, text_format
from tutor_core.content.exchange.moodle.xml_elements import Element, quiz_of
from tutor_core.content.exchange.tags import refuse_media
from tutor_core.content.exchange.values import Body, FileRead, RefusedError

_NO_UNITS = "3"  # `showunits` of a question whose units are not used
_OTHERS = {
    "matching": "Matching cannot be asked here; make a question of each pair.",
    "essay": "Essays cannot be graded here; ask for a short answer.",
    "description": "It is a description without an answer; leave it out.",
    "cloze": "A text with gaps cannot be asked here; make a question of each gap.",
    "calculated": "Its numbers are drawn by Moodle; write it anew with a template.",
}


def read_moodle_xml(data: bytes, remarks: list[str]) -> FileRead:
    """Read an XML file as Moodle exports it.

    Raises:
        UnreadableFileError: It is not one, or there is no question in it.
    """
    questions = quiz_of(data)
    asked = [q for q in questions if q.attributes.get("type") != "category"]
    if len(asked) < len(questions):
        remarks.append("Categories were left out; choose skills in their place.")
    return collected("moodle_xml", _candidates(asked), remarks, counted="questions")


def body_of_xml(text: str, carried: Body) -> Body:
    """Read one question as it is seen, with what its tag would hold."""
    (question,) = quiz_of(f"<quiz>{text}</quiz>".encode())
    return body_from(_asked(question, carried), [])


def _candidates(questions: list[Element]) -> Iterator[Candidate]:
    for number, question in enumerate(questions, start=1):
        name = question.first("name").first("text").text
        yield Candidate(place=f"question {number}", text=name, read=partial(_body, question))


def _body(question: Element, notes: list[str]) -> Body:
    tags = (tag.first("text").text.strip() for tag in question.first("tags").all("tag"))
    line = next((tag for tag in tags if tag.startswith(MARK)), "")
    return body_from(_asked(question, carriage(line, notes)), notes)


def _asked(element: Element, carried: Body) -> Question:
    kind = element.attributes.get("type", "")
    if element.holds("file"):
        refuse_media("@@PLUGINFILE@@")
    units = element.first("units").all("unit")
    uses_units = units and element.first("showunits").text.strip() != _NO_UNITS
    return Question(
        kind=_kind(kind),
        text=_said(element.first("questiontext")),
        options=tuple(_option(answer, kind) for answer in element.all("answer")),
        feedback=_said(element.first("generalfeedback")),
        single=element.first("single").text.strip() not in {"false", "0"},
        case_sensitive=element.first("usecase").text.strip() == "1",
        unit=_base_unit(units) if uses_units else "",
        hints=tuple(said for hint in element.all("hint") if (said := _said(hint)).strip()),
        carried=carried,
    )


def _kind(kind: str) -> Kind:
    if kind in get_args(Kind):
        return cast("Kind", kind)
    known = next((said for name, said in _OTHERS.items() if kind.startswith(name)), "")
    raise RefusedError(
        known or f"Questions of the type `{kind[:30]}` cannot be asked here; write it as a choice."
    )


def _option(answer: Element, kind: str) -> Option:
    form = text_format(answer.attributes.get("format", ""), "html")
    text = answer.first("text").text
    if kind == "truefalse":
        shown = text.strip().capitalize()
    elif kind == "multichoice":
        shown = markdown_from(text, form)
    else:
        shown = answer_from(text, form)
    return Option(
        text=shown.strip() if kind == "numerical" else shown,
        percent=_percent(answer.attributes.get("fraction", "")),
        feedback=_said(answer.first("feedback")),
        tolerance=answer.first("tolerance").text.strip(),
    )


def _percent(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0


def _base_unit(units: list[Element]) -> str:
    """Return the unit in which the answer is given: the one that it is multiplied with by 1."""
    base = [unit for unit in units if _percent(unit.first("multiplier").text) == 1]
    return (base or units)[0].first("unit_name").text.strip()


def _said(element: Element) -> str:
    form = text_format(element.attributes.get("format", ""), "html")
    return markdown_from(element.first("text").text, form)
