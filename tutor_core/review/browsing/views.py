"""What is shown of many cards, and of all that happened to one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from tutor_core.review.scheduling import ReviewKind

CardState = Literal["all", "new", "waiting", "suspended", "flagged", "forgotten"]
CARD_STATES: tuple[CardState, ...] = get_args(CardState)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFilter:
    """Which cards are looked for.

    Attributes:
        text: Words that stand in the front or the back; empty for any.
        state: New ones, ones that wait today, suspended, flagged, or often forgotten ones.
        topic: Of a subject; None for all.
    """

    text: str = ""
    state: CardState = "all"
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A card in a list.

    Attributes:
        card_id: The card.
        front: What asks, gaps and all.
        back: What answers.
        gap: The deletion that is asked for; None for no cloze.
        skill_name: What it belongs to; empty for none.
        due_on: The learner's day on which it is asked next.
        interval_days: Planned before that day; None for a new card.
        easiness: By SM-2; None for a new card.
        lapses: How often it was forgotten.
        is_suspended: Whether it is asked no more.
        flag: 0 for none, 1 to 7.
    """

    card_id: int
    front: str
    back: str
    gap: int | None
    skill_name: str
    due_on: dt.date
    interval_days: int | None
    easiness: float | None
    lapses: int
    is_suspended: bool
    flag: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardList:
    """Cards that were found: some of them, and how many there are."""

    cards: tuple[CardLine, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReview:
    """One answer to a card.

    Attributes:
        at: When.
        quality: 0 to 5.
        seconds: How long it took.
        kind: Its review, its repetition on the same day, or cramming.
        scheduler: Which algorithm planned after it; empty where nobody said so.
        is_undone: Whether it was taken back.
    """

    at: dt.datetime
    quality: int
    seconds: int
    kind: ReviewKind
    scheduler: str
    is_undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange:
    """What happened to a card beside its answers: what, when, what it was and became."""

    at: dt.datetime
    kind: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    is_undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHistory:
    """A card and all that happened to it, the latest first.

    Attributes:
        card: The card.
        made_at: When it was made.
        origin: "own", "missed", "item" or "imported".
        stability: Days after which it is recalled with a chance of 0.9; None for a new card.
        last_on: The learner's day of its last answer; None for a new card.
        reviews: Its answers.
        changes: What else happened.
    """

    card: CardLine
    made_at: dt.datetime | None
    origin: str
    stability: float | None
    last_on: dt.date | None
    reviews: tuple[PastReview, ...]
    changes: tuple[PastChange, ...]
