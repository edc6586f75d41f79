"""Writes Moodle's GIFT format, one line for the question and one for each answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from tutor_core.content.exchange.bodies import title_of
from tutor_core.content.exchange.carrying import as_line, carriage_for
from tutor_core.content.exchange.moodle.asking import question_from
from tutor_core.content.exchange.moodle.gift_reading import body_of_gift
from tutor_core.content.exchange.moodle.questions import WHOLE, Option, Question
from tutor_core.content.exchange.moodle.texts import moodle_text

_SPECIAL = re.compile(r"[~=#{}:\\]")
_MISREAD = re.compile(r"\s*\[(?:html|moodle|plain|markdown)\]")


def write_gift(bodies: Sequence[Mapping[str, Any]]) -> bytes:
    """Write questions as a GIFT file in UTF-8."""
    return "\n".join(map(_written, bodies)).encode()


def _written(body: Mapping[str, Any]) -> str:
    question = question_from(body, units=False)
    title = _escaped(title_of(body["question"]))
    visible = "\n".join(
        (f"::{title}::[markdown]{_text(question.text)} {{", *_answers(question), "}")
    )
    carried = carriage_for(body, partial(body_of_gift, visible))
    return f"// {as_line(carried)}\n{visible}\n"


def _answers(question: Question) -> Iterator[str]:
    if question.kind == "truefalse":
        yield _truth(question.options)
    elif question.kind == "multichoice":
        for option in question.options:
            yield _choice(option, single=question.single)
    else:
        yield from ["#"] if question.kind == "numerical" else []
        for option in question.options:
            text = f"{option.text}:{option.tolerance or 0}"
            yield _short(option, text if question.kind == "numerical" else _escaped(option.text))
    if question.feedback:
        yield f"####{_said(question.feedback)}"


def _truth(options: tuple[Option, ...]) -> str:
    right = next(option for option in options if option.percent)
    wrong = next(option for option in options if not option.percent)
    feedback = f"#{_said(wrong.feedback)}" if wrong.feedback else ""
    return f"{right.text.upper()}{feedback}"


def _choice(option: Option, *, single: bool) -> str:
    if single:
        text = f"{'=' if option.percent else '~'}{_said(option.text)}"
    else:
        text = f"~%{f'{option.percent:.5f}'.rstrip('0').rstrip('.')}%{_said(option.text)}"
    return f"{text}#{_said(option.feedback)}" if option.feedback else text


def _short(option: Option, text: str) -> str:
    looks_weighted = text.lstrip().startswith("%")
    weight = f"%{option.percent:g}%" if option.percent < WHOLE or looks_weighted else ""
    feedback = f"#{_said(option.feedback)}" if option.feedback else ""
    return f"={weight}{text}{feedback}"


def _said(markdown: str) -> str:
    """Mark a text whose beginning would be taken for the mark of a format or a weight."""
    text = _text(markdown)
    misread = _MISREAD.match(text) or text.lstrip().startswith("%")
    return f"[markdown]{text}" if misread else text


def _text(markdown: str) -> str:
    return _escaped(moodle_text(markdown))


def _escaped(text: str) -> str:
    one_line = _SPECIAL.sub(r"\\\g<0>", text).replace("\r\n", "\n").replace("\r", "\n")
    return one_line.replace("\n", r"\n")
