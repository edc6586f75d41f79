"""Opens a package and reads its collection, of the older (11) and the newer (18) schema."""

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from tutor_core.content.exchange.anki.collections import (
    NO_COLLECTION,
    collection_of,
    is_collection,
    is_plain_table,
    opened_collection,
)
from tutor_core.content.exchange.anki.packages import BETWEEN_FIELDS
from tutor_core.content.exchange.archives import opened_zip
from tutor_core.content.exchange.markup import xml_text
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.review.decks.anki.note_types import types_in_json, types_in_tables
from tutor_core.review.decks.anki.values import (
    Collection,
    NoteType,
    StoredCard,
    StoredNote,
    StoredReview,
)
from tutor_core.review.decks.limits import (
    LONGEST_FIELDS,
    LONGEST_KEY,
    LONGEST_VALUE,
    MOST_CARDS,
    MOST_ENTRIES,
    MOST_FIELDS,
    MOST_REVIEWS,
    MOST_UNPACKED,
)
from tutor_core.review.decks.texts import read_tags

_TABLES = ("col", "notes", "cards", "revlog")
_MOST_OFFSET = 15 * 60  # minutes; no place on earth is further from Greenwich
_LAST_MOMENT = 4_102_444_800  # seconds; the year 2100
_MOST_DECKS = 10_000
_CARDS = (
    "SELECT id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, odue, odid, flags,"
    " substr(data, 1, 2000) FROM cards LIMIT ?"
)
_REVIEWS = "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog LIMIT ?"
_NOTES = (
    "SELECT id, substr(guid, 1, ?), mid, substr(tags, 1, 20000),"
    " CASE WHEN length(flds) <= ? THEN flds END FROM notes LIMIT ?"
)


def read_collection(data: bytes, zone: ZoneInfo) -> Collection:
    """Read the collection of a package.

    Args:
        data: The package.
        zone: Where the learner is; counts for old collections, which do not say where they began.

    Raises:
        UnreadableFileError: It is none, or holds too much.
    """
    with opened_zip(
        data,
        "an Anki package",
        is_read=is_collection,
        most_unpacked=MOST_UNPACKED,
        most_entries=MOST_ENTRIES,
    ) as archive:
        database = collection_of(archive, most_unpacked=MOST_UNPACKED)
    with opened_collection(database, longest_value=LONGEST_VALUE) as connection:
        if not all(is_plain_table(connection, name) for name in _TABLES):
            raise UnreadableFileError(NO_COLLECTION)
        return _collection(connection, zone)


def _collection(connection: sqlite3.Connection, zone: ZoneInfo) -> Collection:
    row = connection.execute("SELECT crt, conf, models, decks FROM col LIMIT 1").fetchone()
    if row is None:
        raise UnreadableFileError(NO_COLLECTION)
    began, config, models, decks = row
    is_new = is_plain_table(connection, "notetypes")
    said = _config(connection) if is_new else _json(config)
    types: dict[int, NoteType] = (
        types_in_tables(connection) if is_new else types_in_json(_json(models))
    )
    notes, cards, reviews = _notes(connection), _cards(connection), _reviews(connection)
    known = {note.id for note in notes}
    owned = {card.id for own in cards.values() for card in own}
    lost = sum(len(own) for note, own in cards.items() if note not in known)
    lost += sum(len(own) for card, own in reviews.items() if card not in owned)
    return Collection(
        began_on=_began_on(began, said, zone),
        uses_fsrs=said.get("fsrs") is True
        or any(card.has_memory for own in cards.values() for card in own),
        types=types,
        decks=_decks(connection) if is_new else _decks_in_json(_json(decks)),
        notes=notes,
        cards=cards,
        reviews=reviews,
        lost_rows=lost,
    )


def _json(text: object) -> dict[str, Any]:
    try:
        value = json.loads(text) if isinstance(text, str | bytes) else None
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _config(connection: sqlite3.Connection) -> dict[str, Any]:
    if not is_plain_table(connection, "config"):
        raise UnreadableFileError(NO_COLLECTION)
    rows = connection.execute(
        "SELECT KEY, val FROM config WHERE KEY IN ('creationOffset', 'fsrs') LIMIT 2"
    )
    return {str(key): _json(b'{"value":%b}' % bytes(value)).get("value") for key, value in rows}


def _began_on(began: object, said: Mapping[str, Any], zone: ZoneInfo) -> dt.date:
    if not isinstance(began, int) or not 0 <= began < _LAST_MOMENT:
        raise UnreadableFileError(NO_COLLECTION)
    offset = said.get("creationOffset")  # minutes west of Greenwich
    if isinstance(offset, int) and abs(offset) <= _MOST_OFFSET:
        place: dt.tzinfo = dt.timezone(dt.timedelta(minutes=-offset))
    else:
        place = zone
    return dt.datetime.fromtimestamp(began, place).date()


def _decks(connection: sqlite3.Connection) -> dict[int, str]:
    if not is_plain_table(connection, "decks"):
        raise UnreadableFileError(NO_COLLECTION)
    rows = connection.execute("SELECT id, name FROM decks LIMIT ?", (_MOST_DECKS,))
    return {key: str(name)[:200].replace(BETWEEN_FIELDS, "::") for key, name in rows}


def _decks_in_json(decks: Mapping[str, Any]) -> dict[int, str]:
    return {
        int(key): str(deck.get("name"))[:200]
        for key, deck in list(decks.items())[:_MOST_DECKS]
        if key.isascii() and key.isdecimal() and isinstance(deck, dict)
    }


def _notes(connection: sqlite3.Connection) -> tuple[StoredNote, ...]:
    rows = connection.execute(_NOTES, (LONGEST_KEY, LONGEST_FIELDS, MOST_CARDS + 1)).fetchall()
    if len(rows) > MOST_CARDS:
        raise UnreadableFileError(_too_many("notes", MOST_CARDS))
    return tuple(
        StoredNote(
            id=_whole(key) or 0,
            guid=xml_text(str(guid)),
            type_id=_whole(kind) or 0,
            tags=read_tags(str(tags)),
            fields=None
            if fields is None
            else tuple(str(fields).split(BETWEEN_FIELDS, MOST_FIELDS)),
        )
        for key, guid, kind, tags, fields in rows
    )


def _cards(connection: sqlite3.Connection) -> dict[int, list[StoredCard]]:
    cards: dict[int, list[StoredCard]] = defaultdict(list)
    rows = connection.execute(_CARDS, (MOST_CARDS + 1,))
    for count, (key, note, *numbers, memory) in enumerate(rows, start=1):
        if count > MOST_CARDS:
            raise UnreadableFileError(_too_many("cards", MOST_CARDS))
        cards[_whole(note) or 0].append(_card(_whole(key) or 0, _whole(note) or 0, numbers, memory))
    return cards


def _card(key: int, note: int, numbers: list[Any], memory: object) -> StoredCard:
    whole = [number for value in numbers if (number := _whole(value)) is not None]
    if len(whole) < len(numbers):
        return StoredCard(id=key, note_id=note, deck_id=0, place=0, is_damaged=True)
    deck, place, kind, queue, due, interval, factor, reps, lapses, home_due, home, flags = whole
    return StoredCard(
        id=key,
        note_id=note,
        deck_id=home or deck,
        place=place,
        type=kind,
        queue=queue,
        due=due,
        interval_days=interval,
        factor=factor,
        reps=reps,
        lapses=lapses,
        home_due=home_due,
        home_deck_id=home,
        flags=flags,
        has_memory=isinstance(_json(memory).get("s"), int | float),
    )


def _reviews(connection: sqlite3.Connection) -> dict[int, list[StoredReview]]:
    reviews: dict[int, list[StoredReview]] = defaultdict(list)
    for count, row in enumerate(connection.execute(_REVIEWS, (MOST_REVIEWS + 1,)), start=1):
        if count > MOST_REVIEWS:
            raise UnreadableFileError(_too_many("answers in its log", MOST_REVIEWS))
        whole = [number for value in row if (number := _whole(value)) is not None]
        if len(whole) < len(row) or not 0 <= whole[0] < _LAST_MOMENT * 1000:
            reviews[0].append(_LOST)
            continue
        key, card, answer, interval, last_interval, factor, milliseconds, kind = whole
        reviews[card].append(
            StoredReview(
                id=key,
                card_id=card,
                answer=answer,
                interval=interval,
                last_interval=last_interval,
                factor=factor,
                milliseconds=milliseconds,
                kind=kind,
            )
        )
    return reviews


_LOST = StoredReview(
    id=0, card_id=0, answer=0, interval=0, last_interval=0, factor=0, milliseconds=0, kind=0
)


def _whole(value: object) -> int | None:
    """Return a number of a column; old versions of Anki wrote some with a decimal point."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else None


def _too_many(things: str, most: int) -> str:
    return f"This package has more than {most:,} {things}; export one deck at a time."
