"""Reads what a learner did on their days, and what was written down of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from tutor_core.analytics.rollups.days import Day, ReviewsOfDay, TopicDay, Work, days_of
from tutor_core.badges.streaks import FreezeState
from tutor_core.calendar import ATTEMPTS_OF_A_LEARNING_DAY, REVIEWS_OF_A_LEARNING_DAY
from tutor_core.models import Content, LearningSession, PerformanceMetrics, ReviewSession, Student

_Last = aliased(PerformanceMetrics)
_STUDENT = bindparam("student_id", type_=Student.id.type)
_DAY = bindparam("day", type_=PerformanceMetrics.metric_date.type)
_OF_TOPIC: tuple[Any, ...] = (
    LearningSession.counted_on,
    Content.topic,
    func.count().label("attempts"),
    func.count().filter(LearningSession.is_correct.is_(True)).label("correct"),
    func.coalesce(func.sum(LearningSession.time_spent_seconds), 0).label("seconds"),
    func.coalesce(func.sum(LearningSession.difficulty), 0).label("levels"),
    func.coalesce(func.sum(LearningSession.points_earned), 0).label("points"),
)
_ATTEMPTS: Select[Any] = (
    select(*_OF_TOPIC)
    .join(Content, Content.id == LearningSession.content_id)
    .where(
        LearningSession.student_id == _STUDENT,
        LearningSession.counted_on.is_not(None),
        LearningSession.is_correct.is_not(None),
    )
    .group_by(LearningSession.counted_on, Content.topic)
)
_ATTEMPTS_ON = _ATTEMPTS.where(LearningSession.counted_on == _DAY)
_COUNTED = and_(
    ReviewSession.student_id == _STUDENT,
    ReviewSession.counted_on.is_not(None),
    ReviewSession.undone_at.is_(None),
)
_SECONDS = func.coalesce(func.sum(ReviewSession.time_spent_seconds), 0)
_OF_REVIEWS: tuple[Any, ...] = (
    ReviewSession.counted_on,
    func.count().label("reviews"),
    _SECONDS.label("seconds"),
)
_REVIEWS: Select[Any] = select(*_OF_REVIEWS).where(_COUNTED).group_by(ReviewSession.counted_on)
_ON = and_(_COUNTED, ReviewSession.counted_on == _DAY)
_LAST_LEARNING_DAY = (
    select(PerformanceMetrics.id)
    .where(
        PerformanceMetrics.student_id == _STUDENT,
        PerformanceMetrics.metric_date < _DAY,
        or_(
            PerformanceMetrics.total_attempts >= ATTEMPTS_OF_A_LEARNING_DAY,
            PerformanceMetrics.reviews >= REVIEWS_OF_A_LEARNING_DAY,
        ),
    )
    .order_by(PerformanceMetrics.metric_date.desc())
    .limit(1)
    .scalar_subquery()
)
_BESIDE = (
    select(
        select(func.count()).where(_ON).scalar_subquery().label("reviews"),
        select(_SECONDS).where(_ON).scalar_subquery().label("seconds"),
        select(func.max(PerformanceMetrics.metric_date))
        .where(PerformanceMetrics.student_id == _STUDENT)
        .scalar_subquery()
        .label("latest"),
        _Last.metric_date,
        _Last.current_streak,
        _Last.longest_streak,
        _Last.freeze_credit,
    )
    .select_from(Student)
    .outerjoin(_Last, _Last.id == _LAST_LEARNING_DAY)
    .where(Student.id == _STUDENT)
)
_STORED = (
    select(PerformanceMetrics)
    .where(PerformanceMetrics.student_id == _STUDENT)
    .order_by(PerformanceMetrics.metric_date)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOn:
    """What was done on a day, and what it stands beside.

    Attributes:
        work: What was done.
        before: Learning days in a row as of the last of them before it.
        is_latest: Whether no later day is written down.
    """

    work: Work
    before: FreezeState
    is_latest: bool


def work_on(db: Session, student_id: int, day: dt.date) -> WorkOn:
    """Return what a learner did on a day; whoever calls it has checked who asks."""
    asked = {"student_id": student_id, "day": day}
    beside = db.execute(_BESIDE, asked).one()
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
    return WorkOn(
        work=Work(
            [_topic_in(row) for row in db.execute(_ATTEMPTS_ON, asked)],
            ReviewsOfDay(beside.reviews, int(beside.seconds)),
        ),
        before=before,
        is_latest=beside.latest is None or beside.latest <= day,
    )


def stored_days(db: Session, student_id: int) -> Sequence[PerformanceMetrics]:
    """Return what is written down of a learner's days, in their order."""
    return db.scalars(_STORED, {"student_id": student_id}).all()


def counted_days(db: Session, student_id: int, *, also: Sequence[dt.date] = ()) -> list[Day]:
    """Return a learner's days, counted anew from all that they did.

    Args:
        db: An open block.
        student_id: The learner; whoever calls it has checked who asks.
        also: Days to return even where nothing was done.
    """
    asked = {"student_id": student_id}
    topics: defaultdict[dt.date, list[TopicDay]] = defaultdict(list)
    for row in db.execute(_ATTEMPTS, asked):
        topics[row.counted_on].append(_topic_in(row))
    reviews = {
        row.counted_on: ReviewsOfDay(row.reviews, int(row.seconds))
        for row in db.execute(_REVIEWS, asked)
    }
    dates = {*topics, *reviews, *also}
    work = {date: Work(topics[date], reviews.get(date, ReviewsOfDay())) for date in dates}
    return list(days_of(work))


def _topic_in(row: Any) -> TopicDay:  # noqa: ANN401 - a row of `_ATTEMPTS`
    return TopicDay(
        topic=row.topic,
        attempts=row.attempts,
        correct=row.correct,
        seconds=int(row.seconds),
        levels=int(row.levels),
        points=int(row.points),
    )
