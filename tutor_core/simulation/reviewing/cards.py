"""A simulated learner's cards, and what became of them: the columns that services write."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from tutor_core.review.scheduling import ReviewKind


@dataclass(slots=True, kw_only=True)
class Card:
    """A card of an item; its columns begin as those of a new one.

    Attributes:
        id: Its row; counted over all learners.
        skill: Name of its item's main skill.
        made: What it was made of, as columns.
        created_at: When.
    """

    id: int
    skill: str
    made: dict[str, Any]
    created_at: dt.datetime
    next_review_date: dt.date
    easiness_factor: float | None = 2.5
    interval: int | None = 1
    repetitions: int | None = 0
    last_reviewed: dt.datetime | None = None
    times_reviewed: int | None = 0
    average_rating: float | None = 0.0
    lapses: int = 0
    suspended: bool = False
    buried_until: dt.date | None = None
    introduced_on: dt.date | None = None
    drill_on: dt.date | None = None
    stability: float | None = None
    memory_difficulty: float | None = None

    @property
    def is_new(self) -> bool:
        """Whether it was never answered."""
        return not self.times_reviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAnswer:
    """An answer to a card.

    Attributes:
        card_id: The card.
        quality: How well it was recalled, 0 to 5.
        seconds: How long it took.
        at: When it was given.
        day: The learner's.
        state_before: Of the card, as a document.
        version_id: Of the policy that planned.
        kind: Whether it was the card's review or its repetition on the same day.
        scheduler: Which algorithm planned.
    """

    card_id: int
    quality: int
    seconds: int
    at: dt.datetime
    day: dt.date
    state_before: dict[str, Any]
    version_id: int | None
    kind: ReviewKind
    scheduler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMove:
    """A card moved to another day by an answer to a question.

    Attributes:
        card_id: The card.
        kind: Which way.
        attempt_id: The attempt that was answered.
        version_id: Of the policy that says how much an answer counts.
        at: When.
        before: The day it had, as a document.
        after: The day it got and by which share, as a document.
    """

    card_id: int
    kind: Literal["credited", "pulled_in"]
    attempt_id: int
    version_id: int | None
    at: dt.datetime
    before: dict[str, Any]
    after: dict[str, Any]
