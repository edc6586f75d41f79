"""Zip files, of which .xlsx and .apkg are two, looked at before anything is unpacked.

`zipfile` never gives more of an entry than its directory says, so judging the directory is enough.
"""

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from tutor_core.content.exchange.limits import (
    HIGHEST_RATIO,
    MOST_ENTRIES,
    MOST_UNPACKED,
    SMALL_ENTRY,
)
from tutor_core.content.exchange.values import UnreadableFileError

# What `zipfile` raises on damaged, encrypted and strangely packed entries.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    KeyError,
)
_TOO_MUCH = "This file unpacks to far too much; export less at once, and without media."
_ENTRY = b"PK\x01\x02"  # every entry of a directory begins with it


def opened_zip(
    data: bytes,
    kind: str,
    *,
    is_read: Callable[[str], bool] = lambda _name: True,
    most_unpacked: int = MOST_UNPACKED,
    most_entries: int = MOST_ENTRIES,
) -> zipfile.ZipFile:
    """Open a zip whose directory keeps to the limits.

    Args:
        data: The file.
        kind: What it should be, for the sentence: "an Excel file".
        is_read: Tells by its name whether an entry will ever be unpacked; how large the others
            are does not matter.
        most_unpacked: Bytes of all that is read.
        most_entries: Entries of all kinds.

    Raises:
        UnreadableFileError: It is no zip, or unpacks to too much.
    """
    if data.count(_ENTRY) > most_entries:
        raise UnreadableFileError(_TOO_MUCH)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = [entry for entry in archive.infolist() if is_read(entry.filename)]
    except ZIP_ERRORS:
        raise UnreadableFileError(
            f"This cannot be opened as {kind}; export it again from where it was made."
        ) from None
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > most_unpacked or any(_bursts(entry) for entry in entries):
        raise UnreadableFileError(_TOO_MUCH)
    return archive


def entry_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one entry.

    Raises:
        UnreadableFileError: It is damaged or encrypted.
    """
    try:
        return archive.read(name)
    except ZIP_ERRORS:
        raise UnreadableFileError(
            "This file is damaged or protected by a password; export it again without one."
        ) from None


def _bursts(entry: zipfile.ZipInfo) -> bool:
    large = entry.file_size > SMALL_ENTRY
    return large and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1)
