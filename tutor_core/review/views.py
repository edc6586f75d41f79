"""What an answer to a card did, and what taking it back undid."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tutor_core.review.scheduling import ReviewKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What an answer to a card did.

    Attributes:
        card_id: The card.
        kind: Its review, or its repetition on the same day.
        days_away: In how many days it is asked again; 0 for once more today.
        is_leech: Whether it was forgotten once too often.
        lapses: How often it was forgotten so far.
    """

    card_id: int
    kind: ReviewKind
    days_away: int
    is_leech: bool
    lapses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """An answer to a card that was taken back.

    Attributes:
        card_id: The card.
        counted_on: The learner's day for which it counted; None where it counted for none.
    """

    card_id: int
    counted_on: dt.date | None
