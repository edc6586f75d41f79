"""Stores a collection as a package: schema 11, which every Anki since 2.1 opens.

What stands in the one row of `col` is JSON; of what Anki keeps there, only what it cannot do
without is written, with its own defaults.
"""

import datetime as dt
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any
from zoneinfo import ZoneInfo

from tutor_core.calendar import start_of_day
from tutor_core.content.exchange.anki.packages import BETWEEN_FIELDS
from tutor_core.content.exchange.markup import text_of
from tutor_core.content.exchange.values import RefusedError
from tutor_core.review.decks.anki.values import Collection, NoteType, StoredNote, StoredReview

_SCHEMA = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL,
  scm integer NOT NULL, ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL,
  ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL,
  dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL,
  sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL,
  ord integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL,
  queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL,
  reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL,
  odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL,
  ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL,
  time integer NOT NULL, type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_notes_csum ON notes (csum);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_revlog_cid ON revlog (cid);
"""
_VERSION = 11
_CHANGED_HERE = -1  # an update sequence number
_ROLLOVER = 4  # o'clock; the hour at which our learner's day begins
_STYLE = ".card { font-family: arial; font-size: 20px; text-align: center; }"
_CLOZE_STYLE = f"{_STYLE}\n.cloze {{ font-weight: bold; color: blue; }}"
_LATEX_START = "\\documentclass[12pt]{article}\n\\pagestyle{empty}\n\\begin{document}\n"


def package_of(collection: Collection, *, zone: ZoneInfo, now: dt.datetime) -> bytes:
    """Write a collection as an .apkg.

    Args:
        collection: What goes into it.
        zone: Where the learner is.
        now: When it is written.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_SCHEMA)
        _store(connection, collection, zone, now)
        connection.commit()
        database = connection.serialize()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", database)
        archive.writestr("media", "{}")
    return packed.getvalue()


def _store(
    connection: sqlite3.Connection, collection: Collection, zone: ZoneInfo, now: dt.datetime
) -> None:
    seconds = int(now.timestamp())
    connection.execute(
        "INSERT INTO col VALUES (1, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, '{}')",
        _col(collection, zone, seconds),
    )
    connection.executemany(
        "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
        (_note(note, seconds) for note in collection.notes),
    )
    connection.executemany(
        "INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?)",
        _cards(collection, seconds),
    )
    connection.executemany(
        "INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _reviews(collection)
    )


def _col(collection: Collection, zone: ZoneInfo, seconds: int) -> tuple[object, ...]:
    began = start_of_day(collection.began_on, zone, starts_at=_ROLLOVER)
    offset = began.astimezone(zone).utcoffset() or dt.timedelta()
    config = {
        "activeDecks": [1],
        "curDeck": 1,
        "creationOffset": -(offset // dt.timedelta(minutes=1)),
        "rollover": _ROLLOVER,
        "schedVer": 2,
        "sched2021": True,
        "nextPos": 1 + sum(map(len, collection.cards.values())),
        "sortType": "noteFld",
        "sortBackwards": False,
        "collapseTime": 1200,
        "newSpread": 0,
        "timeLim": 0,
        "estTimes": True,
        "dueCounts": True,
        "addToCur": True,
        "dayLearnFirst": False,
    }
    decks = {1: "Default"} | dict(collection.decks)
    parts: list[Any] = [
        config,
        {str(key): _type(key, kind, seconds) for key, kind in collection.types.items()},
        {str(key): _deck(key, name, seconds) for key, name in decks.items()},
        {"1": _OPTIONS},
    ]
    milliseconds = seconds * 1000
    return (
        int(began.timestamp()),
        milliseconds,
        milliseconds,
        _VERSION,
        *(json.dumps(part) for part in parts),
    )


def _type(key: int, kind: NoteType, seconds: int) -> dict[str, Any]:
    return {
        "id": key,
        "name": kind.name,
        "type": int(kind.is_cloze),
        "mod": seconds,
        "usn": _CHANGED_HERE,
        "sortf": 0,
        "did": None,
        "flds": [
            {"name": name, "ord": place, "sticky": False, "rtl": False, "font": "Arial", "size": 20}
            for place, name in enumerate(kind.fields)
        ],
        "tmpls": [
            {
                "name": f"Card {place + 1}",
                "ord": place,
                "qfmt": template.question,
                "afmt": template.answer,
                "bqfmt": "",
                "bafmt": "",
                "did": None,
            }
            for place, template in kind.templates.items()
        ],
        "css": _CLOZE_STYLE if kind.is_cloze else _STYLE,
        "latexPre": _LATEX_START,
        "latexPost": "\\end{document}",
        "req": [],
        "tags": [],
        "vers": [],
    }


def _deck(key: int, name: str, seconds: int) -> dict[str, Any]:
    today = [0, 0]
    return {
        "id": key,
        "name": name,
        "desc": "",
        "mod": seconds,
        "usn": _CHANGED_HERE,
        "collapsed": False,
        "browserCollapsed": False,
        "dyn": 0,
        "conf": 1,
        "extendNew": 0,
        "extendRev": 0,
        "newToday": today,
        "revToday": today,
        "lrnToday": today,
        "timeToday": today,
    }


_OPTIONS = {
    "id": 1,
    "name": "Default",
    "mod": 0,
    "usn": 0,
    "maxTaken": 60,
    "autoplay": True,
    "timer": 0,
    "replayq": True,
    "dyn": False,
    "new": {
        "bury": False,
        "delays": [1.0, 10.0],
        "initialFactor": 2500,
        "ints": [1, 4, 0],
        "order": 1,
        "perDay": 20,
    },
    "rev": {
        "bury": False,
        "ease4": 1.3,
        "ivlFct": 1.0,
        "maxIvl": 36500,
        "perDay": 200,
        "hardFactor": 1.2,
    },
    "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
}


def _note(note: StoredNote, seconds: int) -> tuple[object, ...]:
    fields = note.fields or ()
    words = _words(fields[0])
    digest = hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()
    return (
        note.id,
        note.guid,
        note.type_id,
        seconds,
        _CHANGED_HERE,
        f" {' '.join(note.tags)} " if note.tags else "",
        BETWEEN_FIELDS.join(fields),
        words,
        int(digest[:8], 16),
    )


def _words(markup: str) -> str:
    try:
        return text_of(markup)
    except RefusedError:  # too long to be read again
        return markup


def _cards(collection: Collection, seconds: int) -> Iterator[tuple[object, ...]]:
    for own in collection.cards.values():
        for card in own:
            yield (
                card.id,
                card.note_id,
                card.deck_id,
                card.place,
                seconds,
                _CHANGED_HERE,
                card.type,
                card.queue,
                card.due,
                card.interval_days,
                card.factor,
                card.reps,
                card.lapses,
                card.flags,
                json.dumps(_moments(collection.reviews.get(card.id, ()))),
            )


def _moments(reviews: Sequence[StoredReview]) -> dict[str, int]:
    """Return when a card was last reviewed, in seconds, as Anki keeps it since 2025."""
    return {"lrt": max(review.id for review in reviews) // 1000} if reviews else {}


def _reviews(collection: Collection) -> Iterator[tuple[object, ...]]:
    for own in collection.reviews.values():
        for review in own:
            yield (
                review.id,
                review.card_id,
                _CHANGED_HERE,
                review.answer,
                review.interval,
                review.last_interval,
                review.factor,
                review.milliseconds,
                review.kind,
            )
