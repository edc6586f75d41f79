"""Writes a deck into a file of either kind."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from tutor_core.content.exchange.markup import xml_text
from tutor_core.review.decks.anki.composing import collection_with
from tutor_core.review.decks.anki.storing import package_of
from tutor_core.review.decks.tables import table_of
from tutor_core.review.decks.values import CarriedNote

_LONGEST_NAME = 100  # characters


def write_anki(
    deck_name: str,
    notes: Sequence[CarriedNote],
    *,
    today: dt.date,
    zone: ZoneInfo,
    now: dt.datetime,
) -> bytes:
    """Write notes as an .apkg that Anki opens, and that `read_deck` reads again.

    Args:
        deck_name: Where the cards will lie in Anki; `::` puts a deck into another.
        notes: With cards whose fronts are not empty.
        today: The learner's day.
        zone: Where the learner is.
        now: When it is written, an aware moment.
    """
    name = xml_text(" ".join(deck_name.split()))[:_LONGEST_NAME] or "Tutor"
    collection = collection_with(name, notes, today=today, zone=zone, now=now)
    return package_of(collection, zone=zone, now=now)


def write_table(notes: Sequence[CarriedNote], *, separator: Literal[",", "\t"]) -> bytes:
    """Write notes as a table, a row a card, in UTF-8 with the mark by which Excel knows it.

    The log of reviews has no column; what a spreadsheet would work out is made harmless.

    Args:
        notes: With cards whose fronts are not empty.
        separator: What stands between the cells.
    """
    return table_of(notes, separator)
