"""The parameters of reviewing, with their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from tutor_core.review.memory import LEAST_RETENTION, MOST_RETENTION
from tutor_core.tuning.policies import check_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPolicy:
    """What holds for reviews where the learner has not chosen otherwise.

    Attributes:
        uses_fsrs: Which algorithm plans: 0 for SM-2, 1 for FSRS.
        retention: Chance of recall at which FSRS asks a card again, 0.7 to 0.97.
        new_a_day: New cards a day at most, 0 to 500.
        due_a_day: Due cards a day at most, 0 to 2,000.
        fuzz: Share of an interval by which a card may be moved to even out the days, 0 to 0.3.
        drill_below: Quality below which a card is asked again the same day until it is reached,
            0 to 5; SM-2's text has 4, and 0 asks nothing again.
        leech_lapses: Lapses after which a card is called a leech, 2 to 50.
        leech_every: Lapses after which it is called so again, 1 to 50.
        credit: How much of a review a right or wrong answer to a question counts for, at the cards
            of its skill, 0 to 1; 0 leaves cards alone.
        credit_a_step: How much of that is left at each step to a prerequisite, 0 to 0.9.
    """

    name: ClassVar[str] = "review"
    bounds: ClassVar[Mapping[str, tuple[float, float]]] = {
        "uses_fsrs": (0, 1),
        "retention": (LEAST_RETENTION, MOST_RETENTION),
        "new_a_day": (0, 500),
        "due_a_day": (0, 2000),
        "fuzz": (0.0, 0.3),
        "drill_below": (0, 5),
        "leech_lapses": (2, 50),
        "leech_every": (1, 50),
        "credit": (0.0, 1.0),
        "credit_a_step": (0.0, 0.9),
    }

    uses_fsrs: int = 0
    retention: float = 0.9
    new_a_day: int = 20
    due_a_day: int = 200
    fuzz: float = 0.1
    drill_below: int = 4
    leech_lapses: int = 8
    leech_every: int = 4
    credit: float = 0.25
    credit_a_step: float = 0.25

    def __post_init__(self) -> None:
        check_bounds(self)
