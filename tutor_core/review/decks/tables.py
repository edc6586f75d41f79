"""Tables of cards, a row each, and the notes that Anki exports as text.

Our own tables name their columns, `key` among them, and are taken word for word. Other tables may
have HTML and formulas in any manner; without a first row that names `front` and `back`, their first
two columns are these. Rows with the same key are the cards of one note.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from tutor_core.content.exchange.anki.texts import headers_of, rows_of
from tutor_core.content.exchange.bodies import title_of
from tutor_core.content.exchange.formulas import dollars
from tutor_core.content.exchange.markup import xml_text
from tutor_core.content.exchange.tables.csv_files import csv_of, lines_of
from tutor_core.content.exchange.tables.rows import Line
from tutor_core.content.exchange.tags import has_markup
from tutor_core.content.exchange.values import RefusedError, UnreadableFileError
from tutor_core.review.decks.limits import HIGHEST_GAP, LONGEST_KEY, MOST_CARDS
from tutor_core.review.decks.remarks import Remarks, listed
from tutor_core.review.decks.schedule_cells import read_cells, written_cells
from tutor_core.review.decks.texts import (
    card_text,
    field_text,
    gap_mark,
    gaps_of,
    key_of,
    read_tags,
    written_tags,
)
from tutor_core.review.decks.values import CarriedCard, CarriedNote, Refused

_NAMED = ("front", "back")
_SCHEDULE = ("easiness", "interval", "repetitions", "lapses", "due", "suspended", "flag")
_COLUMNS = (*_NAMED, "tags", "gap", *_SCHEDULE, "key")
_MOST_LINES = 2 * MOST_CARDS
_FURTHER = (
    "Fields beyond the second were left out of {:,} notes; bring the package (.apkg) to keep them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row, before it is read.

    Attributes:
        number: As a spreadsheet counts, from 1; of Anki's notes which one.
        cells: By the names of our columns.
        html: Whether its texts are HTML; None where nobody says so.
        is_ours: Whether its texts are ours already.
    """

    number: int
    cells: Mapping[str, str]
    html: bool | None = None
    is_ours: bool = False


@dataclass(slots=True)
class _Cards:
    """The cards of one note, and its tags."""

    tags: tuple[str, ...]
    cards: dict[tuple[str, str, int | None], CarriedCard] = field(default_factory=dict)


def rows_of_table(text: str, remarks: Remarks) -> Iterator[Row]:
    """Yield the rows of a table.

    Raises:
        UnreadableFileError: It has too many lines, or a column twice.
    """
    read = lines_of(text, most_lines=_MOST_LINES)
    lines: Iterator[Line] = (line for line in read if any(map(str.strip, line.cells)))
    first = next(lines, None)
    if first is None:
        return
    names = [" ".join(cell.split()).casefold() for cell in first.cells]
    if not set(_NAMED) <= set(names):
        names = list(_NAMED)
        lines = chain([first], lines)
    _check_columns(names, remarks)
    for line in lines:
        cells = dict(zip(names, line.cells, strict=False))
        yield Row(number=line.number, cells=cells, is_ours="key" in names)


def rows_of_export(text: str, remarks: Remarks) -> Iterator[Row]:
    """Yield the notes of one of Anki's text exports.

    Raises:
        UnreadableFileError: It has too many lines, or fields separated in a strange way.
    """
    headers = headers_of(text)
    further = 0
    rows = rows_of(headers.rest, headers.delimiter, most_lines=_MOST_LINES)
    for number, row in enumerate(rows, start=1):
        fields = [*headers.fields(row), "", ""]
        further += any(map(str.strip, fields[2:]))
        cells = {
            "front": fields[0],
            "back": fields[1],
            "tags": headers.value("tags", row),
            "key": headers.value("guid", row),
        }
        yield Row(number=number, cells=cells, html=headers.html)
    if further:
        remarks.said.append(_FURTHER.format(further))


def notes_in_rows(
    rows: Iterable[Row], *, today: dt.date, remarks: Remarks
) -> tuple[list[CarriedNote], list[Refused]]:
    """Read rows into notes; those with the same key are one.

    Args:
        rows: Of one file.
        today: The learner's day.
        remarks: Gets what was left out.

    Raises:
        UnreadableFileError: They make too many cards.
    """
    found: dict[str, _Cards] = {}
    refused: list[Refused] = []
    count = 0
    for row in rows:
        name = title_of(row.cells.get("front", ""))
        try:
            cards = _cards(row, today, remarks)
            key = xml_text(row.cells.get("key", ""))[:LONGEST_KEY]
            key = key or key_of(cards[0].front, cards[0].back)
            own = found.setdefault(key, _Cards(tags=read_tags(row.cells.get("tags", ""))))
            _take(cards, own)
        except RefusedError as error:
            refused.append(Refused(number=row.number, name=name, reason=str(error)))
            continue
        count += len(cards)
        if count > MOST_CARDS:
            raise UnreadableFileError(f"This file has more than {MOST_CARDS:,} cards; split it.")
    notes = [
        CarriedNote(key=key, tags=own.tags, cards=tuple(own.cards.values()))
        for key, own in found.items()
    ]
    return notes, refused


def table_of(notes: Sequence[CarriedNote], separator: Literal[",", "\t"]) -> bytes:
    """Write the cards of notes, a row each."""
    rows = (
        {
            "front": card_text(card.front),
            "back": card_text(card.back),
            "tags": " ".join(written_tags(note.tags)),
            "gap": str(card.gap or ""),
            **written_cells(card),
            "key": xml_text(note.key),
        }
        for note in notes
        for card in note.cards
    )
    return csv_of(_COLUMNS, rows, delimiter=separator)


def _check_columns(names: Sequence[str], remarks: Remarks) -> None:
    twice = [name for name in _COLUMNS if names.count(name) > 1]
    if twice:
        raise UnreadableFileError(f"The column `{twice[0]}` is there twice; rename one.")
    unknown = [name[:40] for name in names if name and name not in _COLUMNS]
    if unknown:
        remarks.said.append(f"Columns that are not known were left out: {listed(unknown)}.")


def _take(cards: Sequence[CarriedCard], own: _Cards) -> None:
    for card in cards:
        place = card.front, card.back, card.gap
        if place in own.cards:
            raise RefusedError("The same card stands further up; it was taken once.")
        own.cards[place] = card


def _cards(row: Row, today: dt.date, remarks: Remarks) -> list[CarriedCard]:
    front, back = (_text(row, name, remarks) for name in _NAMED)
    gaps = _gaps(row, front)
    if not front.strip():
        raise RefusedError("Its front has no words; write the question there.")
    if not back.strip() and gaps == (None,):
        raise RefusedError("Its back has no words; write the answer there.")
    schedule = read_cells(row.cells, today)
    return [schedule.card(front, back, gap) for gap in gaps]


def _gaps(row: Row, front: str) -> tuple[int | None, ...]:
    """Return the gaps that a row asks for; every one of the text where there is no such column."""
    if "gap" not in row.cells:
        return gaps_of(front) or (None,)
    text = row.cells["gap"].strip()
    if not text:
        return (None,)
    if not (text.isascii() and text.isdecimal() and len(text) <= 3):  # noqa: PLR2004
        raise RefusedError("`gap` must be the number of a gap, or left empty.")
    gap = int(text)
    if not 1 <= gap <= HIGHEST_GAP or gap_mark(gap) not in front:
        raise RefusedError(f"Its front has no gap {gap}; write {{{{c{gap}::answer}}}} there.")
    return (gap,)


def _text(row: Row, name: str, remarks: Remarks) -> str:
    text = row.cells.get(name, "")
    if row.is_ours:
        return card_text(text)
    if row.html is False or (row.html is None and not has_markup(text)):
        return card_text(dollars(text.strip()))
    media: list[str] = []
    read = field_text(text, media)
    remarks.media(row.number, media)
    remarks.markup(text)
    return read
