"""Reads plans for calendars: for their owner, or for whoever knows a secret address."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.tokens import digest
from tutor_core.models import CalendarFeed, Student, StudyPlan, table_of
from tutor_core.planning.calendar_files import CalendarWish
from tutor_core.planning.calendars.views import Feed, PlanCalendar
from tutor_core.planning.course import Course, Entry
from tutor_core.planning.ground.queries import zone_of
from tutor_core.planning.keeping.queries import course_in, names_of, plan_row
from tutor_core.planning.showing import day_of
from tutor_core.planning.tasks import Day

FOLLOWED_EVERY = dt.timedelta(hours=1)

_feeds, _plans, _students = table_of(CalendarFeed), table_of(StudyPlan), table_of(Student)
_FEED = select(_feeds.c.created_at, _feeds.c.last_fetched_at).where(
    _feeds.c.student_id == bindparam("student_id"),
    _feeds.c.plan_id == bindparam("plan_id"),
    _feeds.c.revoked_at.is_(None),
)
_BY_TOKEN = (
    select(_feeds.c.student_id, _feeds.c.plan_id, _feeds.c.last_fetched_at)
    .join(_students, _students.c.id == _feeds.c.student_id)
    .join(_plans, _plans.c.id == _feeds.c.plan_id)
    .where(
        _feeds.c.token_digest == bindparam("digest"),
        _feeds.c.revoked_at.is_(None),
        _students.c.is_active.is_(True),
        _plans.c.course.is_not(None),
    )
)


def calendar_of(db: Session, actor: Actor, plan_id: int) -> PlanCalendar:
    """Return one of the actor's plans for a calendar.

    Raises:
        NotFoundError: It is not theirs, or was never planned.
    """
    row = plan_row(db, actor, plan_id)
    return _calendar(db, actor, row, course_in(row))


def feed_of(db: Session, actor: Actor, plan_id: int) -> Feed | None:
    """Return the address of one of the actor's plans; None where there is none."""
    row = db.execute(_FEED, {"student_id": actor.id, "plan_id": plan_id}).one_or_none()
    return None if row is None else Feed(**row._mapping)


def calendar_at(db: Session, token: str, *, now: dt.datetime) -> tuple[PlanCalendar, bool] | None:
    """Return the plan that a secret address leads to, and whether it is to be followed now.

    None for an unknown or revoked address, and for that of somebody who was deactivated.
    """
    found = db.execute(_BY_TOKEN, {"digest": digest(token)}).one_or_none()
    if found is None:
        return None
    owner = Actor(found.student_id, "student")
    row = plan_row(db, owner, found.plan_id)
    last = found.last_fetched_at
    is_followed = last is None or last <= now - FOLLOWED_EVERY
    return _calendar(db, owner, row, course_in(row)), is_followed


def _calendar(db: Session, owner: Actor, row: Row[Any], course: Course) -> PlanCalendar:
    names = names_of(db, [course])
    days = [
        Day(on=day.on, tasks=tuple(e.task for e in day.entries if _is_written(e, day.on, course)))
        for day in course.days
    ]
    return PlanCalendar(
        plan=course.plan_with(days),
        wish=CalendarWish(
            plan_id=row.id,
            title=row.title,
            zone=zone_of(db, owner),
            starts_at=course.wish.begins_at,
        ),
        tasks={
            task.key: task
            for day in days
            for task in day_of(row.id, course, day.on, names).tasks
            if task.key in {one.key for one in day.tasks}
        },
        changed_at=row.updated_at or row.created_at,
    )


def _is_written(entry: Entry, on: dt.date, course: Course) -> bool:
    """Tell whether a task is written: what was missed comes again on another day."""
    return entry.outcome in ("done", "part") or (
        entry.outcome == "open" and on >= course.planned_on
    )
