"""Learning days in a row, with two freezes that bridge missed days.

The rule: a learner begins with two freezes. A day on which they do not learn takes one; where
none is left, the run ends and the next learning day begins another. Every seventh learning day
that is spent with fewer than two brings one back. A bridged day keeps a run, and adds nothing to
its length. Today is never missed before it is over.

Days are the learner's own (`calendar.learner_day`), given as dates: days of 23 or 25 hours are
days like others, a date lived twice on a flight counts once, and one that a flight skipped is
bridged. One more learning day after the first never makes any run shorter.

A row of `performance_metrics` holds the runs as of its day, without the days that were bridged;
the next learning day carries them on from there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

MOST_FREEZES = 2
DAYS_FOR_A_FREEZE = 7
_FULL = MOST_FREEZES * DAYS_FOR_A_FREEZE
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeState:
    """A learner's runs as of a day.

    Attributes:
        last: The last learning day until then; None before the first.
        current: Learning days of the run that it belongs to.
        longest: Of the longest run ever.
        credit: Seven for each freeze held, and the learning days towards the next; 0 to 14.
        bridged: Missed days of the run, in their order.
    """

    last: dt.date | None = None
    current: int = 0
    longest: int = 0
    credit: int = _FULL
    bridged: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenStreak:
    """A learner's runs as of a day.

    Attributes:
        current: Learning days of the run that lives; 0 where none does.
        longest: Of the longest run ever.
        freezes: Held, 0 to 2.
        days_to_next: Learning days until one comes back; None while two are held.
        bridged: Missed days of the run that lives, in their order.
    """

    current: int
    longest: int
    freezes: int
    days_to_next: int | None
    bridged: tuple[dt.date, ...]


def learnt_on(state: FreezeState, day: dt.date) -> FreezeState:
    """Return the runs after one more learning day.

    Raises:
        ValueError: The day does not come after the last.
    """
    if state.last is not None and day <= state.last:
        raise ValueError(f"learning days come in their order, got {day} after {state.last}")
    before = _with_missed(state, day)
    current = before.current + 1
    return FreezeState(
        last=day,
        current=current,
        longest=max(before.longest, current),
        credit=min(_FULL, before.credit + 1),
        bridged=before.bridged,
    )


def carried_on(state: FreezeState, day: dt.date, *, is_learning: bool) -> FreezeState:
    """Return the runs as of a day after the last learning day, whether it is one or not."""
    return learnt_on(state, day) if is_learning else _with_missed(state, day)


def standing_on(state: FreezeState, today: dt.date) -> FrozenStreak:
    """Return the runs as they stand today, the last learning day or later."""
    now = state if state.last == today else _with_missed(state, today)
    freezes, towards = divmod(now.credit, DAYS_FOR_A_FREEZE)
    return FrozenStreak(
        current=now.current,
        longest=now.longest,
        freezes=freezes,
        days_to_next=None if freezes == MOST_FREEZES else DAYS_FOR_A_FREEZE - towards,
        bridged=now.bridged,
    )


def streak_with_freezes(days: Collection[dt.date], today: dt.date) -> FrozenStreak:
    """Return the runs in `days`, the learning days up to and including `today`, in any order."""
    state = FreezeState()
    for day in sorted({day for day in days if day <= today}):
        state = learnt_on(state, day)
    return standing_on(state, today)


def _with_missed(state: FreezeState, day: dt.date) -> FreezeState:
    """Let the days between the last learning day and `day` go by."""
    if state.last is None:
        return state
    missed = (day - state.last).days - 1
    credit = state.credit - missed * DAYS_FOR_A_FREEZE
    if credit < 0:
        return FreezeState(last=state.last, longest=state.longest, credit=0)
    return FreezeState(
        last=state.last,
        current=state.current,
        longest=state.longest,
        credit=credit,
        bridged=state.bridged + tuple(state.last + _DAY * (one + 1) for one in range(missed)),
    )
