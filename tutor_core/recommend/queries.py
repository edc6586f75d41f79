"""Reads what the choice is made from: items, what the learner met, the arms, others' gains."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Text, and_, bindparam, cast, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_self
from tutor_core.content.queries import ASKED
from tutor_core.knowledge.model import Estimate
from tutor_core.models import BanditState, Content, ItemEstimate, LearnerItem, SimilarGains
from tutor_core.recommend.arms import Arms, arms_from
from tutor_core.recommend.basis import MET_LAST, Askable, Gain, Met

_ASKABLE = (
    select(
        Content.id,
        cast(Content.tags, Text).label("tags"),
        Content.difficulty,
        Content.content_type,
        ItemEstimate.mean,
        ItemEstimate.variance,
        ItemEstimate.answers,
        LearnerItem.seen,
        LearnerItem.last_seen_at,
        LearnerItem.declined_at,
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
        Content.subtopic.in_(bindparam("skills", expanding=True)),
        Content.is_published,
        Content.content_type.in_(ASKED),
    )
    .order_by(Content.id)
)
_MET = (
    select(
        LearnerItem.content_id,
        Content.subtopic,
        LearnerItem.declined_as,
        LearnerItem.declined_at,
    )
    .join(Content, Content.id == LearnerItem.content_id)
    .where(LearnerItem.student_id == bindparam("student_id"))
    .order_by(LearnerItem.last_seen_at.desc(), LearnerItem.content_id.desc())
    .limit(MET_LAST)
)
_ARMS = select(BanditState.arm_rewards, BanditState.arm_counts).where(
    BanditState.student_id == bindparam("student_id")
)
_GAINS = select(SimilarGains.gains).where(SimilarGains.student_id == bindparam("student_id"))


def askable_items(
    db: Session, actor: Actor, student_id: int, skills: Sequence[str]
) -> list[Askable]:
    """Return the published questions and exercises on these skills with the learner's history.

    Args:
        db: An open block.
        actor: Who asks.
        student_id: The learner.
        skills: Names of the main skills.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "askable_items", student_id)
    return [
        Askable(
            content_id=row.id,
            skills=_skills_in(row.tags or "[]"),
            difficulty=row.difficulty,
            estimate=(None if row.mean is None else Estimate(row.mean, row.variance, row.answers)),
            seen=row.seen or 0,
            last_seen_at=row.last_seen_at,
            declined_at=row.declined_at,
            is_exercise=row.content_type == "exercise",
        )
        for row in db.execute(_ASKABLE, {"student_id": student_id, "skills": list(skills)})
    ]


@lru_cache(maxsize=4096)
def _skills_in(tags: str) -> tuple[str, ...]:
    """Read the names of an item's skills; most items of a skill say the same."""
    return tuple(json.loads(tags))


def items_met(db: Session, actor: Actor, student_id: int) -> list[Met]:
    """Return the items the learner met last, each once, the latest first, `MET_LAST` at most.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "items_met", student_id)
    return [
        Met(
            content_id=row.content_id,
            skill=row.subtopic,
            declined_as=row.declined_as,
            declined_at=row.declined_at,
        )
        for row in db.execute(_MET, {"student_id": student_id})
    ]


def arms_of(db: Session, actor: Actor, student_id: int) -> Arms:
    """Return the learner's arms; empty where the bandit has not chosen for them yet.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "arms_of", student_id)
    row = db.execute(_ARMS, {"student_id": student_id}).one_or_none()
    return arms_from(*(row or ({}, {})))


def gains_of(db: Session, actor: Actor, student_id: int) -> dict[int, Gain]:
    """Return what learners like the learner gained, by item: mean, learners, how many gained.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "gains_of", student_id)
    gains = db.scalar(_GAINS, {"student_id": student_id}) or {}
    return {
        int(content_id): (float(mean), int(learners), int(gained))
        for content_id, (mean, learners, gained) in gains.items()
    }
