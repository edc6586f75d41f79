"""The collection in an Anki package (.apkg, .colpkg): a zip with an SQLite database in it.

The database is a stranger's. It is opened read-only and immutable from a temporary file, functions
of its schema are not trusted, and nothing is to be read but tables that are neither views nor
virtual and have no generated columns: those could work for hours.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zipfile import ZipFile

import zstandard

from tutor_core.content.exchange.archives import entry_of
from tutor_core.content.exchange.limits import MOST_UNPACKED
from tutor_core.content.exchange.values import UnreadableFileError

_COMPRESSED = "collection.anki21b"
_PLAIN = ("collection.anki21", "collection.anki2")  # the newer first; the older may be a stub
NO_COLLECTION = "There is no collection of notes in this package; export the deck again from Anki."


def is_collection(name: str) -> bool:
    """Tell by its name whether an entry of a package may be the collection."""
    return name == _COMPRESSED or name in _PLAIN


def collection_of(archive: ZipFile, *, most_unpacked: int = MOST_UNPACKED) -> bytes:
    """Unpack the collection of a package.

    Args:
        archive: The package.
        most_unpacked: Bytes that the collection may have.

    Raises:
        UnreadableFileError: There is none, or it is too large.
    """
    names = archive.namelist()
    if _COMPRESSED in names:
        return _decompressed(entry_of(archive, _COMPRESSED), most_unpacked)
    for name in _PLAIN:
        if name in names:
            return entry_of(archive, name)
    raise UnreadableFileError(NO_COLLECTION)


@contextmanager
def opened_collection(database: bytes, *, longest_value: int) -> Iterator[sqlite3.Connection]:
    """Open a collection for reading, from a file that is deleted afterwards.

    Args:
        database: As unpacked.
        longest_value: Bytes of one value; a longer one ends the reading.

    Raises:
        UnreadableFileError: It is no database, or a damaged one; also while it is read.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "collection.db"
        file.write_bytes(database)
        try:
            with closing(_opened(file, longest_value)) as connection:
                yield connection
        except sqlite3.Error:
            raise UnreadableFileError(NO_COLLECTION) from None


def is_plain_table(connection: sqlite3.Connection, name: str) -> bool:
    """Tell whether there is a table of this name whose rows are just stored."""
    found = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    if found is None or not str(found[0]).upper().startswith("CREATE TABLE"):
        return False
    columns = connection.execute("SELECT hidden FROM pragma_table_xinfo(?)", (name,))
    return not any(hidden for (hidden,) in columns)


def _opened(file: Path, longest_value: int) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest_value)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.create_collation("unicase", _by_letters)  # newer collections name it
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    return connection


def _by_letters(one: str, other: str) -> int:
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)


def _decompressed(data: bytes, most_unpacked: int) -> bytes:
    try:
        with zstandard.ZstdDecompressor().stream_reader(data) as stream:
            database = stream.read(most_unpacked + 1)
    except (zstandard.ZstdError, MemoryError):
        raise UnreadableFileError(NO_COLLECTION) from None
    if len(database) > most_unpacked:
        raise UnreadableFileError("This package unpacks to far too much; export fewer notes.")
    return database
