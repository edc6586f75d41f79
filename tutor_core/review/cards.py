"""A card's row and where it stands: one pair of functions, and what undo needs to go back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from tutor_core.calendar import learner_day
from tutor_core.review.memory import Memory, carried_over
from tutor_core.review.scheduling import Standing
from tutor_core.review.sm2 import CardState, SM2Policy, hundredths_of, in_hundredths, new_card

STATE = (
    "easiness_factor",
    "interval",
    "repetitions",
    "next_review_date",
    "last_reviewed",
    "times_reviewed",
    "average_rating",
    "lapses",
    "suspended",
    "buried_until",
    "introduced_on",
    "drill_on",
    "stability",
    "memory_difficulty",
)


class CardRow(Protocol):
    """The columns of a card from which it is scheduled."""

    easiness_factor: float | None
    interval: int | None
    repetitions: int | None
    next_review_date: dt.date
    last_reviewed: dt.datetime | None
    times_reviewed: int | None
    average_rating: float | None
    lapses: int
    introduced_on: dt.date | None
    drill_on: dt.date | None
    stability: float | None
    memory_difficulty: float | None


def standing_in(
    row: CardRow, zone: ZoneInfo, *, constants: SM2Policy, starts_at: int = 4
) -> Standing:
    """Return where the card of a row stands.

    A card that came from elsewhere with its interval only has a memory that begins with it.
    """
    if not row.times_reviewed or row.last_reviewed is None:
        return Standing(state=new_card(constants))
    last_on = learner_day(row.last_reviewed, zone, starts_at=starts_at)
    interval = max(1, row.interval or 1)
    memory = (
        carried_over(interval, last_on)
        if row.stability is None or row.memory_difficulty is None
        else Memory(stability=row.stability, difficulty=row.memory_difficulty, last_on=last_on)
    )
    return Standing(
        state=CardState(
            easiness=in_hundredths(hundredths_of(row.easiness_factor or constants.start_easiness)),
            interval_days=interval,
            repetitions=row.repetitions or 0,
            due_on=row.next_review_date,
        ),
        memory=memory,
        lapses=row.lapses,
        drill_on=row.drill_on,
    )


def columns_of(standing: Standing, *, on: dt.date) -> dict[str, Any]:
    """Return the columns that hold where a card stands after an answer on a day."""
    state, memory = standing.state, standing.memory
    return {
        "easiness_factor": float(state.easiness),
        "interval": state.interval_days,
        "repetitions": state.repetitions,
        "next_review_date": state.due_on or on,
        "lapses": standing.lapses,
        "drill_on": standing.drill_on,
        "stability": memory.stability if memory else None,
        "memory_difficulty": memory.difficulty if memory else None,
    }


def columns_answered(
    row: CardRow, standing: Standing, quality: int, *, on: dt.date, now: dt.datetime
) -> dict[str, Any]:
    """Return the columns that an answer to a card changes.

    Args:
        row: As it was before.
        standing: Where the card stands after the answer.
        quality: How well it was recalled, 0 to 5.
        on: The learner's day.
        now: The moment of the answer.
    """
    times = row.times_reviewed or 0
    ratings = (row.average_rating or 0.0) * times
    return columns_of(standing, on=on) | {
        "last_reviewed": now,
        "times_reviewed": times + 1,
        "average_rating": (ratings + quality) / (times + 1),
        "introduced_on": row.introduced_on or on,
        "buried_until": None,
    }


def kept_state(row: CardRow) -> dict[str, Any]:
    """Return a card's state as a document: what an undo puts back."""
    found = {name: getattr(row, name) for name in STATE}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in found.items()
    }


def state_from(document: Mapping[str, Any]) -> dict[str, Any]:
    """Read a kept state as columns; one that a later version added is left as it is.

    Raises:
        ValueError: A day or a moment in it is none.
    """
    found = {name: document[name] for name in STATE if name in document}
    for name in ("next_review_date", "buried_until", "introduced_on", "drill_on"):
        if found.get(name) is not None:
            found[name] = dt.date.fromisoformat(found[name])
    if found.get("last_reviewed") is not None:
        found["last_reviewed"] = dt.datetime.fromisoformat(found["last_reviewed"])
    return found
