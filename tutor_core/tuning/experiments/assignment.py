"""Which arm of an experiment a learner gets: the one that has the fewest for its weight.

Learners come one after the other, so that arms stay balanced at every moment; ties are broken by
chance. With equal weights it is a draw from blocks as long as there are arms.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """An arm, its weight (above 0) and how many learners it has so far."""

    arm_id: int
    weight: float
    learners: int


def assigned(arms: Sequence[Arm], *, rng: random.Random) -> int:
    """Return the arm that the next learner gets.

    Raises:
        ValueError: There is no arm.
    """
    fewest = min(arm.learners / arm.weight for arm in arms)
    return rng.choice([arm.arm_id for arm in arms if arm.learners / arm.weight == fewest])
