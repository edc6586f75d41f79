"""Notes out of an Anki package (.apkg, .colpkg): a zip with an SQLite database in it.

The database is a stranger's. It is opened read-only and immutable from a temporary file, functions
of its schema are not trusted, and nothing is read but a table `notes` that is neither a view nor
virtual and has no generated columns: those could work for hours.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import zstandard

from tutor_core.content.exchange.anki.notes import Note
from tutor_core.content.exchange.anki.texts import note_candidate
from tutor_core.content.exchange.archives import entry_of, opened_zip
from tutor_core.content.exchange.collecting import collected
from tutor_core.content.exchange.limits import (
    LARGEST_FILE,
    MOST_QUESTIONS,
    MOST_TAGS,
    MOST_UNPACKED,
)
from tutor_core.content.exchange.values import FileRead, UnreadableFileError

_COMPRESSED = "collection.anki21b"
_PLAIN = ("collection.anki21", "collection.anki2")  # the newer first; the older may be a stub
_BETWEEN_FIELDS = "\x1f"
_LONGEST_VALUE = 1_000_000
_NO_COLLECTION = "There is no collection of notes in this package; export the deck again from Anki."


def read_anki_package(data: bytes, remarks: list[str]) -> FileRead:
    """Read the notes of a package.

    Raises:
        UnreadableFileError: It is none, or holds too much.
    """
    with opened_zip(data, "an Anki package") as archive:
        database = _database(archive)
    notes = _notes(database)
    candidates = (note_candidate(number, note) for number, note in enumerate(notes, start=1))
    return collected("anki", candidates, remarks, counted="notes")


def _database(archive: ZipFile) -> bytes:
    names = archive.namelist()
    if _COMPRESSED in names:
        return _decompressed(entry_of(archive, _COMPRESSED))
    for name in _PLAIN:
        if name in names:
            return entry_of(archive, name)
    raise UnreadableFileError(_NO_COLLECTION)


def _decompressed(data: bytes) -> bytes:
    try:
        with zstandard.ZstdDecompressor().stream_reader(data) as stream:
            database = stream.read(MOST_UNPACKED + 1)
    except (zstandard.ZstdError, MemoryError):
        raise UnreadableFileError(_NO_COLLECTION) from None
    if len(database) > MOST_UNPACKED:
        raise UnreadableFileError("This package unpacks to far too much; export fewer notes.")
    return database


def _notes(database: bytes) -> list[Note]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "collection.db"
        file.write_bytes(database)
        try:
            with closing(_opened(file)) as connection:
                return list(_rows(connection))
        except sqlite3.Error:
            raise UnreadableFileError(_NO_COLLECTION) from None


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _rows(connection: sqlite3.Connection) -> Iterator[Note]:
    if not _is_plain_table(connection):
        raise UnreadableFileError(_NO_COLLECTION)
    size = tags = 0
    rows = connection.execute("SELECT flds, tags FROM notes LIMIT ?", (MOST_QUESTIONS + 1,))
    for fields, tagged in rows:
        size += len(str(fields))
        tags += str(fields).count("<")
        if size > LARGEST_FILE or tags > MOST_TAGS:
            raise UnreadableFileError("These notes are too much to read at once; export fewer.")
        yield Note(
            fields=str(fields).split(_BETWEEN_FIELDS), tags=str(tagged).split()[:100], html=True
        )


def _is_plain_table(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'notes'").fetchone()
    if found is None or not str(found[0]).upper().startswith("CREATE TABLE"):
        return False
    columns = connection.execute("SELECT hidden FROM pragma_table_xinfo('notes')")
    return not any(hidden for (hidden,) in columns)
