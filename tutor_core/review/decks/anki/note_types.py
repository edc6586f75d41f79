"""Note types: JSON in older collections, tables with messages in newer ones."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from tutor_core.content.exchange.anki.collections import NO_COLLECTION, is_plain_table
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.review.decks.anki.values import NoteType, Template
from tutor_core.review.decks.anki.wire import fields_of
from tutor_core.review.decks.limits import MOST_FIELDS

_TABLES = ("notetypes", "fields", "templates")
_KIND = 1  # fields of the messages
_CLOZE = 1
_QUESTION, _ANSWER = 1, 2
_MOST_TYPES = 2_000
_MOST_PARTS = 50_000  # fields or templates, of all types


def types_in_json(models: Mapping[str, Any]) -> dict[int, NoteType]:
    """Read the note types of an older collection; leave out what is damaged."""
    return {
        int(key): kind
        for key, model in list(models.items())[:_MOST_TYPES]
        if key.isascii() and key.isdecimal() and (kind := _type_of(model))
    }


def types_in_tables(connection: sqlite3.Connection) -> dict[int, NoteType]:
    """Read the note types of a newer collection; leave out what is damaged.

    Raises:
        UnreadableFileError: They are not in plain tables.
    """
    if not all(is_plain_table(connection, name) for name in _TABLES):
        raise UnreadableFileError(NO_COLLECTION)
    fields: dict[int, dict[int, str]] = defaultdict(dict)
    for owner, place, name in connection.execute(
        "SELECT ntid, ord, name FROM fields LIMIT ?", (_MOST_PARTS,)
    ):
        fields[owner][place] = str(name)
    templates: dict[int, dict[int, Template]] = defaultdict(dict)
    for owner, place, message in connection.execute(
        "SELECT ntid, ord, config FROM templates LIMIT ?", (_MOST_PARTS,)
    ):
        if said := _message(message):
            templates[owner][place] = Template(
                question=_words(said.get(_QUESTION)), answer=_words(said.get(_ANSWER))
            )
    rows = connection.execute("SELECT id, name, config FROM notetypes LIMIT ?", (_MOST_TYPES,))
    return {
        key: NoteType(
            name=_short(name),
            is_cloze=said.get(_KIND) == _CLOZE,
            fields=tuple(fields[key][place] for place in sorted(fields[key])[:MOST_FIELDS]),
            templates=templates[key],
        )
        for key, name, message in rows
        if (said := _message(message)) is not None
    }


def _message(message: object) -> dict[int, int | bytes] | None:
    try:
        return dict(fields_of(message)) if isinstance(message, bytes) else None
    except ValueError:
        return None


def _words(value: int | bytes | None) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _type_of(model: Any) -> NoteType | None:  # noqa: ANN401 - JSON
    try:
        return NoteType(
            name=_short(model["name"]),
            is_cloze=model.get("type") == _CLOZE,
            fields=tuple(
                str(field["name"])
                for field in sorted(model["flds"], key=lambda field: int(field["ord"]))[
                    :MOST_FIELDS
                ]
            ),
            templates=dict(_templates(model)),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _templates(model: Mapping[str, Any]) -> Iterator[tuple[int, Template]]:
    for template in model["tmpls"]:
        yield (
            int(template["ord"]),
            Template(question=str(template["qfmt"]), answer=str(template["afmt"])),
        )


def _short(name: object) -> str:
    return " ".join(str(name)[:100].split())
