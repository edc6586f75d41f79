"""Notes out of an Anki package (.apkg, .colpkg)."""

import sqlite3
from collections.abc import Iterator

from tutor_core.content.exchange.anki.collections import (
    NO_COLLECTION,
    collection_of,
    is_plain_table,
    opened_collection,
)
from tutor_core.content.exchange.anki.notes import Note
from tutor_core.content.exchange.anki.texts import note_candidate
from tutor_core.content.exchange.archives import opened_zip
from tutor_core.content.exchange.collecting import collected
from tutor_core.content.exchange.limits import LARGEST_FILE, MOST_QUESTIONS, MOST_TAGS
from tutor_core.content.exchange.values import FileRead, UnreadableFileError

BETWEEN_FIELDS = "\x1f"
_LONGEST_VALUE = 1_000_000


def read_anki_package(data: bytes, remarks: list[str]) -> FileRead:
    """Read the notes of a package.

    Raises:
        UnreadableFileError: It is none, or holds too much.
    """
    with opened_zip(data, "an Anki package") as archive:
        database = collection_of(archive)
    with opened_collection(database, longest_value=_LONGEST_VALUE) as connection:
        notes = list(_notes(connection))
    candidates = (note_candidate(number, note) for number, note in enumerate(notes, start=1))
    return collected("anki", candidates, remarks, counted="notes")


def _notes(connection: sqlite3.Connection) -> Iterator[Note]:
    if not is_plain_table(connection, "notes"):
        raise UnreadableFileError(NO_COLLECTION)
    size = tags = 0
    rows = connection.execute("SELECT flds, tags FROM notes LIMIT ?", (MOST_QUESTIONS + 1,))
    for fields, tagged in rows:
        size += len(str(fields))
        tags += str(fields).count("<")
        if size > LARGEST_FILE or tags > MOST_TAGS:
            raise UnreadableFileError("These notes are too much to read at once; export fewer.")
        yield Note(
            fields=str(fields).split(BETWEEN_FIELDS), tags=str(tagged).split()[:100], html=True
        )
