"""Reads what the choice is made from: items, what the learner met, the arms."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_self
from tutor_core.content.queries import ASKED
from tutor_core.knowledge.model import Estimate
from tutor_core.models import BanditState, Content, ItemEstimate, LearnerItem
from tutor_core.recommend.arms import Arms, arms_from
from tutor_core.recommend.choosing import Askable
from tutor_core.recommend.scope import EVERYTHING, Scope

_ASKABLE = (
    select(
        Content.id,
        Content.tags,
        Content.difficulty,
        Content.content_type,
        ItemEstimate.mean,
        ItemEstimate.variance,
        ItemEstimate.answers,
        LearnerItem.seen,
        LearnerItem.last_seen_at,
    )
    .outerjoin(ItemEstimate, ItemEstimate.content_id == Content.id)
    .outerjoin(
        LearnerItem,
        and_(
            LearnerItem.content_id == Content.id,
            LearnerItem.student_id == bindparam("student_id"),
        ),
    )
    .where(
        Content.is_published,
        Content.content_type.in_(ASKED),
    )
    .order_by(Content.id)
)
_ASKABLE_IN_TOPIC = _ASKABLE.where(Content.topic == bindparam("topic"))
_ASKABLE_IN_SKILL = _ASKABLE.where(Content.subtopic == bindparam("skill"))
_RECENT = (
    select(LearnerItem.content_id)
    .where(LearnerItem.student_id == bindparam("student_id"))
    .order_by(LearnerItem.last_seen_at.desc(), LearnerItem.content_id.desc())
    .limit(bindparam("limit"))
)
_ARMS = select(BanditState.arm_rewards, BanditState.arm_counts).where(
    BanditState.student_id == bindparam("student_id")
)


def askable_items(
    db: Session, actor: Actor, student_id: int, scope: Scope = EVERYTHING
) -> list[Askable]:
    """Return the published questions and exercises with the learner's history.

    Args:
        db: An open block.
        actor: Who asks.
        student_id: The learner.
        scope: Which of them.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "askable_items", student_id)
    query = _ASKABLE if scope.topic is None else _ASKABLE_IN_TOPIC
    if scope.skill is not None:
        query = _ASKABLE_IN_SKILL
    return [
        Askable(
            content_id=row.id,
            skills=tuple(row.tags or ()),
            difficulty=row.difficulty,
            estimate=(None if row.mean is None else Estimate(row.mean, row.variance, row.answers)),
            seen=row.seen or 0,
            last_seen_at=row.last_seen_at,
            is_exercise=row.content_type == "exercise",
        )
        for row in db.execute(query, {"student_id": student_id, **asdict(scope)})
    ]


def recent_items(db: Session, actor: Actor, student_id: int, *, limit: int) -> list[int]:
    """Return the items the learner met last, each once, the latest first.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "recent_items", student_id)
    return list(db.scalars(_RECENT, {"student_id": student_id, "limit": limit}))


def arms_of(db: Session, actor: Actor, student_id: int) -> Arms:
    """Return the learner's arms; empty where the bandit has not chosen for them yet.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "arms_of", student_id)
    row = db.execute(_ARMS, {"student_id": student_id}).one_or_none()
    return arms_from(*(row or ({}, {})))
