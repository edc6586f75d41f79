"""What a learner wants of a study plan, as they enter it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tutor_core.errors import InvalidInputError
from tutor_core.planning.request import Goal

GOALS: tuple[Goal, ...] = ("mastery", "exam_prep", "review", "custom")
LONGEST_TITLE = 200
WEEK = 7
# The level of mastery, 0 to 5, at which a skill counts as learnt: Proficient, or Advanced.
TARGET_LEVELS: Mapping[Goal, int] = {"mastery": 4, "exam_prep": 3, "review": 3, "custom": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWish:
    """What a plan is to be.

    Attributes:
        title: As the learner names it, 1 to 200 characters.
        goal: What for.
        targets: Numbers of the skills they chose.
        target_date: The learner's day by which they are to be learnt; of an exam, its day.
        minutes_a_day: 1 to 1,440.
        weekdays_off: Days of the week without work, Monday is 0.
        days_off: Single days without work.
        begins_at: When they begin a day's tasks, on the wall; None for at any time.
    """

    title: str
    goal: Goal
    targets: tuple[int, ...]
    target_date: dt.date
    minutes_a_day: int
    weekdays_off: frozenset[int] = frozenset()
    days_off: frozenset[dt.date] = frozenset()
    begins_at: dt.time | None = None


def checked_wish(wish: PlanWish) -> PlanWish:
    """Return a wish with its title trimmed; time and skills are checked where it is planned.

    Raises:
        InvalidInputError: The title is missing or too long, or no weekday is left.
    """
    title = " ".join(wish.title.split())
    if not title:
        raise InvalidInputError("title", "Give the plan a title.")
    if len(title) > LONGEST_TITLE:
        raise InvalidInputError("title", f"Keep the title to {LONGEST_TITLE} characters.")
    if len(wish.weekdays_off) >= WEEK:
        raise InvalidInputError("weekdays_off", "Leave at least one day of the week for work.")
    return replace(wish, title=title, targets=tuple(dict.fromkeys(wish.targets)))


def wishes_to(wish: PlanWish) -> dict[str, Any]:
    """Return what the plan's own columns do not hold, as a document."""
    return {
        "weekdays_off": sorted(wish.weekdays_off),
        "days_off": [day.isoformat() for day in sorted(wish.days_off)],
        "begins_at": wish.begins_at.isoformat("minutes") if wish.begins_at else None,
    }


def with_wishes(wish: PlanWish, document: Mapping[str, Any] | None) -> PlanWish:
    """Return a wish with what such a document says."""
    found = document or {}
    begins_at = found.get("begins_at")
    return replace(
        wish,
        weekdays_off=frozenset(found.get("weekdays_off", ())),
        days_off=frozenset(dt.date.fromisoformat(day) for day in found.get("days_off", ())),
        begins_at=dt.time.fromisoformat(begins_at) if begins_at else None,
    )
