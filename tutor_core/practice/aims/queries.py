"""Reads what a learner is to work on beside learning the next thing: reviews, plans, assignments.

The gaps, which a lower domain finds, are read where the choice is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import (
    Assignment,
    CohortMember,
    Content,
    FlashCard,
    LearnerItem,
    MasterySkill,
    StudyPlan,
)
from tutor_core.recommend.goals import Aim

LATE = dt.timedelta(days=14)  # so long an assignment is still asked after its day

_TODAY = bindparam("day", type_=FlashCard.next_review_date.type)
_REVIEWS = (
    select(MasterySkill.id)
    .distinct()
    .join(Content, Content.subtopic == MasterySkill.name)
    .join(FlashCard, FlashCard.content_id == Content.id)
    .where(
        FlashCard.student_id == bindparam("student_id"),
        FlashCard.next_review_date <= _TODAY,
        FlashCard.suspended.is_(False),
        or_(FlashCard.buried_until.is_(None), FlashCard.buried_until <= _TODAY),
    )
    .order_by(MasterySkill.id)
)
_PLANS = (
    select(StudyPlan.title, StudyPlan.target_skills)
    .where(
        StudyPlan.student_id == bindparam("student_id"),
        StudyPlan.status == "active",
        StudyPlan.target_date >= _TODAY,
    )
    .order_by(StudyPlan.target_date, StudyPlan.id)
)
_ASSIGNMENTS = (
    select(Assignment.title, Assignment.target, Assignment.created_at)
    .join(CohortMember, CohortMember.cohort_id == Assignment.cohort_id)
    .where(
        CohortMember.student_id == bindparam("student_id"),
        CohortMember.left_at.is_(None),
        or_(
            Assignment.due_at.is_(None),
            Assignment.due_at >= bindparam("earliest", type_=Assignment.due_at.type),
        ),
    )
    .order_by(Assignment.due_at, Assignment.id)
)
_ASSIGNED_ITEMS = (
    select(Content.id, MasterySkill.id.label("skill_id"), LearnerItem.last_seen_at)
    .join(MasterySkill, MasterySkill.name == Content.subtopic)
    .outerjoin(
        LearnerItem,
        and_(
            LearnerItem.content_id == Content.id,
            LearnerItem.student_id == bindparam("student_id"),
        ),
    )
    .where(Content.id.in_(bindparam("content_ids", expanding=True)))
    .order_by(Content.id)
)


def aims_of(db: Session, actor: Actor, *, day: dt.date, now: dt.datetime) -> list[Aim]:
    """Return what the actor is to work on beside their gaps.

    Skills of cards that are due, skills of their study plans, and what their classes were
    assigned and they have not met since: single items, or whole skills.

    Args:
        db: An open block.
        actor: The learner.
        day: The learner's.
        now: The moment.
    """
    learner = {"student_id": actor.id, "day": day}
    reviews = [Aim(kind="review", skill=skill) for skill in db.scalars(_REVIEWS, learner)]
    plans = [
        Aim(kind="plan", skill=int(skill), detail=row.title)
        for row in db.execute(_PLANS, learner)
        for skill in row.target_skills
    ]
    assignments = db.execute(_ASSIGNMENTS, {"student_id": actor.id, "earliest": now - LATE}).all()
    return [*reviews, *plans, *_assigned(db, actor, assignments)]


def _assigned(db: Session, actor: Actor, assignments: Sequence[Row[Any]]) -> Iterator[Aim]:
    for row in assignments:
        for skill in row.target.get("skill_ids", ()):
            yield Aim(kind="assignment", skill=int(skill), detail=row.title)
        if content_ids := row.target.get("content_ids", ()):
            items = {"student_id": actor.id, "content_ids": content_ids}
            for item in db.execute(_ASSIGNED_ITEMS, items):
                if item.last_seen_at is None or item.last_seen_at < row.created_at:
                    yield Aim(
                        kind="assignment",
                        skill=item.skill_id,
                        content_id=item.id,
                        detail=row.title,
                    )
