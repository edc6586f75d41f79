"""How fast a learner works, and which difficulty fits them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Pace = Literal["slow", "normal", "fast"]

MEMORY = 20  # answers over which the averages forget
FIRST_ANSWERS = 5  # before these, nobody is called slow or fast
SLOW_ABOVE, FAST_BELOW = 1.5, 0.6  # of the time an item is meant to take
KEPT_ADJUSTMENTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceState:
    """A learner's pace so far.

    Attributes:
        minutes_per_question: Moving average, above 0.
        time_ratio: Moving average of the time used over the time meant, above 0.
        completion_rate: Share of questions shown that were answered, 0 to 1.
        answers: How many answers stand behind the averages.
    """

    minutes_per_question: float
    time_ratio: float
    completion_rate: float
    answers: int

    @property
    def pace(self) -> Pace:
        """Slow or fast only where the learner clearly is."""
        if self.answers < FIRST_ANSWERS:
            return "normal"
        if self.time_ratio > SLOW_ABOVE:
            return "slow"
        return "fast" if self.time_ratio < FAST_BELOW else "normal"


def after_question(
    before: PaceState | None, *, minutes: float, meant_minutes: float, answered: bool
) -> PaceState:
    """Return the pace after one more question, answered or skipped.

    Exponential moving averages whose weight is 1/n at first, 1/20 later on. A skipped
    question counts for completion only.
    """
    if before is None:
        before = PaceState(
            minutes_per_question=minutes, time_ratio=1.0, completion_rate=1.0, answers=0
        )
    weight = 1 / min(before.answers + 1, MEMORY)
    completion = before.completion_rate + weight * (answered - before.completion_rate)
    if not answered:
        return PaceState(
            minutes_per_question=before.minutes_per_question,
            time_ratio=before.time_ratio,
            completion_rate=completion,
            answers=before.answers,
        )
    ratio = minutes / meant_minutes
    return PaceState(
        minutes_per_question=before.minutes_per_question
        + weight * (minutes - before.minutes_per_question),
        time_ratio=before.time_ratio + weight * (ratio - before.time_ratio),
        completion_rate=completion,
        answers=before.answers + 1,
    )


def fitting_difficulty(log_odds_at_three: float, *, level_step: float, target: float) -> int:
    """Return the level, 1 to 5, at which the chance of success is nearest to `target`.

    Args:
        log_odds_at_three: Of a right answer at a level-3 item.
        level_step: How much harder each level is, in log-odds.
        target: Log-odds of the chance aimed at.
    """
    if level_step == 0:
        return 3
    return round(min(5.0, max(1.0, 3 + (log_odds_at_three - target) / level_step)))
