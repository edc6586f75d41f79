"""By how much an estimate is put right: its mean moves, its variance scales.

A correction is kept apart from what it corrects, so that nothing else that ever moved the
estimate is disturbed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from tutor_core.knowledge.model import LEAST_VARIANCE, Estimate

E = TypeVar("E", bound=Estimate)


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much an estimate moves.

    Attributes:
        moved_by: Added to its mean, in log-odds.
        scaled_by: What its variance is multiplied with, above 0.
    """

    moved_by: float = 0.0
    scaled_by: float = 1.0

    def then(self, other: Shift) -> Shift:
        """Return both shifts as one."""
        return Shift(self.moved_by + other.moved_by, self.scaled_by * other.scaled_by)

    def applied(self, estimate: E) -> E:
        """Return the estimate moved; how many answers stand behind it stays."""
        variance = max(LEAST_VARIANCE, estimate.variance * self.scaled_by)
        return replace(estimate, mean=estimate.mean + self.moved_by, variance=variance)


NO_SHIFT = Shift()


def shift_between(before: Estimate, after: Estimate) -> Shift:
    """Return what moves one estimate to another."""
    return Shift(after.mean - before.mean, after.variance / before.variance)


def shift_of_moves(was: tuple[Estimate, Estimate], would: tuple[Estimate, Estimate]) -> Shift:
    """Return what a move adds to or takes from another one, each given as before and after."""
    old, new = shift_between(*was), shift_between(*would)
    return Shift(new.moved_by - old.moved_by, new.scaled_by / old.scaled_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeCorrection:
    """By how much what is known of one learner was wrong.

    Attributes:
        ability: Of the learner.
        strengths: In each skill, by its number.
        scores: Added to each topic's score.
        correct_by: Added to the number of right answers.
        fitting_by: Added to the difficulty that fits.
    """

    ability: Shift
    strengths: Mapping[int, Shift]
    scores: Mapping[str, float]
    correct_by: int
    fitting_by: int
