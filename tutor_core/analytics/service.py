"""Writes the learner's day: one row of `performance_metrics` a student and day."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import (
    ATTEMPTS_OF_A_LEARNING_DAY,
    is_learning_day,
    start_of_day,
    streak_of,
)
from tutor_core.db import insert_into
from tutor_core.models import Content, LearningSession, PerformanceMetrics

LONGEST_ATTEMPT = dt.timedelta(days=30)


def record_day(
    db: Session, actor: Actor, day: dt.date, zone: ZoneInfo, *, starts_at: int, now: dt.datetime
) -> None:
    """Recompute the learner's `day` from its attempts; they must have been flushed.

    Nothing is added up from earlier sums, so a day always says what its rows say.
    """
    begin = start_of_day(day, zone, starts_at=starts_at)
    end = start_of_day(day + dt.timedelta(days=1), zone, starts_at=starts_at)
    attempt = LearningSession
    rows = db.execute(
        select(
            Content.topic,
            func.count(),
            func.count().filter(attempt.is_correct.is_(True)),
            func.coalesce(func.sum(attempt.time_spent_seconds), 0),
            func.coalesce(func.sum(attempt.difficulty), 0),
            func.coalesce(func.sum(attempt.points_earned), 0),
        )
        .join(Content, Content.id == attempt.content_id)
        .where(
            attempt.student_id == actor.id,
            attempt.start_time >= begin - LONGEST_ATTEMPT,
            attempt.end_time >= begin,
            attempt.end_time < end,
            attempt.is_correct.is_not(None),
        )
        .group_by(Content.topic)
        .order_by(Content.topic)
    ).all()
    total = sum(int(row[1]) for row in rows)
    correct = sum(int(row[2]) for row in rows)
    past = db.execute(
        select(PerformanceMetrics.metric_date).where(
            PerformanceMetrics.student_id == actor.id,
            PerformanceMetrics.total_attempts >= ATTEMPTS_OF_A_LEARNING_DAY,
        )
    ).all()
    days = {row.metric_date for row in past} - {day}
    if is_learning_day(total):
        days.add(day)
    streak = streak_of(days, day)
    values = {
        "total_attempts": total,
        "correct_attempts": correct,
        "accuracy_rate": correct / total if total else 0.0,
        "time_spent_minutes": round(sum(int(row[3] or 0) for row in rows) / 60),
        "topics_studied": [row.topic for row in rows],
        "avg_difficulty": sum(int(row[4] or 0) for row in rows) / total if total else 0.0,
        "current_streak": streak.current,
        "longest_streak": streak.longest,
        "points_earned": sum(int(row[5] or 0) for row in rows),
    }
    fresh = insert_into(db, PerformanceMetrics).values(
        student_id=actor.id, metric_date=day, created_at=now, **values
    )
    db.execute(
        fresh.on_conflict_do_update(index_elements=["student_id", "metric_date"], set_=values)
    )
