"""Writes the learner's day: one row of `performance_metrics` a student and day."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from tutor_core.accounts.actor import Actor
from tutor_core.analytics.days import ReviewsOfDay, TopicDay, day_of
from tutor_core.badges.streaks import FreezeState
from tutor_core.calendar import (
    ATTEMPTS_OF_A_LEARNING_DAY,
    REVIEWS_OF_A_LEARNING_DAY,
    start_of_day,
)
from tutor_core.db import Upsert
from tutor_core.models import (
    Content,
    LearningSession,
    PerformanceMetrics,
    ReviewSession,
    Student,
    table_of,
)

LONGEST_ATTEMPT = dt.timedelta(days=30)

_STUDENT: BindParameter[int] = bindparam("student_id")
_BEGIN = bindparam("begin", type_=LearningSession.end_time.type)
_END = bindparam("end", type_=LearningSession.end_time.type)
_Last = aliased(PerformanceMetrics)
_LAST_LEARNING_DAY = (
    select(PerformanceMetrics.id)
    .where(
        PerformanceMetrics.student_id == _STUDENT,
        PerformanceMetrics.metric_date
        < bindparam("day", type_=PerformanceMetrics.metric_date.type),
        or_(
            PerformanceMetrics.total_attempts >= ATTEMPTS_OF_A_LEARNING_DAY,
            PerformanceMetrics.reviews >= REVIEWS_OF_A_LEARNING_DAY,
        ),
    )
    .order_by(PerformanceMetrics.metric_date.desc())
    .limit(1)
    .scalar_subquery()
)
_DAY = (
    select(
        Content.topic,
        func.count().label("attempts"),
        func.count().filter(LearningSession.is_correct.is_(True)).label("correct"),
        func.coalesce(func.sum(LearningSession.time_spent_seconds), 0).label("seconds"),
        func.coalesce(func.sum(LearningSession.difficulty), 0).label("levels"),
        func.coalesce(func.sum(LearningSession.points_earned), 0).label("points"),
    )
    .join(Content, Content.id == LearningSession.content_id)
    .where(
        LearningSession.student_id == _STUDENT,
        LearningSession.start_time >= bindparam("earliest", type_=LearningSession.start_time.type),
        LearningSession.end_time >= _BEGIN,
        LearningSession.end_time < _END,
        LearningSession.is_correct.is_not(None),
    )
    .group_by(Content.topic)
)
_OF_DAY = and_(
    ReviewSession.student_id == _STUDENT,
    ReviewSession.reviewed_at >= _BEGIN,
    ReviewSession.reviewed_at < _END,
    ReviewSession.undone_at.is_(None),
)
_BESIDE = (
    select(
        select(func.count()).where(_OF_DAY).scalar_subquery().label("reviews"),
        select(func.coalesce(func.sum(ReviewSession.time_spent_seconds), 0))
        .where(_OF_DAY)
        .scalar_subquery()
        .label("seconds"),
        _Last.metric_date,
        _Last.current_streak,
        _Last.longest_streak,
        _Last.freeze_credit,
    )
    .select_from(Student)
    .outerjoin(_Last, _Last.id == _LAST_LEARNING_DAY)
    .where(Student.id == _STUDENT)
)
_WRITE_DAY = Upsert(
    table_of(PerformanceMetrics),
    ["student_id", "metric_date"],
    lambda new: {
        name: new[name]
        for name in (
            "total_attempts",
            "correct_attempts",
            "accuracy_rate",
            "time_spent_minutes",
            "topics_studied",
            "avg_difficulty",
            "current_streak",
            "longest_streak",
            "freeze_credit",
            "points_earned",
            "reviews",
        )
    },
)


def record_day(
    db: Session, actor: Actor, day: dt.date, zone: ZoneInfo, *, starts_at: int, now: dt.datetime
) -> None:
    """Recompute the learner's `day` from its attempts and reviews.

    Nothing is added up from earlier sums, so a day always says what its rows say; its streak
    continues that of the last learning day before it.
    """
    begin = start_of_day(day, zone, starts_at=starts_at)
    end = start_of_day(day + dt.timedelta(days=1), zone, starts_at=starts_at)
    asked = {"student_id": actor.id, "day": day, "begin": begin, "end": end}
    beside = db.execute(_BESIDE, asked).one()
    topics = [
        TopicDay(
            topic=row.topic,
            attempts=row.attempts,
            correct=row.correct,
            seconds=int(row.seconds),
            levels=int(row.levels),
            points=int(row.points),
        )
        for row in db.execute(_DAY, asked | {"earliest": begin - LONGEST_ATTEMPT})
    ]
    before = (
        FreezeState()
        if beside.metric_date is None
        else FreezeState(
            last=beside.metric_date,
            current=beside.current_streak,
            longest=beside.longest_streak,
            credit=beside.freeze_credit,
        )
    )
    reviews = ReviewsOfDay(beside.reviews, int(beside.seconds))
    found = day_of(day, topics, reviews, before=before)
    _WRITE_DAY.run(
        db,
        {
            "student_id": actor.id,
            "metric_date": day,
            "total_attempts": found.attempts,
            "correct_attempts": found.correct,
            "accuracy_rate": found.accuracy,
            "time_spent_minutes": found.minutes,
            "topics_studied": list(found.topics),
            "avg_difficulty": found.mean_difficulty,
            "current_streak": found.streak.current,
            "longest_streak": found.streak.longest,
            "freeze_credit": found.streak.credit,
            "points_earned": found.points,
            "reviews": found.reviews,
            "created_at": now,
        },
    )
