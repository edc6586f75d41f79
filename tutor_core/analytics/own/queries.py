"""Reads a learner's own picture: six statements, each over that learner's rows alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.analytics.own.counting import (
    Answers,
    right_in,
    stretches_of,
    sureness_by_step,
    sureness_by_topic,
    trend_of,
)
from tutor_core.analytics.own.moving import Move, bought_by, changes_of, courses_of
from tutor_core.analytics.own.spans import Span
from tutor_core.analytics.own.views import Concept, DayDone, OwnPicture, Right
from tutor_core.badges.streaks import streak_with_freezes
from tutor_core.calendar import is_learning_day, learner_day
from tutor_core.content.items import SkillName
from tutor_core.content.queries import skill_names
from tutor_core.models import ConceptTimeLog, Content, LearningSession, PerformanceMetrics

YEAR_DAYS = 365
_EVER = dt.date(1970, 1, 1)
_STUDENT = bindparam("student_id", type_=LearningSession.student_id.type)
_SINCE = bindparam("since", type_=LearningSession.counted_on.type)
_ANSWERED = and_(
    LearningSession.student_id == _STUDENT,
    LearningSession.counted_on >= _SINCE,
    LearningSession.is_correct.is_not(None),
)
_RIGHT = LearningSession.is_correct.is_(True)
_FORETOLD = LearningSession.predicted.is_not(None)
_WORKED, _ASKED = ConceptTimeLog.time_spent_seconds, ConceptTimeLog.questions_attempted
_SHARE_RIGHT = func.sum(ConceptTimeLog.success_rate * _ASKED)
_LOGGED = ConceptTimeLog.student_id == _STUDENT
_DAY_COLUMNS: tuple[Any, ...] = (
    PerformanceMetrics.metric_date,
    PerformanceMetrics.total_attempts,
    PerformanceMetrics.correct_attempts,
    PerformanceMetrics.reviews,
    PerformanceMetrics.time_spent_minutes,
    PerformanceMetrics.points_earned,
)
_OF_DAYS = (
    select(*_DAY_COLUMNS)
    .where(PerformanceMetrics.student_id == _STUDENT)
    .order_by(PerformanceMetrics.metric_date)
)
_ALIKE: tuple[Any, ...] = (
    LearningSession.counted_on,
    Content.topic,
    LearningSession.difficulty,
    LearningSession.confidence,
)
_COUNTED: tuple[Any, ...] = (
    func.count(),
    func.count().filter(_RIGHT),
    func.count().filter(_FORETOLD),
    func.coalesce(func.sum(LearningSession.predicted), 0.0),
    func.count().filter(_FORETOLD, _RIGHT, LearningSession.hints_used == 0),
)
_OF_ANSWERS = (
    select(*_ALIKE, *_COUNTED)
    .join(Content, Content.id == LearningSession.content_id)
    .where(_ANSWERED)
    .group_by(*_ALIKE)
)
_MOVE: tuple[Any, ...] = (
    ConceptTimeLog.counted_on,
    ConceptTimeLog.session_id,
    ConceptTimeLog.concept,
    ConceptTimeLog.mastery_before,
    ConceptTimeLog.mastery_after,
    ConceptTimeLog.level_before,
    ConceptTimeLog.level_after,
)
_MOVED = ConceptTimeLog.mastery_after.is_not(None)
_OF_MOVES = (
    select(*_MOVE)
    .where(_LOGGED, _MOVED, ConceptTimeLog.counted_on >= _SINCE)
    .order_by(ConceptTimeLog.id)
)
_LAST_OF_EACH = (
    select(func.max(ConceptTimeLog.id))
    .where(_LOGGED, _MOVED, ConceptTimeLog.counted_on < _SINCE)
    .group_by(ConceptTimeLog.concept)
)
_OF_EARLIER_MOVES = (
    select(*_MOVE).where(ConceptTimeLog.id.in_(_LAST_OF_EACH)).order_by(ConceptTimeLog.id)
)
_CONCEPT_COLUMNS: tuple[Any, ...] = (
    ConceptTimeLog.concept,
    func.sum(_WORKED).label("seconds"),
    func.coalesce(func.sum(_ASKED), 0).label("asked"),
    func.coalesce(_SHARE_RIGHT, 0.0).label("right"),
)
_OF_CONCEPTS = (
    select(*_CONCEPT_COLUMNS)
    .where(_LOGGED, ConceptTimeLog.counted_on >= _SINCE)
    .group_by(ConceptTimeLog.concept)
)
STATEMENTS: Mapping[str, Select[Any]] = {
    "days": _OF_DAYS,
    "answers": _OF_ANSWERS,
    "moves": _OF_MOVES,
    "earlier moves": _OF_EARLIER_MOVES,
    "concepts": _OF_CONCEPTS,
}
"""What is run for a picture, for whoever looks at how; the titles of the skills come beside."""


def own_picture(
    db: Session,
    actor: Actor,
    zone: ZoneInfo,
    *,
    days: int | None,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> OwnPicture:
    """Return all figures of the actor's own learning.

    Args:
        db: An open block.
        actor: The learner.
        zone: Where they live.
        days: How many of their days up to today are looked at; None for all.
        now: The moment.
        day_starts_at: Wall-clock hour at which their day begins.
    """
    today = learner_day(now, zone, starts_at=day_starts_at)
    since = _EVER if days is None else today - dt.timedelta(days=days - 1)
    asked: dict[str, Any] = {"student_id": actor.id, "since": since}
    done = [_done(row) for row in db.execute(_OF_DAYS, asked)]
    answers = [Answers(*row) for row in db.execute(_OF_ANSWERS, asked)]
    known = [today, *(one.day for one in done), *(one.day for one in answers)]
    span = Span(first=min(known) if days is None else since, last=max(known))
    skills = {skill.name: skill for skill in skill_names(db)}
    moves = [Move(*row) for row in db.execute(_OF_MOVES, asked)]
    earlier = [] if days is None else [Move(*row) for row in db.execute(_OF_EARLIER_MOVES, asked)]
    concepts = _concepts(db.execute(_OF_CONCEPTS, asked).all(), skills)
    learnt_on = [
        one.day for one in done if one.day <= today and is_learning_day(one.answers.n, one.reviews)
    ]
    return OwnPicture(
        span=span,
        ever=sum(one.answers.n + one.reviews for one in done),
        answers=right_in(answers),
        days=tuple(one for one in done if since <= one.day),
        year=tuple(one for one in done if 0 <= (today - one.day).days < YEAR_DAYS),
        streak=streak_with_freezes(learnt_on, today),
        points=sum(one.points for one in done),
        stretches=stretches_of(answers, span),
        trend=trend_of(answers),
        courses=courses_of(earlier, moves, span, skills),
        concepts=concepts,
        bought=bought_by(concepts, changes_of(moves, skills)),
        steps_of_sureness=sureness_by_step(answers),
        sureness=sureness_by_topic(answers),
    )


def _done(row: Row[Any]) -> DayDone:
    return DayDone(
        day=row.metric_date,
        answers=Right(right=row.correct_attempts, n=row.total_attempts),
        reviews=row.reviews,
        minutes=row.time_spent_minutes,
        points=row.points_earned,
    )


def _concepts(rows: Sequence[Row[Any]], skills: Mapping[str, SkillName]) -> tuple[Concept, ...]:
    found = [
        Concept(
            title=skills[row.concept].title if row.concept in skills else row.concept,
            topic=skills[row.concept].topic if row.concept in skills else "",
            seconds=int(row.seconds),
            answers=Right(right=round(row.right), n=int(row.asked)),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.seconds, one.title)))
