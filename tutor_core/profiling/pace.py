"""How fast a learner works, and which difficulty fits them.

The pace compares the time of each answer with the time its item is meant to take. Its centre is
the median over the last 20 answers: half of them may be anything, a phone call or a lucky guess,
without moving it far. Nobody changes their pace by one answer: the median must be past the
threshold with the newest answer and without it, and it must come clearly back to undo that
(hysteresis). A learner is called slow above 1.5 times the meant time and no longer below 1.3;
fast below 0.6 times and no longer above 0.7; from slow to fast leads only the way by normal.

The difficulty that fits is where the chance of success is nearest to the one aimed at. It goes
up by a level when the exact value is more than 0.65 above it, and down when it is as far below,
so that between two levels lies a band of 0.3 in which it stays what it was. It begins at 3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Literal, NamedTuple

Pace = Literal["slow", "normal", "fast"]
Reason = Literal[
    "above_meant_time",
    "below_meant_time",
    "near_meant_time",
    "first_question",
    "knows_more",
    "knows_less",
    "regraded",
    "not_recorded",
]

WINDOW = 20  # answers that make the pace, and questions that make the completion rate
KEPT_ANSWERS = 2 * WINDOW  # so that the pace can be compared with the one before
FIRST_ANSWERS = 5  # before these, nobody is called slow or fast
SLOW_ABOVE, SLOW_UNTIL = 1.5, 1.3  # of the time an item is meant to take
FAST_BELOW, FAST_UNTIL = 0.6, 0.7
LEVEL_CHANGES_BEYOND = 0.65
KEPT_ADJUSTMENTS = 20
LOWEST, MIDDLE, HIGHEST = 1, 3, 5


class Timed(NamedTuple):
    """The time of an answer: the seconds it took, and the minutes its item is meant to take."""

    seconds: int
    meant_minutes: float

    @property
    def ratio(self) -> float:
        """The time used over the time meant, 0 or more."""
        return self.seconds / 60 / self.meant_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Typical:
    """What is typical of some answers.

    Attributes:
        answers: How many they are, at least 1.
        minutes: Median of the time they took.
        meant_minutes: Median of the time their items are meant to take.
        ratio: Median of the time used over the time meant.
    """

    answers: int
    minutes: float
    meant_minutes: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A change of the pace or of the difficulty, with its reason.

    Attributes:
        at: When it was made.
        of: What changed.
        was: What it was, None for the first; a pace, or a level 1 to 5.
        now: What it is since.
        why: The reason; words are made where it is shown.
        figures: What it rests on. Of a pace: `ratio` (typical time used over time meant) and
            `answers` (over how many); of a level: `fitting` (the exact value, 1 to 5).
    """

    at: dt.datetime
    of: Literal["pace", "level"]
    was: Pace | int | None
    now: Pace | int
    why: Reason
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceRecord:
    """A learner's pace as it is kept.

    Attributes:
        recent: The last questions shown, the newest last; None for one that was skipped.
        pace: Slow, normal or fast.
        level: Difficulty that fits, 1 to 5.
        adjustments: The last changes, the newest last.
    """

    recent: tuple[Timed | None, ...] = ()
    pace: Pace = "normal"
    level: int = MIDDLE
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def typical(self) -> Typical | None:
        """What is typical of the last 20 answers; None before the first."""
        return _typical(self._answered()[-WINDOW:])

    @property
    def typical_before(self) -> Typical | None:
        """What was typical of the 20 answers before those; None where there are none."""
        return _typical(self._answered()[:-WINDOW])

    @property
    def completion_rate(self) -> float:
        """The share of the last 20 questions shown that were answered, 0 to 1."""
        shown = self.recent[-WINDOW:]
        return sum(one is not None for one in shown) / len(shown) if shown else 1.0

    def _answered(self) -> list[Timed]:
        return [one for one in self.recent if one is not None]


def paced(
    before: PaceRecord | None,
    *,
    seconds: int,
    meant_minutes: float,
    answered: bool,
    fitting: float,
    now: dt.datetime,
) -> PaceRecord:
    """Return the record after one more question; it notes when pace or level change, and why.

    Args:
        before: The record so far, None for the first question.
        seconds: Spent on the question.
        meant_minutes: What it is meant to take, above 0.
        answered: False where it was skipped; that counts for completion only.
        fitting: Difficulty that fits the learner now, 1 to 5, not rounded.
        now: When it was put away.
    """
    newest = Timed(seconds, meant_minutes) if answered else None
    if before is None:
        first = PaceRecord(recent=(newest,), level=level_after(MIDDLE, fitting))
        return _noted(first, "level", None, first.level, "first_question", fitting, now)
    record = replace(before, recent=_kept(before.recent, newest))
    pace = pace_after(before.pace, record.recent) if answered else before.pace
    if pace != before.pace:
        record = _with_pace(record, before.pace, pace, now)
    level = level_after(before.level, fitting)
    if level == before.level:
        return record
    why: Reason = "knows_more" if level > before.level else "knows_less"
    return _noted(replace(record, level=level), "level", before.level, level, why, fitting, now)


def pace_after(pace: Pace, recent: Sequence[Timed | None]) -> Pace:
    """Return the pace after an answer, which is the newest of `recent`."""
    ratios = [one.ratio for one in recent if one is not None][-WINDOW:]
    if len(ratios) < FIRST_ANSWERS:
        return pace
    centres = (median(ratios), median(ratios[:-1]))
    lowest, highest = min(centres), max(centres)
    if pace == "slow":
        return "normal" if highest < SLOW_UNTIL else "slow"
    if pace == "fast":
        return "normal" if lowest > FAST_UNTIL else "fast"
    if lowest > SLOW_ABOVE:
        return "slow"
    return "fast" if highest < FAST_BELOW else "normal"


def level_after(level: int, fitting: float) -> int:
    """Return the level, 1 to 5, once the exact value that fits is known."""
    if abs(fitting - level) <= LEVEL_CHANGES_BEYOND:
        return level
    return min(HIGHEST, max(LOWEST, round(fitting)))


def level_corrected(record: PaceRecord, level: int, *, now: dt.datetime) -> PaceRecord:
    """Return the record with another level, because earlier answers were graded again."""
    if level == record.level:
        return record
    return _noted(replace(record, level=level), "level", record.level, level, "regraded", None, now)


def shares_of(seconds: int, parts: int) -> list[int]:
    """Split whole seconds into equal parts, the first ones a second longer where they must."""
    share, rest = divmod(seconds, parts)
    return [share + (position < rest) for position in range(parts)]


def fitting_difficulty(log_odds_at_three: float, *, level_step: float, target: float) -> float:
    """Return the difficulty, 1 to 5, at which the chance of success is what is aimed at.

    Args:
        log_odds_at_three: Of a right answer at a level-3 item.
        level_step: How much harder each level is, in log-odds.
        target: Log-odds of the chance aimed at.
    """
    if level_step == 0:
        return 3.0
    return min(5.0, max(1.0, 3 + (log_odds_at_three - target) / level_step))


def _kept(recent: tuple[Timed | None, ...], newest: Timed | None) -> tuple[Timed | None, ...]:
    """Add a question; where there are too many of its kind, the oldest of them goes."""
    most = WINDOW if newest is None else KEPT_ANSWERS
    alike = [place for place, one in enumerate(recent) if (one is None) == (newest is None)]
    if len(alike) >= most:
        recent = (*recent[: alike[0]], *recent[alike[0] + 1 :])
    return (*recent, newest)


def _typical(answered: Sequence[Timed]) -> Typical | None:
    if not answered:
        return None
    return Typical(
        answers=len(answered),
        minutes=median(one.seconds for one in answered) / 60,
        meant_minutes=median(one.meant_minutes for one in answered),
        ratio=median(one.ratio for one in answered),
    )


def _with_pace(record: PaceRecord, was: Pace, pace: Pace, now: dt.datetime) -> PaceRecord:
    reasons: Mapping[Pace, Reason] = {
        "slow": "above_meant_time",
        "fast": "below_meant_time",
        "normal": "near_meant_time",
    }
    typical = record.typical
    change = Adjustment(
        at=now,
        of="pace",
        was=was,
        now=pace,
        why=reasons[pace],
        figures={}
        if typical is None
        else {"ratio": round(typical.ratio, 2), "answers": typical.answers},
    )
    return replace(record, pace=pace, adjustments=_last((*record.adjustments, change)))


def _noted(
    record: PaceRecord,
    of: Literal["level"],
    was: int | None,
    level: int,
    why: Reason,
    fitting: float | None,
    now: dt.datetime,
) -> PaceRecord:
    figures = {} if fitting is None else {"fitting": round(fitting, 2)}
    change = Adjustment(at=now, of=of, was=was, now=level, why=why, figures=figures)
    return replace(record, adjustments=_last((*record.adjustments, change)))


def _last(adjustments: tuple[Adjustment, ...]) -> tuple[Adjustment, ...]:
    return adjustments[-KEPT_ADJUSTMENTS:]
