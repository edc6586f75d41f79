"""Notes as Anki exports them to a text file: a few lines that begin with #, then one note a row."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from tutor_core.content.exchange.anki.notes import Note, body_of_note, note_of
from tutor_core.content.exchange.collecting import Candidate, collected
from tutor_core.content.exchange.limits import MOST_LINES
from tutor_core.content.exchange.values import FileRead, UnreadableFileError

_NAMED = {
    "tab": "\t",
    "comma": ",",
    "semicolon": ";",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
_SEPARATORS = frozenset(_NAMED.values())
_SPECIAL = ("guid", "notetype", "deck", "tags")
_HEADERS = ("separator", "html", "columns", "tags", *(f"{name} column" for name in _SPECIAL))
_START = "#separator:tab\n#html:false\n#columns:Question\tAnswer\tTutor\tTags\n#tags column:4\n"


def is_anki_text(text: str) -> bool:
    """Tell whether a text file holds notes: it says so, or every line has a tab in it."""
    first = text.lstrip().partition("\n")[0]
    if first.startswith("#"):
        return first[1:].partition(":")[0].strip().lower() in _HEADERS
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:20]
    return bool(lines) and all("\t" in line.strip() for line in lines)


def read_anki_text(text: str, remarks: list[str]) -> FileRead:
    """Read the notes of a text file.

    Raises:
        UnreadableFileError: There are none, or too many.
    """
    headers, rest = _headers(text)
    separator = headers.get("separator", "tab")
    delimiter = _NAMED.get(separator.lower(), separator)
    if delimiter not in _SEPARATORS:
        raise UnreadableFileError("Its fields must be separated by tabs; export it so.")
    special = {name: _column(headers.get(f"{name} column", "")) for name in _SPECIAL}
    html = {"true": True, "false": False}.get(headers.get("html", "").lower())
    rows = _rows(rest, delimiter)
    return collected("anki", _candidates(rows, special, html=html), remarks, counted="notes")


def write_anki_text(bodies: Sequence[Mapping[str, Any]]) -> bytes:
    """Write questions as notes in a text file that Anki imports."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    for note in map(note_of, bodies):
        writer.writerow((*note.fields, " ".join(note.tags)))
    return f"{_START}{file.getvalue()}".encode()


def note_candidate(number: int, note: Note) -> Candidate:
    """Return a note as what can be read."""
    title = note.fields[0] if note.fields else ""
    return Candidate(place=f"note {number}", text=title, read=partial(body_of_note, note))


def _headers(text: str) -> tuple[dict[str, str], str]:
    """Return what the first lines say, and what stands behind them."""
    headers: dict[str, str] = {}
    while text.startswith("#"):
        line, _, text = text.partition("\n")
        name, _, value = line[1:].rstrip("\r").partition(":")
        headers[name.strip().lower()] = value.strip() if name != "separator" else value
    return headers, text


def _column(text: str) -> int:
    """Return a place in the row, from 0; -1 where none is named."""
    return int(text) - 1 if text.isascii() and text.isdecimal() and len(text) < 4 else -1  # noqa: PLR2004


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for count, row in enumerate(reader):
            if count >= MOST_LINES:
                raise UnreadableFileError(
                    f"This file has more than {MOST_LINES:,} lines; split it."
                )
            if any(map(str.strip, row)):
                yield row
    except csv.Error:
        raise UnreadableFileError(
            f"A field near line {reader.line_num} never ends; see whether a quotation mark is "
            "missing."
        ) from None


def _candidates(
    rows: Iterator[list[str]], special: Mapping[str, int], *, html: bool | None
) -> Iterator[Candidate]:
    for number, row in enumerate(rows, start=1):
        tags = row[special["tags"]].split() if 0 <= special["tags"] < len(row) else []
        fields = [text for place, text in enumerate(row) if place not in special.values()]
        yield note_candidate(number, Note(fields=fields, tags=tags, html=html))
