"""Notes as Anki exports them to a text file: a few lines that begin with #, then one note a row."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """What the first lines of an export say, and what stands behind them.

    Attributes:
        delimiter: What separates the fields.
        html: Whether the fields are HTML; None where nobody says so.
        special: By "guid", "notetype", "deck" and "tags", the place of the column from 0; -1
            where there is none.
        rest: The text behind the first lines.
    """

    delimiter: str
    html: bool | None
    special: Mapping[str, int]
    rest: str

    def value(self, name: str, row: Sequence[str]) -> str:
        """Return what stands in a special column of a row; nothing where there is none."""
        place = self.special[name]
        return row[place] if 0 <= place < len(row) else ""

    def fields(self, row: Sequence[str]) -> list[str]:
        """Return what stands in the other columns."""
        return [text for place, text in enumerate(row) if place not in self.special.values()]


def is_anki_text(text: str) -> bool:
    """Tell whether a text file holds notes: it says so, or every line has a tab in it."""
    if text.lstrip().startswith("#"):
        return has_headers(text.lstrip())
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:20]
    return bool(lines) and all("\t" in line.strip() for line in lines)


def has_headers(text: str) -> bool:
    """Tell whether a text begins with one of the lines that Anki puts first."""
    first = text.partition("\n")[0]
    return first.startswith("#") and first[1:].partition(":")[0].strip().lower() in _HEADERS


def read_anki_text(text: str, remarks: list[str]) -> FileRead:
    """Read the notes of a text file.

    Raises:
        UnreadableFileError: There are none, or too many.
    """
    headers = headers_of(text)
    rows = rows_of(headers.rest, headers.delimiter)
    return collected("anki", _candidates(rows, headers), remarks, counted="notes")


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


def headers_of(text: str) -> Headers:
    """Read what the first lines of an export say about the others.

    Raises:
        UnreadableFileError: It separates the fields by something that Anki does not.
    """
    said: dict[str, str] = {}
    while text.startswith("#"):
        line, _, text = text.partition("\n")
        name, _, value = line[1:].rstrip("\r").partition(":")
        said[name.strip().lower()] = value.strip() if name != "separator" else value
    separator = said.get("separator", "tab")
    delimiter = _NAMED.get(separator.lower(), separator)
    if delimiter not in _SEPARATORS:
        raise UnreadableFileError("Its fields must be separated by tabs; export it so.")
    return Headers(
        delimiter=delimiter,
        html={"true": True, "false": False}.get(said.get("html", "").lower()),
        special={name: _column(said.get(f"{name} column", "")) for name in _SPECIAL},
        rest=text,
    )


def _column(text: str) -> int:
    """Return a place in the row, from 0; -1 where none is named."""
    return int(text) - 1 if text.isascii() and text.isdecimal() and len(text) < 4 else -1  # noqa: PLR2004


def rows_of(text: str, delimiter: str, *, most_lines: int = MOST_LINES) -> Iterator[list[str]]:
    """Yield the rows behind the first lines of an export, without the empty ones.

    Raises:
        UnreadableFileError: There are more lines, or a field never ends.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for count, row in enumerate(reader):
            if count >= most_lines:
                raise UnreadableFileError(
                    f"This file has more than {most_lines:,} lines; split it."
                )
            if any(map(str.strip, row)):
                yield row
    except csv.Error:
        raise UnreadableFileError(
            f"A field near line {reader.line_num} never ends; see whether a quotation mark is "
            "missing."
        ) from None


def _candidates(rows: Iterator[list[str]], headers: Headers) -> Iterator[Candidate]:
    for number, row in enumerate(rows, start=1):
        note = Note(
            fields=headers.fields(row), tags=headers.value("tags", row).split(), html=headers.html
        )
        yield note_candidate(number, note)
