"""Notes and cards as they are carried from one program to another, scheduling and all."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tutor_core.review.decks.limits import HIGHEST_GAP

LOWEST_EASINESS = 130  # hundredths
FIRST_EASINESS = 250
BEST_QUALITY = 5
HIGHEST_FLAG = 7
DeckFormat = Literal["package", "text", "table"]
Advance = Callable[[int, int], None]
"""Told how much is done and how much there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedReview:
    """One answer to a card.

    Attributes:
        at: When, an aware moment in UTC.
        quality: 0 to 5; below 3 the answer was not known.
        seconds: How long it took.
        is_cram: Whether it was asked out of turn and did not count for the schedule.
    """

    at: dt.datetime
    quality: int
    seconds: int
    is_cram: bool

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"a moment needs a zone, got the naive {self.at!r}")
        if not 0 <= self.quality <= BEST_QUALITY:
            raise ValueError(f"a quality is 0 to 5, got {self.quality}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedCard:
    """One card.

    Attributes:
        front: Markdown with formulas between dollar signs, never HTML. With a gap it is the whole
            text with its marks `{{c1::answer::hint}}`.
        back: Markdown as well; with a gap, what is shown besides the answer.
        gap: The number of the gap that is asked for, from 1; None where the back answers.
        easiness_hundredths: 130 or more.
        interval_days: 0 where it is still being learnt.
        repetitions: Days in a row on which it was known, as SM-2 counts them.
        lapses: How often it was forgotten after it had been known.
        due_on: The learner's day on which it is due; None for a new card.
        is_suspended: Whether it is not asked for now.
        flag: Its colour, 0 (none) to 7.
        reviews: Every answer, the earliest first.
    """

    front: str
    back: str
    gap: int | None
    easiness_hundredths: int
    interval_days: int
    repetitions: int
    lapses: int
    due_on: dt.date | None
    is_suspended: bool
    flag: int
    reviews: tuple[CarriedReview, ...]

    def __post_init__(self) -> None:
        if self.gap is not None and not 1 <= self.gap <= HIGHEST_GAP:
            raise ValueError(f"a gap is 1 to {HIGHEST_GAP}, got {self.gap}")
        if self.easiness_hundredths < LOWEST_EASINESS:
            raise ValueError(f"an easiness is 1.30 at least, got {self.easiness_hundredths}/100")
        if min(self.interval_days, self.repetitions, self.lapses) < 0:
            raise ValueError("an interval, repetitions and lapses are never negative")
        if not 0 <= self.flag <= HIGHEST_FLAG:
            raise ValueError(f"a flag is 0 to 7, got {self.flag}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedNote:
    """What cards have in common.

    Attributes:
        key: By what it is known again: Anki's guid; for tables a digest of the text where they
            name none.
        tags: Its labels, without spaces in them.
        cards: One at least.
    """

    key: str
    tags: tuple[str, ...]
    cards: tuple[CarriedCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A note, or a card of one, that could not be taken.

    Attributes:
        number: Which note of a package or row of a table, from 1.
        name: Its first words, at most 80 characters; may be empty.
        reason: Why, in a sentence, and how to mend it where that is possible.
    """

    number: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckRead:
    """What was found in a file.

    Attributes:
        format: A package of Anki, its text export, or a table.
        notes: In the order of the file.
        refused: In the order of the file.
        remarks: Sentences about the whole file and about what was left out of it.
    """

    format: DeckFormat
    notes: tuple[CarriedNote, ...]
    refused: tuple[Refused, ...]
    remarks: tuple[str, ...]
