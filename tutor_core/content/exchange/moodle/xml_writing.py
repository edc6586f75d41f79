"""Writes Moodle's XML format; texts are Markdown, which Moodle shows and a person can read."""

import html
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from tutor_core.content.exchange.bodies import title_of
from tutor_core.content.exchange.carrying import as_line, carriage_for
from tutor_core.content.exchange.markup import xml_text
from tutor_core.content.exchange.moodle.asking import question_from
from tutor_core.content.exchange.moodle.questions import Option, Question
from tutor_core.content.exchange.moodle.texts import moodle_text
from tutor_core.content.exchange.moodle.xml_reading import body_of_xml

_START = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
_END = "</quiz>\n"


def write_moodle_xml(bodies: Sequence[Mapping[str, Any]]) -> bytes:
    """Write questions as an XML file in UTF-8."""
    return f"{_START}{''.join(map(_written, bodies))}{_END}".encode()


def _written(body: Mapping[str, Any]) -> str:
    question = question_from(body, units=True)
    start = f'<question type="{question.kind}">\n'
    title = f"<name><text>{_text(title_of(body['question']))}</text></name>\n"
    seen = "".join((title, *_parts(question)))
    carried = carriage_for(body, partial(body_of_xml, f"{start}{seen}</question>"))
    tag = f"<tags><tag><text>{_text(as_line(carried))}</text></tag></tags>\n"
    return f"{start}{seen}{tag}</question>\n"


def _parts(question: Question) -> Iterator[str]:
    yield _marked("questiontext", question.text)
    if question.feedback:
        yield _marked("generalfeedback", question.feedback)
    if question.kind == "multichoice":
        yield f"<single>{'true' if question.single else 'false'}</single>\n"
        yield "<shuffleanswers>true</shuffleanswers>\n<answernumbering>ABCD</answernumbering>\n"
    if question.kind == "shortanswer":
        yield f"<usecase>{int(question.case_sensitive)}</usecase>\n"
    for option in question.options:
        yield _answer(option, question.kind)
    if question.unit:
        yield (
            f"<units><unit><multiplier>1</multiplier><unit_name>{_text(question.unit)}"
            "</unit_name></unit></units>\n<unitgradingtype>1</unitgradingtype>\n"
            "<unitpenalty>0.1</unitpenalty>\n<showunits>0</showunits>\n<unitsleft>0</unitsleft>\n"
        )
    for hint in question.hints:
        yield _marked("hint", hint)


def _answer(option: Option, kind: str) -> str:
    form, text = "moodle_auto_format", option.text
    if kind == "multichoice":
        form, text = "markdown", moodle_text(text)
    if kind == "truefalse":
        text = text.lower()
    parts = [f"<text>{_text(text)}</text>"]
    if option.feedback:
        parts.append(_marked("feedback", option.feedback).rstrip("\n"))
    if kind == "numerical":
        parts.append(f"<tolerance>{option.tolerance or 0}</tolerance>")
    percent = f"{option.percent:.5f}".rstrip("0").rstrip(".")
    return f'<answer fraction="{percent}" format="{form}">{"".join(parts)}</answer>\n'


def _marked(tag: str, markdown: str) -> str:
    return f'<{tag} format="markdown"><text>{_text(moodle_text(markdown))}</text></{tag}>\n'


def _text(text: str) -> str:
    return html.escape(xml_text(text), quote=False)
