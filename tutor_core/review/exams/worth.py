"""What answering a card today is worth on the day of an exam, for many cards at once.

The model of memory is that of `review/memory.py` (FSRS-6 with its published parameters), here for
columns of cards. What an answer will be is not known, so a card goes on with the mean of its
stability over both outcomes, and its difficulty stays; a new card begins with the mean over the
ratings that first answers get.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from fsrs.scheduler import DEFAULT_PARAMETERS
from numpy.typing import NDArray

from tutor_core.review.foreseeing import FIRST
from tutor_core.review.memory import DECAY, FACTOR
from tutor_core.review.scheduling import AGAIN, EASY, GOOD, HARD

Floats = NDArray[np.float64]
_W = DEFAULT_PARAMETERS
_RATED = {AGAIN: 1, HARD: 2, GOOD: 3, EASY: 4}  # as the model counts ratings
FIRST_STABILITY = sum(share * _W[_RATED[quality] - 1] for quality, share in FIRST)
FIRST_DIFFICULTY = _W[4] - math.exp(_W[5] * (_RATED[GOOD] - 1)) + 1


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
    def is_new(self) -> NDArray[np.bool_]:
        """Which of them were never answered."""
        return np.isnan(self.stability)

    def recall(self, day: float) -> Floats:
        """Return the chance that each is recalled on a day, counted from today; 0 for new ones."""
        known = np.nan_to_num(self.stability, nan=1.0)
        passed = np.maximum(0.0, day - self.last_day)
        return np.where(self.is_new, 0.0, (1 + FACTOR * passed / known) ** DECAY)

    def answered(self, day: float) -> Memories:
        """Return what is to be expected of them after an answer to each on a day."""
        recall, known = self.recall(day), np.nan_to_num(self.stability, nan=1.0)
        gained = 1 + np.exp(_W[8]) * (11 - self.difficulty) * known ** -_W[9] * np.expm1(
            _W[10] * (1 - recall)
        )
        lapsed = (
            _W[11]
            * self.difficulty ** -_W[12]
            * ((known + 1) ** _W[13] - 1)
            * np.exp(_W[14] * (1 - recall))
        )
        lost = np.minimum(lapsed, known / np.exp(_W[17] * _W[18]))
        expected = recall * known * gained + (1 - recall) * lost
        return Memories(
            stability=np.where(self.is_new, FIRST_STABILITY, expected),
            difficulty=np.where(self.is_new, FIRST_DIFFICULTY, self.difficulty),
            last_day=np.full_like(self.last_day, day),
        )

    def of(self, which: NDArray[np.intp]) -> Memories:
        """Return some of them."""
        return Memories(
            stability=self.stability[which],
            difficulty=self.difficulty[which],
            last_day=self.last_day[which],
        )

    def put(self, which: NDArray[np.intp], others: Memories) -> Memories:
        """Return them with some in the place of those named."""
        columns = {name: getattr(self, name).copy() for name in self.__slots__}
        for name, column in columns.items():
            column[which] = getattr(others, name)
        return replace(self, **columns)


def worth_today(memories: Memories, exam_in: int) -> Floats:
    """Return by how much an answer today raises each card's chance of recall on the day of an exam.

    A card answered today has had its answer: it is worth nothing. Taking the worthiest each day
    comes within some percent of the best of all plans; looking ahead at what a later day would
    bring gained another thousandth.

    Args:
        memories: The cards.
        exam_in: Days from today to the exam, 0 and above.
    """
    is_done = (memories.last_day >= 0) & ~memories.is_new
    gained = memories.answered(0).recall(exam_in) - memories.recall(exam_in)
    return np.where(is_done, -np.inf, gained)


def chosen_today(memories: Memories, exam_in: int, most: int) -> NDArray[np.intp]:
    """Return the places of the cards to answer today, the worthiest first; equals as they come."""
    worth = worth_today(memories, exam_in)
    ordered = np.argsort(-worth, kind="stable")
    return ordered[worth[ordered] > 0][:most]


def expected_recall(memories: Memories, exam_in: int, a_day: int) -> float:
    """Return the mean chance of recall on the day of the exam, 0 to 1; 0 without cards.

    Args:
        memories: The cards.
        exam_in: Days from today to the exam, 0 and above.
        a_day: Cards that are answered on each day from today to the one before the exam.
    """
    if not memories.stability.size:
        return 0.0
    for day in range(exam_in):
        today = replace(memories, last_day=memories.last_day - day)
        which = chosen_today(today, exam_in - day, a_day)
        memories = memories.put(which, memories.of(which).answered(day))
    return float(memories.recall(exam_in).mean())
