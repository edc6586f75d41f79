"""How fast a learner works, and which difficulty fits them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceRecord:
    """A learner's pace as it is kept.

    Attributes:
        state: The averages.
        level: Difficulty that fits, 1 to 5.
        adjustments: The last changes of pace or level, the newest last.
    """

    state: PaceState
    level: int
    adjustments: tuple[Mapping[str, Any], ...] = ()


def paced(
    before: PaceRecord | None,
    *,
    seconds: int,
    meant_minutes: float,
    answered: bool,
    level: int,
    now: dt.datetime,
) -> PaceRecord:
    """Return the record after one more question; it notes when pace or level change.

    Args:
        before: The record so far, None for the first question.
        seconds: Spent on the question.
        meant_minutes: What it is meant to take.
        answered: False where it was skipped.
        level: Difficulty that fits the learner now, 1 to 5.
        now: When it was put away.
    """
    state = after_question(
        before.state if before else None,
        minutes=seconds / 60,
        meant_minutes=meant_minutes,
        answered=answered,
    )
    adjustments = before.adjustments if before else ()
    if before is None or (before.state.pace, before.level) != (state.pace, level):
        change = {"at": now.isoformat(), "pace": state.pace, "level": level}
        adjustments = (*adjustments, change)[-KEPT_ADJUSTMENTS:]
    return PaceRecord(state=state, level=level, adjustments=adjustments)


def pace_from(
    adjustments: Sequence[Mapping[str, Any]] | None,
    *,
    minutes_per_question: float | None,
    completion_rate: float | None,
    level: int | None,
) -> PaceRecord:
    """Read a record as it is stored: the newest adjustment also carries the averages' state."""
    last = dict(adjustments[-1]) if adjustments else {}
    state = PaceState(
        minutes_per_question=minutes_per_question or 0.0,
        time_ratio=last.pop("time_ratio", 1.0),
        completion_rate=1.0 if completion_rate is None else completion_rate,
        answers=last.pop("answers", 0),
    )
    kept = (*adjustments[:-1], last) if adjustments else ()
    return PaceRecord(state=state, level=3 if level is None else level, adjustments=kept)


def adjustments_to(pace: PaceRecord) -> list[dict[str, Any]]:
    """Return the adjustments as they are stored; `pace_from` reads them."""
    *earlier, last = pace.adjustments
    state = {"time_ratio": pace.state.time_ratio, "answers": pace.state.answers}
    return [*(dict(one) for one in earlier), {**last, **state}]


def shares_of(seconds: int, parts: int) -> list[int]:
    """Split whole seconds into equal parts, the first ones a second longer where they must."""
    share, rest = divmod(seconds, parts)
    return [share + (position < rest) for position in range(parts)]


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
