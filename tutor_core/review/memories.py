"""What is left of many cards at once, as columns.

The model of memory is that of `review/memory.py` (FSRS-6 with its published parameters), for two
outcomes: known, rated "good", or not, rated "again". A new card is known at first as often, and
then kept as long, as first answers are foreseen in `foreseeing.py`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from fsrs.scheduler import DEFAULT_PARAMETERS
from numpy.typing import NDArray

from tutor_core.review.foreseeing import FIRST
from tutor_core.review.memory import DECAY, FACTOR
from tutor_core.review.scheduling import AGAIN, EASY, GOOD, HARD

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]
_W = DEFAULT_PARAMETERS
_RATED = {AGAIN: 1, HARD: 2, GOOD: 3, EASY: 4}  # as the model counts ratings
_FIRST_KNOWN = [(share, _W[_RATED[quality] - 1]) for quality, share in FIRST if quality != AGAIN]
NEW_KNOWN = sum(share for share, _ in _FIRST_KNOWN)  # chance that a new card is known at once
_NEW_KNOWN_DAYS = sum(share * days for share, days in _FIRST_KNOWN) / NEW_KNOWN
_NEW_MISSED_DAYS = _W[_RATED[AGAIN] - 1]


def first_difficulty(quality: int) -> float:
    """Return how hard a card seems after its first answer, 1 to 10."""
    return min(10.0, max(1.0, _first_difficulty(quality)))


def _first_difficulty(quality: int) -> float:
    return _W[4] - math.exp(_W[5] * (_RATED[quality] - 1)) + 1


USUAL_DIFFICULTY = first_difficulty(GOOD)  # of a card of which it is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A card with what is left of it.

    Attributes:
        card_id: The card.
        content_id: What it was made from; cards of the same are siblings.
        due_on: The learner's day on which it is asked.
        interval_days: Planned between its last answer and that day.
        stability: Days after which it is recalled with a chance of 0.9; None where not known.
        difficulty: How hard it is to make it last, 1 to 10; None where not known.
        last_on: The learner's day of its last answer; None for a new card.
        drill_on: The learner's day on which it is asked until it is known; None for none.
    """

    card_id: int
    content_id: int
    due_on: dt.date
    interval_days: int
    stability: float | None = None
    difficulty: float | None = None
    last_on: dt.date | None = None
    drill_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Memories:
    """What is left of cards; columns of equal length.

    Attributes:
        stability: Days; NaN for new cards.
        difficulty: 1 to 10; of no meaning for new cards.
        last_day: Of the last answer, counted from today: 0 today, -3 three days ago.
    """

    stability: Floats
    difficulty: Floats
    last_day: Floats

    @property
    def is_new(self) -> Bools:
        """Which of them were never answered."""
        return np.isnan(self.stability)

    def recall(self, day: float) -> Floats:
        """Return the chance that each is recalled on a day, counted from today; 0 for new ones."""
        known = np.nan_to_num(self.stability, nan=1.0)
        passed = np.maximum(0.0, day - self.last_day)
        return np.where(self.is_new, 0.0, (1 + FACTOR * passed / known) ** DECAY)

    def chance(self, day: float) -> Floats:
        """Return the chance that each is answered well on a day; of new ones some are known."""
        return np.where(self.is_new, NEW_KNOWN, self.recall(day))

    def answered(self, day: float, is_known: Bools) -> Memories:
        """Return them after an answer to each on a day.

        Args:
            day: Counted from today.
            is_known: Which were known.
        """
        recall, days = self.recall(day), np.nan_to_num(self.stability, nan=1.0)
        gained = days * (
            1
            + math.exp(_W[8])
            * (11 - self.difficulty)
            * days ** -_W[9]
            * np.expm1(_W[10] * (1 - recall))
        )
        lapsed = (
            _W[11]
            * self.difficulty ** -_W[12]
            * ((days + 1) ** _W[13] - 1)
            * np.exp(_W[14] * (1 - recall))
        )
        lost = np.minimum(lapsed, days / math.exp(_W[17] * _W[18]))
        first = np.where(is_known, _NEW_KNOWN_DAYS, _NEW_MISSED_DAYS)
        begun = np.where(is_known, first_difficulty(GOOD), first_difficulty(AGAIN))
        harder = np.where(is_known, 0.0, _W[6] * 2 * (10 - self.difficulty) / 9)
        reverted = _W[7] * _first_difficulty(EASY) + (1 - _W[7]) * (self.difficulty + harder)
        return Memories(
            stability=np.where(self.is_new, first, np.where(is_known, gained, lost)),
            difficulty=np.where(self.is_new, begun, np.clip(reverted, 1, 10)),
            last_day=np.full_like(self.last_day, day),
        )

    def later(self, days: int) -> Memories:
        """Return them with their days counted from a later day."""
        return Memories(
            stability=self.stability, difficulty=self.difficulty, last_day=self.last_day - days
        )

    def with_answered(self, which: Places, is_known: Bools) -> Memories:
        """Return them after answers today to some of them.

        Args:
            which: Their places.
            is_known: Which of these were known, in the same order.
        """
        some = Memories(
            stability=self.stability[which],
            difficulty=self.difficulty[which],
            last_day=self.last_day[which],
        ).answered(0, is_known)
        columns = self.stability.copy(), self.difficulty.copy(), self.last_day.copy()
        for column, changed in zip(
            columns, (some.stability, some.difficulty, some.last_day), strict=True
        ):
            column[which] = changed
        return Memories(stability=columns[0], difficulty=columns[1], last_day=columns[2])


def memories_of(cards: Iterable[Remembered], on: dt.date) -> Memories:
    """Return cards as columns, their days counted from a day.

    A card of which only the interval is known has it for its stability.
    """
    rows = [
        (math.nan, USUAL_DIFFICULTY, 0.0)
        if card.last_on is None
        else (
            card.stability or float(max(1, card.interval_days)),
            card.difficulty or USUAL_DIFFICULTY,
            float((card.last_on - on).days),
        )
        for card in cards
    ]
    columns = np.array(rows, dtype=float).reshape(-1, 3).T
    return Memories(stability=columns[0], difficulty=columns[1], last_day=columns[2])
