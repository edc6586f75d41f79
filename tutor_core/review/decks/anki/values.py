"""A collection of Anki as its tables hold it, as far as cards need it.

The numbers are Anki's own: AnkiDroid's wiki, "Database Structure", describes them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

NEW: Final = 0  # types of cards
LEARNING: Final = 1
REVIEW: Final = 2
RELEARNING: Final = 3
SUSPENDED: Final = -1  # a queue; the other queues follow from the type
CRAM: Final = 3  # a kind of review


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """How one card of a note looks.

    Attributes:
        question: HTML with `{{fields}}`.
        answer: As well.
    """

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteType:
    """What notes of a kind have in common.

    Attributes:
        name: What it is called.
        is_cloze: Whether the one template makes a card of every gap.
        fields: Their names.
        templates: By their place; a cloze type has only 0.
    """

    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    templates: Mapping[int, Template]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNote:
    """A row of `notes`.

    Attributes:
        id: Its id.
        guid: By what it is known again in other collections.
        type_id: Which note type it has.
        tags: Its labels.
        fields: HTML; None where they are too long to be read.
    """

    id: int
    guid: str
    type_id: int
    tags: tuple[str, ...]
    fields: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCard:
    """A row of `cards`.

    Attributes:
        id: Its id.
        note_id: Whose card it is.
        deck_id: Where it lies.
        place: Which template, from 0; of a cloze note which gap, from 0.
        type: New, learning, review or relearning.
        queue: -1 suspended, below that buried.
        due: A place among the new, a moment in seconds, or days since the collection began.
        interval_days: 0 while learning.
        factor: Easiness in thousandths; 0 where there is none.
        reps: Answers, all told.
        lapses: How often it was forgotten.
        home_due: What `due` will be again when it leaves its filtered deck.
        home_deck_id: Where it then returns to; 0 where it is at home.
        flags: The colour in the lowest three bits.
        has_memory: Whether FSRS has put down its memory.
        is_damaged: Whether a number of it is none; then the others mean nothing.
    """

    id: int
    note_id: int
    deck_id: int
    place: int
    type: int = NEW
    queue: int = 0
    due: int = 0
    interval_days: int = 0
    factor: int = 0
    reps: int = 0
    lapses: int = 0
    home_due: int = 0
    home_deck_id: int = 0
    flags: int = 0
    has_memory: bool = False
    is_damaged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReview:
    """A row of `revlog`.

    Attributes:
        id: The moment, in milliseconds since 1970.
        card_id: Whose it is.
        answer: 1 to 4, Again to Easy; 0 where somebody set the date by hand.
        interval: Days it was given.
        last_interval: Days it had before.
        factor: Easiness in thousandths.
        milliseconds: How long it took.
        kind: 0 learning, 1 review, 2 relearning, 3 cram, 4 and 5 set by hand.
    """

    id: int
    card_id: int
    answer: int
    interval: int
    last_interval: int
    factor: int
    milliseconds: int
    kind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Everything of a collection that cards need.

    Attributes:
        began_on: The day from which due days are counted.
        uses_fsrs: Whether FSRS schedules its cards.
        types: Note types by their id.
        decks: Names by their id, with `::` between the levels.
        notes: In the order of the file.
        cards: By the id of their note.
        reviews: By the id of their card.
        lost_rows: Rows of cards and reviews that belong to nothing.
    """

    began_on: dt.date
    uses_fsrs: bool
    types: Mapping[int, NoteType]
    decks: Mapping[int, str]
    notes: tuple[StoredNote, ...]
    cards: Mapping[int, list[StoredCard]]
    reviews: Mapping[int, list[StoredReview]]
    lost_rows: int = 0
