"""Reads a deck, whatever its format."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from zoneinfo import ZoneInfo

from tutor_core.content.exchange.anki.texts import has_headers
from tutor_core.content.exchange.decoding import decoded
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.review.decks.anki.interpreting import notes_in
from tutor_core.review.decks.anki.opening import read_collection
from tutor_core.review.decks.anki.scheduling import Days
from tutor_core.review.decks.limits import LARGEST_DECK, LARGEST_TABLE, MOST_MARKUP
from tutor_core.review.decks.remarks import Remarks, listed
from tutor_core.review.decks.tables import notes_in_rows, rows_of_export, rows_of_table
from tutor_core.review.decks.values import Advance, CarriedNote, DeckFormat, DeckRead, Refused

_PACKAGES = frozenset({".apkg", ".colpkg"})
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_KNOWN = ".apkg and .colpkg (Anki), .csv, .tsv and .txt (tables, and Anki's notes as text)"
_FSRS = "Scheduling by FSRS: its intervals are kept, its memory is worked out from the reviews."


def read_deck(
    name: str,
    data: bytes,
    *,
    today: dt.date,
    zone: ZoneInfo,
    advance: Advance = lambda _done, _total: None,
) -> DeckRead:
    """Read a deck of cards.

    Args:
        name: The name of the file; its ending says the format.
        data: What is in it.
        today: The learner's day.
        zone: Where the learner is.
        advance: Told how many notes of a package are read and how many there are; a table's rows
            are not known before they are read.

    Raises:
        UnreadableFileError: Nothing of it can be used; its text is one sentence.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in _PACKAGES | _TEXTS:
        raise UnreadableFileError(f"Files of this ending cannot be read; these can: {_KNOWN}.")
    largest = LARGEST_DECK if ending in _PACKAGES else LARGEST_TABLE
    if len(data) > largest:
        raise UnreadableFileError(
            f"This file is larger than {largest // 1_000_000} MB; export one deck at a time."
        )
    if not data.strip():
        raise UnreadableFileError("This file is empty.")
    if ending in _PACKAGES:
        read = _read_package(data, today, zone, advance)
    else:
        read = _read_text(data, today)
    if not read.notes and not read.refused:
        raise UnreadableFileError("No card was found in this file.")
    return read


def _read_package(data: bytes, today: dt.date, zone: ZoneInfo, advance: Advance) -> DeckRead:
    remarks = Remarks()
    collection = read_collection(data, zone)
    days = Days(began_on=collection.began_on, today=today, zone=zone)
    found = notes_in(collection, days, remarks, advance=advance)
    if collection.uses_fsrs:
        remarks.said.append(_FSRS)
    if collection.lost_rows:
        remarks.said.append(
            f"{collection.lost_rows:,} rows belong to no note or card and were left out; let Anki "
            "check its database."
        )
    return _deck("package", found.notes, found.refused, remarks)


def _read_text(data: bytes, today: dt.date) -> DeckRead:
    remarks = Remarks("row")
    if data.count(b"<") > MOST_MARKUP:
        raise UnreadableFileError("This file has too many tags to be one of cards; split it.")
    text = decoded(data, remarks.said)
    is_export = has_headers(text)
    rows = (rows_of_export if is_export else rows_of_table)(text, remarks)
    notes, refused = notes_in_rows(rows, today=today, remarks=remarks)
    return _deck("text" if is_export else "table", notes, refused, remarks)


def _deck(
    form: DeckFormat,
    notes: Sequence[CarriedNote],
    refused: Sequence[Refused],
    remarks: Remarks,
) -> DeckRead:
    return DeckRead(
        format=form,
        notes=tuple(notes),
        refused=tuple(refused),
        remarks=(*remarks.sentences(), *_alike(notes)),
    )


def _alike(notes: Sequence[CarriedNote]) -> tuple[str, ...]:
    """Name the fronts that several notes have with the same back; all of them were taken."""
    counted = Counter((note.cards[0].front, note.cards[0].back) for note in notes)
    twice = [
        f"“{front[:60].strip()}” ({count:,} times)"
        for (front, _), count in counted.items()
        if count > 1
    ]
    return (f"These notes say the same as others: {listed(twice)}.",) if twice else ()
