"""Reads the exam that a learner's study plan prepares for."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import MasterySkill, StudyPlan, table_of
from tutor_core.review.exams.arranging import Exam

_plans, _skills = table_of(StudyPlan), table_of(MasterySkill)
_NEXT = (
    select(
        _plans.c.id,
        _plans.c.title,
        _plans.c.target_date,
        _plans.c.daily_minutes,
        _plans.c.target_skills,
    )
    .where(
        _plans.c.student_id == bindparam("student_id"),
        _plans.c.goal_type == "exam_prep",
        _plans.c.status == "active",
        _plans.c.target_date >= bindparam("day", type_=_plans.c.target_date.type),
    )
    .order_by(_plans.c.target_date, _plans.c.id)
    .limit(1)
)
_NAMES = (
    select(_skills.c.name)
    .where(_skills.c.id.in_(bindparam("skill_ids", expanding=True)))
    .order_by(_skills.c.id)
)


def next_exam(db: Session, actor: Actor, *, on: dt.date) -> Exam | None:
    """Return the exam of the actor's study plans that comes first; None without any.

    Args:
        db: An open block.
        actor: The learner.
        on: The learner's day.
    """
    row = db.execute(_NEXT, {"student_id": actor.id, "day": on}).one_or_none()
    if row is None:
        return None
    skills = db.scalars(_NAMES, {"skill_ids": [int(skill) for skill in row.target_skills]})
    return Exam(
        plan_id=row.id,
        title=row.title,
        on=row.target_date,
        minutes=row.daily_minutes or 1,
        skills=tuple(skills),
    )
