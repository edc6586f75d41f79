"""Reads the exam that a learner's study plan prepares for, its cards, and what they promise."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day
from tutor_core.models import Content, FlashCard, MasterySkill, StudyPlan, table_of
from tutor_core.review.exams.arranging import Exam, ExamForecast, forecast
from tutor_core.review.foreseeing import USUAL_SECONDS
from tutor_core.review.memories import Remembered
from tutor_core.review.preferences import MOST_DUE
from tutor_core.review.queries import ASKED, REMEMBERED, remembered_in, seconds_a_review

_plans, _skills = table_of(StudyPlan), table_of(MasterySkill)
_cards, _content = table_of(FlashCard), table_of(Content)
_TODAY = bindparam("day", type_=_cards.c.next_review_date.type)
_NEXT = (
    select(
        _plans.c.id,
        _plans.c.title,
        _plans.c.target_date,
        _plans.c.daily_minutes,
        _plans.c.target_skills,
        _plans.c.planned_on,
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
_OF_EXAM: Select[Any] = (
    select(*REMEMBERED)
    .join(_content, _content.c.id == _cards.c.content_id)
    .where(
        ASKED,
        _content.c.subtopic.in_(bindparam("skills", expanding=True)),
        or_(_cards.c.times_reviewed > 0, _cards.c.next_review_date <= _TODAY),
    )
    .order_by(_cards.c.next_review_date, _cards.c.id)
    .limit(bindparam("most"))
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
        minutes=_minutes(row.daily_minutes or 1, has_tasks=row.planned_on is not None),
        skills=tuple(skills),
    )


def _minutes(daily: int, *, has_tasks: bool) -> int:
    """Return the minutes a day for cards: half of them where a plan has other tasks too."""
    return max(1, daily // 2) if has_tasks else daily


def cards_of_exam(
    db: Session, actor: Actor, exam: Exam, zone: ZoneInfo, *, on: dt.date, starts_at: int
) -> list[Remembered]:
    """Return the actor's cards of an exam that may be asked on a day, due or not."""
    which = {"student_id": actor.id, "day": on, "skills": exam.skills, "most": MOST_DUE}
    return [remembered_in(row, zone, starts_at=starts_at) for row in db.execute(_OF_EXAM, which)]


def exam_forecast(
    db: Session,
    actor: Actor,
    zone: ZoneInfo,
    *,
    now: dt.datetime,
    rng: random.Random,
    day_starts_at: int = 4,
) -> ExamForecast | None:
    """Return what the actor's cards promise for their next exam; None without exam or cards.

    Args:
        db: An open block.
        actor: The learner.
        zone: Where they live.
        now: The moment.
        rng: Source of chance.
        day_starts_at: Wall-clock hour at which their day begins.
    """
    on = learner_day(now, zone, starts_at=day_starts_at)
    exam = next_exam(db, actor, on=on)
    if exam is None:
        return None
    cards = cards_of_exam(db, actor, exam, zone, on=on, starts_at=day_starts_at)
    seconds = seconds_a_review(db, actor) or USUAL_SECONDS
    return forecast(cards, exam, on=on, seconds=seconds, rng=rng) if cards else None
