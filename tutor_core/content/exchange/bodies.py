"""The body of a question: what it must be made of, its title, its first variant."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tutor_core.content.exchange.limits import DEEPEST, LONGEST_TEXT, LONGEST_TITLE, MOST_CHOICES
from tutor_core.content.exchange.values import Body, RefusedError
from tutor_core.content.files.fields import (
    ANSWER_OPTIONS,
    BODY_EXTRAS,
    BODY_KEYS,
    LISTED,
    MISCONCEPTION_KEYS,
    OPTIONS,
    Judge,
    key_problems,
)
from tutor_core.content.files.items import Kind, item_of
from tutor_core.content.rows import item_row
from tutor_core.content.studio.bodies import body_of_item

LETTERS = "ABCDEFGH"[:MOST_CHOICES]
NEEDED = ("type", "question", "answer")
_MARKS = re.compile(r"[*`$#_\\]+|<[^<>]{0,200}>")
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")


def _hints(value: object) -> str | None:
    good = isinstance(value, list) and value and all(_is_said(entry) for entry in value)
    return None if good else "a list of texts"


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


# How many hints there must be and how long a message may be is for the studio to say: there both
# can be mended.
_JUDGES: dict[str, Judge] = {**BODY_KEYS, **BODY_EXTRAS, "hints": _hints}
_NEEDED = {key: _JUDGES[key] for key in NEEDED}
_MISCONCEPTION = {
    **MISCONCEPTION_KEYS,
    "message": lambda value: None if _is_said(value) else "a text",
}
KEYS = frozenset(_JUDGES)


def checked(body: Body) -> Body:
    """Return the body where an item can be made of it, be it graded or not.

    Raises:
        RefusedError: With what must be mended first.
    """
    for sentence in _problems(body):
        raise RefusedError(sentence)
    return body


def _problems(body: Body) -> Iterator[str]:
    for text in _texts(body, DEEPEST):
        if len(text) > LONGEST_TEXT:
            yield f"A text is longer than {LONGEST_TEXT:,} characters; shorten it."
        if _NO_CHARACTER.search(text):
            yield "A text holds a character that cannot be stored; type it anew."
    yield from (sentence for _, sentence in key_problems(body, _NEEDED, _JUDGES))
    for place, misconception in enumerate(body.get("misconceptions", ()), start=1):
        for _, sentence in key_problems(misconception, _MISCONCEPTION, {}):
            yield f"Misconception {place}: {sentence}"
    yield from _answer_problems(body)


def _answer_problems(body: Body) -> Iterator[str]:
    kind = body["type"]
    for key in sorted(body.keys() & OPTIONS - ANSWER_OPTIONS[kind]):
        yield f"`{key}` does not go with the type {kind}; leave it out."
    if kind in {"choice", "choices"} and "choices" not in body:
        yield "The choices are missing; add two at least."
    for answer in (body["answer"], *(m["answer"] for m in body.get("misconceptions", ()))):
        named = answer if isinstance(answer, list) else [answer]
        if isinstance(answer, list) != (kind in LISTED):
            yield f"The answer of the type {kind} must be {'a list' if kind in LISTED else 'one'}."
        if not set(named) <= set(body.get("choices", named)):
            yield "The answer names a choice that is not there; write its letter."


def _texts(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - JSON
    if depth < 0:
        raise RefusedError("It is nested too deeply; take some brackets away.")
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield str(key)
            yield from _texts(part, depth - 1)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, depth - 1)


def title_of(text: str) -> str:
    """Give the first words of a text without its marks, at most 80 characters."""
    words = " ".join(_MARKS.sub(" ", _NO_CHARACTER.sub("", text[:1000])).split())
    if len(words) <= LONGEST_TITLE:
        return words
    cut = words[: LONGEST_TITLE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def figure_in_words(figure: Any) -> str:  # noqa: ANN401 - JSON of a file
    """Return what stands in place of a figure where none can be drawn."""
    alt = figure.get("alt") if isinstance(figure, dict) else None
    return f"\n\n(Figure: {alt.strip()})" if isinstance(alt, str) and alt.strip() else ""


def drawn(body: Mapping[str, Any]) -> Body:
    """Return the first variant of a body with a template, which then has none.

    Raises:
        TemplateError: The template is unsound.
    """
    if "template" not in body:
        return dict(body)
    whole: Body = {"difficulty": 1, "minutes": 1, "points": 1, "skills": []} | dict(body)
    kind: Kind = "exercise" if "steps" in body else "question"
    item = item_of(whole, kind=kind, subject="", skills=whole["skills"] or [""], place="")
    filled = body_of_item(item_row(replace(item, text=item.variant(0), template=None)))
    return {key: filled.get(key, value) for key, value in body.items() if key != "template"}
