"""Reads a learner's first page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.badges.streaks import streak_with_freezes
from tutor_core.calendar import is_learning_day, learner_day, zone_named
from tutor_core.errors import NotFoundError
from tutor_core.gaps.policy import GapPolicy
from tutor_core.gaps.queries import first_gap
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.models import TOPICS, PerformanceMetrics, Student
from tutor_core.practice.queries import open_attempt
from tutor_core.practice.today.today import Figures, Today, next_skill, topics_of
from tutor_core.profiling.placements.queries import last_placement
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.review.desk.queries import cards_left
from tutor_core.tuning.queries import in_force

_DAYS = select(
    PerformanceMetrics.metric_date,
    PerformanceMetrics.total_attempts,
    PerformanceMetrics.correct_attempts,
    PerformanceMetrics.time_spent_minutes,
    PerformanceMetrics.points_earned,
    PerformanceMetrics.reviews,
).where(
    PerformanceMetrics.student_id == bindparam("student_id"),
    PerformanceMetrics.metric_date <= bindparam("day", type_=PerformanceMetrics.metric_date.type),
)


def today_of(db: Session, actor: Actor, *, now: dt.datetime, day_starts_at: int = 4) -> Today:
    """Return the actor's first page: what was done, where they stand, what to do now.

    Raises:
        NotFoundError: There is no such account.
    """
    zone = db.scalar(select(Student.timezone).where(Student.id == actor.id))
    if zone is None:
        raise NotFoundError("There is no such account.")
    policies = in_force(db, actor, now=now)
    parameters = policies.of(KnowledgeParameters).policy
    standing = standing_of(db, actor, actor.id, parameters=parameters, now=now)
    waiting = open_attempt(db, actor, "practice")
    skill, reason = next_skill(standing, parameters, policies.of(BanditPolicy).policy)
    gap = first_gap(
        db,
        actor,
        standing,
        parameters=parameters,
        policy=policies.of(GapPolicy).policy,
        now=now,
    )
    return Today(
        figures=_figures(db, actor, learner_day(now, zone_named(zone), starts_at=day_starts_at)),
        cards_left=cards_left(db, actor, zone_named(zone), now=now, day_starts_at=day_starts_at),
        topics=topics_of(standing, parameters, TOPICS),
        open_question=(waiting.item_skill_name or "a question") if waiting else None,
        next_skill=skill.display_name if skill else None,
        next_topic=skill.topic if skill else None,
        next_reason=reason,
        placement=last_placement(db, actor),
        repair=gap.recommendation if gap else None,
    )


def _figures(db: Session, actor: Actor, day: dt.date) -> Figures:
    days = db.execute(_DAYS, {"student_id": actor.id, "day": day}).all()
    learning = [row.metric_date for row in days if is_learning_day(row.total_attempts, row.reviews)]
    ever = Figures(
        points=sum(row.points_earned for row in days),
        answers_ever=sum(row.total_attempts for row in days),
        streak=streak_with_freezes(learning, day),
    )
    this_day = next((row for row in days if row.metric_date == day), None)
    if this_day is None:
        return ever
    return replace(
        ever,
        answers=this_day.total_attempts,
        correct=this_day.correct_attempts,
        reviews=this_day.reviews,
        minutes=this_day.time_spent_minutes,
        points_today=this_day.points_earned,
    )
