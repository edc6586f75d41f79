"""Writes learners' days: one row of `performance_metrics` a student and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.analytics.rollups.comparing import Difference, differences
from tutor_core.analytics.rollups.days import Day, columns_of, day_of
from tutor_core.analytics.rollups.queries import counted_days, stored_days, work_on
from tutor_core.db import Upsert
from tutor_core.models import PerformanceMetrics, table_of

_KEY = ("student_id", "metric_date")
_STAYS = {*_KEY, "id", "created_at"}
_WRITE = Upsert(
    table_of(PerformanceMetrics),
    _KEY,
    lambda new: {figure.name: figure for figure in new if figure.name not in _STAYS},
)


def record_day(db: Session, actor: Actor, day: dt.date, *, now: dt.datetime) -> None:
    """Count the actor's `day` anew from its attempts and reviews.

    Nothing is added up from earlier sums, so a day always says what its rows say; its streak
    continues that of the last learning day before it. Work that arrives late also changes the
    streaks of the days after it.

    Args:
        db: An open transaction; whoever opened it holds the lock of the learner's row.
        actor: The learner.
        day: Theirs.
        now: The moment.
    """
    found = work_on(db, actor.id, day)
    _write(db, actor.id, [day_of(day, found.work, before=found.before)], now=now)
    if not found.is_latest:
        mend_days(db, actor.id, now=now)


def check_days(db: Session, student_id: int) -> list[Difference]:
    """Return where what is written down of a learner's days differs from what they did."""
    stored = stored_days(db, student_id)
    dates = [row.metric_date for row in stored if row.metric_date is not None]
    return differences(stored, counted_days(db, student_id, also=dates))


def mend_days(db: Session, student_id: int, *, now: dt.datetime) -> list[Difference]:
    """Write down anew what differs; return what differed."""
    stored = stored_days(db, student_id)
    dates = [row.metric_date for row in stored if row.metric_date is not None]
    counted = counted_days(db, student_id, also=dates)
    found = differences(stored, counted)
    wrong = {one.day for one in found}
    _write(db, student_id, [day for day in counted if day.date in wrong], now=now)
    return found


def _write(db: Session, student_id: int, days: Iterable[Day], *, now: dt.datetime) -> None:
    who = {"student_id": student_id, "created_at": now}
    _WRITE.run(db, [columns_of(day) | who for day in days])
