"""A learner's pace as a row of `learning_pace`, from values and to values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tutor_core.profiling.pace import MIDDLE, Adjustment, Pace, PaceRecord, Timed

SEEDED = 10  # answers that stand for the averages of a row from before single answers were kept


def pace_to(record: PaceRecord) -> dict[str, Any]:
    """Return a record as its row's columns; `pace_from` reads them."""
    typical = record.typical
    return {
        "current_pace": record.pace,
        "avg_time_per_question": None if typical is None else typical.minutes,
        "avg_completion_rate": record.completion_rate,
        "optimal_difficulty": record.level,
        "pace_adjustments": [_adjustment_to(one) for one in record.adjustments],
        "recent": [None if one is None else list(one) for one in record.recent],
    }


def pace_from(
    *,
    pace: Pace,
    minutes_per_question: float | None,
    completion_rate: float | None,
    level: int | None,
    adjustments: Sequence[Mapping[str, Any]] | None,
    recent: Sequence[Sequence[Any] | None] | None,
) -> PaceRecord:
    """Read a record from its row's columns.

    Rows from before single answers were kept hold averages only. A few invented answers stand
    for them until as many real ones have come, so that nothing jumps.
    """
    changes = adjustments or ()
    if recent is None:
        known = _seeded(changes[-1] if changes else {}, minutes_per_question, completion_rate)
    else:
        known = tuple(None if one is None else Timed(int(one[0]), one[1]) for one in recent)
    return PaceRecord(
        recent=known,
        pace=pace,
        level=MIDDLE if level is None else level,
        adjustments=tuple(_adjustments_from(changes)),
    )


def _adjustment_to(one: Adjustment) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(),
        "of": one.of,
        "was": one.was,
        "now": one.now,
        "why": one.why,
        "figures": dict(one.figures),
    }


def _adjustments_from(stored: Sequence[Mapping[str, Any]]) -> Iterator[Adjustment]:
    """Read adjustments; earlier ones say what held after a change, and no reason."""
    was: dict[str, Any] = {}
    for one in stored:
        at = dt.datetime.fromisoformat(one["at"])
        if "of" in one:
            yield Adjustment(
                at=at,
                of=one["of"],
                was=one["was"],
                now=one["now"],
                why=one["why"],
                figures=one["figures"],
            )
            continue
        for what in ("pace", "level"):
            if what in one and one[what] != was.get(what):
                yield Adjustment(
                    at=at, of=what, was=was.get(what), now=one[what], why="not_recorded"
                )
                was[what] = one[what]


def _seeded(
    last: Mapping[str, Any], minutes: float | None, completion_rate: float | None
) -> tuple[Timed | None, ...]:
    answers = min(SEEDED, int(last.get("answers", 0)))
    ratio = float(last.get("time_ratio", 1.0))
    if not minutes or ratio <= 0:
        return ()
    rate = 1.0 if completion_rate is None else max(completion_rate, 1 / SEEDED)
    skipped = min(SEEDED, round(answers * (1 - rate) / rate))
    return (None,) * skipped + (Timed(round(minutes * 60), minutes / ratio),) * answers
