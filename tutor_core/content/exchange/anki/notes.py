"""An Anki note as a question and back.

The first field asks, the second answers. A note of the cloze type asks for its first deletion. What
Anki has no field for stands in a further field that begins with `tutor:`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from tutor_core.content.exchange.answers import is_plain_number, read_answer, written_answer
from tutor_core.content.exchange.bodies import LETTERS, figure_in_words
from tutor_core.content.exchange.carrying import MARK, as_line, carriage_for, restored
from tutor_core.content.exchange.collecting import carriage
from tutor_core.content.exchange.formulas import backslashes, dollars
from tutor_core.content.exchange.markup import markdown_of, text_of
from tutor_core.content.exchange.tags import has_markup, refuse_media
from tutor_core.content.exchange.values import Body, RefusedError
from tutor_core.content.files.fields import ANSWER_OPTIONS

SKILL_TAG = "tutor::"
_TAGGED = re.compile(rf"{SKILL_TAG}([a-z0-9_]+)")
_DELETION = re.compile(r"\{\{c\d{1,3}::")
_CHOSEN = frozenset({"choice", "choices"})
_FIRST_CHOICE = re.compile(r"(?: *\n){2}A\. ")
_NEXT_CHOICE = re.compile(r" *\n([A-H])\. ")
_NAMED = re.compile(r"(?:\A|\n)([A-H])(?=\.|\Z)")
_GAP = "____"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note as Anki keeps it.

    Attributes:
        fields: Their contents.
        tags: Its tags.
        html: Whether the fields are HTML; None where nobody says so.
    """

    fields: Sequence[str]
    tags: Sequence[str] = ()
    html: bool | None = None


def body_of_note(note: Note, notes: list[str]) -> Body:
    """Read a note.

    Raises:
        RefusedError: It has no answer, or shows a picture or plays a sound.
    """
    line = next((field for field in note.fields[2:] if field.strip().startswith(MARK)), "")
    carried = carriage(text_of(line) if note.html else line, notes)
    return _body(note, carried)


def note_of(body: Mapping[str, Any]) -> Note:
    """Write a body as a note whose fields are no HTML: question, answer, and what is carried."""
    kind, choices = body["type"], body.get("choices", {})
    front = body["question"] + figure_in_words(body.get("figure"))
    if choices:
        front += "\n\n" + "\n".join(f"{letter}. {text}" for letter, text in choices.items())
    answer = body["answer"]
    named = answer if isinstance(answer, list) else [answer]
    back = (
        "\n".join(f"{letter}. {backslashes(choices[letter])}" for letter in named)
        if kind in _CHOSEN
        else written_answer(kind, answer)
    )
    visible = Note(fields=(backslashes(front), back), html=False)
    carried = carriage_for(body, partial(_body, visible))
    tags = [f"{SKILL_TAG}{name}" for name in body.get("skills", ())]
    return Note(
        fields=(*visible.fields, as_line(carried)),
        tags=[tag for tag in tags if _TAGGED.fullmatch(tag)],
        html=False,
    )


def _body(note: Note, carried: Body) -> Body:
    front, back = (*note.fields, "", "")[:2]
    if not carried and _DELETION.search(front):
        front, back = _cloze(front)
    if not front.strip() or not back.strip():
        raise RefusedError("It has no answer; write it into the second field.")
    html = note.html if note.html is not None else has_markup(front + back)
    question = markdown_of(front) if html else _plain(front)
    answer = text_of(back) if html else _plain(back, formulas=False)
    body = _asked(question, answer, carried)
    skills = [found[1] for tag in note.tags if (found := _TAGGED.fullmatch(tag))]
    if skills and "skills" not in carried:
        body["skills"] = skills
    return restored(body, carried)


def _asked(question: str, answer: str, carried: Body) -> Body:
    kind = str(carried.get("type"))
    if kind not in ANSWER_OPTIONS:
        kind = "number" if is_plain_number(answer.strip()) else "text"
    body: Body = {"type": kind}
    if kind in _CHOSEN:
        question, choices = _split(question)
        body |= {"choices": choices} if choices else {}
        letters = _NAMED.findall(answer)
        body["answer"] = letters if kind == "choices" else "".join(letters[:1])
    else:
        read = answer.strip() if kind == "number" else answer
        body["answer"] = read_answer(kind, read)
    body["question"] = question.removesuffix(figure_in_words(carried.get("figure")))
    return body


def _split(question: str) -> tuple[str, dict[str, str]]:
    """Take the choices off the end of a question."""
    starts = list(_FIRST_CHOICE.finditer(question))
    if not starts:
        return question, {}
    first, *others = _NEXT_CHOICE.split(question[starts[-1].end() :])
    choices = {"A": first, **dict(zip(others[::2], others[1::2], strict=True))}
    if list(choices) != list(LETTERS[: len(choices)]):
        return question, {}
    return question[: starts[-1].start()], choices


def _cloze(text: str) -> tuple[str, str]:
    """Return the text with a gap for its first deletion, and what belongs into the gap."""
    parts: list[str] = []
    answer = ""
    place = 0
    while (found := _DELETION.search(text, place)) is not None:
        end = text.find("}}", found.end())
        if end < 0:
            break
        deleted = text[found.end() : end].partition("::")[0]
        parts += [text[place : found.start()], deleted if answer else _GAP]
        answer = answer or deleted
        place = end + 2
    return "".join((*parts, text[place:])), answer


def _plain(text: str, *, formulas: bool = True) -> str:
    refuse_media(text)
    return dollars(text) if formulas else text
