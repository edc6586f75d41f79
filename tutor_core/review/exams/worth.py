"""What answering a card today is worth on the day of an exam, for many cards at once.

The model of memory is that of `review/memory.py` (FSRS-6 with its published parameters), here for
columns of cards and for two outcomes: known, rated "good", or not, rated "again". A new card is
known at first as often, and then kept as long, as first answers are foreseen in `foreseeing.py`.
"""

from __future__ import annotations

import math
import random
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


def worth_today(memories: Memories, exam_in: int) -> Floats:
    """Return by how much an answer today raises each card's chance of recall on the day of an exam.

    A card answered today has had its answer: it is worth nothing. Taking the worthiest each day
    comes within some percent of the best of all plans, which cannot be tried for more than a
    handful of cards; looking ahead at what a later day would bring gained another thousandth.

    Args:
        memories: The cards.
        exam_in: Days from today to the exam, 0 and above.
    """
    chance = memories.chance(0)
    known, missed = (
        memories.answered(0, np.full(chance.shape, outcome)).recall(exam_in)
        for outcome in (True, False)
    )
    gained = chance * known + (1 - chance) * missed - memories.recall(exam_in)
    is_done = (memories.last_day >= 0) & ~memories.is_new
    return np.where(is_done, -np.inf, gained)


def chosen_today(memories: Memories, exam_in: int, most: int) -> Places:
    """Return the places of the cards to answer today, the worthiest first; equals as they come."""
    worth = worth_today(memories, exam_in)
    ordered = np.argsort(-worth, kind="stable")
    return ordered[worth[ordered] > 0][:most]


def drawn_recall(
    memories: Memories, exam_in: int, a_day: int, *, runs: int, rng: random.Random
) -> Floats:
    """Return the share of cards known on the day of the exam, 0 to 1, in each of some futures.

    Each future draws every answer, and what is known on the day, by the model of memory.

    Args:
        memories: The cards, one at least.
        exam_in: Days from today to the exam, 0 and above.
        a_day: Cards that are answered on each day from today to the one before the exam.
        runs: How many futures.
        rng: Source of chance.
    """
    drawn = np.random.default_rng(rng.getrandbits(64))
    return np.array([_future(memories, exam_in, a_day, drawn) for _ in range(runs)])


def _future(memories: Memories, exam_in: int, a_day: int, drawn: np.random.Generator) -> float:
    for left in range(exam_in, 0, -1):
        which = chosen_today(memories, left, a_day)
        is_known = drawn.random(which.size) < memories.chance(0)[which]
        memories = memories.with_answered(which, is_known).later(1)
    on_the_day = memories.recall(0)
    return float((drawn.random(on_the_day.size) < on_the_day).mean())
