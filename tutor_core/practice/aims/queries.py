"""Reads what a learner is to work on beside learning the next thing: reviews, plans, assignments.

The gaps, which a lower domain finds, are read where the choice is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
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
_NO_TARGET = cast(null(), Assignment.target.type).label("target")
_NO_SKILL = cast(null(), Integer).label("skill_id")
_NEVER = cast(null(), Assignment.created_at.type).label("since")
_REVIEWS: Select[Any] = (
    select(
        literal("review").label("kind"),
        MasterySkill.id.label("skill_id"),
        _NO_TARGET,
        literal("").label("title"),
        _NEVER,
    )
    .distinct()
    .join(Content, Content.subtopic == MasterySkill.name)
    .join(FlashCard, FlashCard.content_id == Content.id)
    .where(
        FlashCard.student_id == bindparam("student_id"),
        FlashCard.next_review_date <= _TODAY,
        FlashCard.times_reviewed > 0,
        FlashCard.suspended.is_(False),
        FlashCard.deleted_at.is_(None),
        or_(FlashCard.buried_until.is_(None), FlashCard.buried_until <= _TODAY),
    )
)
_PLANS: Select[Any] = select(
    literal("plan"), _NO_SKILL, StudyPlan.target_skills, StudyPlan.title, _NEVER
).where(
    StudyPlan.student_id == bindparam("student_id"),
    StudyPlan.status == "active",
    StudyPlan.target_date >= _TODAY,
)
_ASSIGNMENTS: Select[Any] = (
    select(
        literal("assignment"),
        _NO_SKILL,
        Assignment.target,
        Assignment.title,
        Assignment.created_at,
    )
    .join(CohortMember, CohortMember.cohort_id == Assignment.cohort_id)
    .where(
        CohortMember.student_id == bindparam("student_id"),
        CohortMember.left_at.is_(None),
        or_(
            Assignment.due_at.is_(None),
            Assignment.due_at >= bindparam("earliest", type_=Assignment.due_at.type),
        ),
    )
)
_SET = union_all(_REVIEWS, _PLANS, _ASSIGNMENTS)
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
    asked = {"student_id": actor.id, "day": day, "earliest": now - LATE}
    aims = [aim for row in db.execute(_SET, asked).all() for aim in _aims_in(db, actor, row)]
    return sorted(aims, key=lambda aim: (aim.kind, aim.detail, aim.skill, aim.content_id or 0))


def _aims_in(db: Session, actor: Actor, row: Row[Any]) -> Iterator[Aim]:
    """Give what a due review, a plan or an assignment asks for."""
    if row.kind == "review":
        yield Aim(kind="review", skill=row.skill_id)
        return
    target = {"skill_ids": row.target} if row.kind == "plan" else row.target
    for skill in target.get("skill_ids", ()):
        yield Aim(kind=row.kind, skill=int(skill), detail=row.title)
    if content_ids := target.get("content_ids", ()):
        items = {"student_id": actor.id, "content_ids": content_ids}
        for item in db.execute(_ASSIGNED_ITEMS, items):
            if item.last_seen_at is None or item.last_seen_at < row.since:
                yield Aim(kind=row.kind, skill=item.skill_id, content_id=item.id, detail=row.title)
