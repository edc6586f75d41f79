"""Tasks that the learner moves, pins or skips; the days are planned anew after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.planning.course import Course, Entry
from tutor_core.planning.living import last_day, with_days
from tutor_core.planning.tasks import Task


def with_pin(course: Course, key: str, on: dt.date, *, is_pinned: bool) -> Course:
    """Return a plan with a task on a day.

    Args:
        course: The plan.
        key: Of an open task.
        on: Where it is to be.
        is_pinned: Whether it stays there.

    Raises:
        InvalidInputError: It is a day's cards, or the day lies outside the plan.
        NotFoundError: There is no such open task.
    """
    task = _open_task(course, key)
    if task.kind == "review" and task.skill is None:
        raise InvalidInputError("task", "The cards of a day stay on their day.")
    if not course.planned_on <= on <= last_day(course.wish):
        raise InvalidInputError("day", "Choose a day from today to the end of the plan.")
    days = _days_without(course, key)
    days.setdefault(on, []).append(Entry(task=replace(task, is_pinned=is_pinned)))
    return with_days(course, days)


def day_of_task(course: Course, key: str) -> dt.date:
    """Return the day of an open task.

    Raises:
        NotFoundError: There is none.
    """
    _open_task(course, key)
    return next(day.on for day in course.ahead.days if any(task.key == key for task in day.tasks))


def without(course: Course, key: str, today: dt.date) -> Course:
    """Return a plan of which a task was skipped today.

    Raises:
        NotFoundError: There is no such open task.
    """
    task = replace(_open_task(course, key), is_pinned=False)
    days = _days_without(course, key)
    days.setdefault(today, []).append(Entry(task=task, outcome="skipped"))
    return with_days(course, days)


def _open_task(course: Course, key: str) -> Task:
    for day in course.ahead.days:
        for task in day.tasks:
            if task.key == key:
                return task
    raise NotFoundError("This task is no longer in the plan: look at it again.")


def _days_without(course: Course, key: str) -> dict[dt.date, list[Entry]]:
    """Return the days without an open task; those that are settled keep what was missed."""
    return {
        day.on: [
            e
            for e in day.entries
            if day.on < course.planned_on or e.task.key != key or e.outcome != "open"
        ]
        for day in course.days
    }
