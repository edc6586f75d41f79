"""Reads what the choice is made from: items, what the learner met, the arms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_self
from tutor_core.models import BanditState, Content, ItemEstimate, LearningSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """A published item as the choice sees it, and what the learner did with it.

    Attributes:
        content_id: The item.
        topic: Its subject.
        skills: Names of its skills, the main one first.
        difficulty: 1 to 5.
        mean: How hard it proved to be, None where nobody answered it.
        variance: How unsure that is.
        answers: How many answers stand behind it.
        seen: How often the learner met it.
        last_seen_at: When they last did.
    """

    content_id: int
    topic: str
    skills: tuple[str, ...]
    difficulty: int
    mean: float | None
    variance: float | None
    answers: int
    seen: int
    last_seen_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Arms:
    """Sums of rewards and numbers of pulls by content id."""

    rewards: Mapping[int, float]
    counts: Mapping[int, int]


def askable_items(
    db: Session, actor: Actor, student_id: int, *, topic: str | None
) -> list[Askable]:
    """Return the published questions, of one topic or of all, with the learner's history.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "askable_items", student_id)
    met = (
        select(
            LearningSession.content_id,
            func.count().label("seen"),
            func.max(LearningSession.start_time).label("last_seen_at"),
        )
        .where(LearningSession.student_id == student_id)
        .group_by(LearningSession.content_id)
        .subquery()
    )
    query = (
        select(
            Content.id,
            Content.topic,
            Content.tags,
            Content.difficulty,
            ItemEstimate.mean,
            ItemEstimate.variance,
            ItemEstimate.answers,
            met.c.seen,
            met.c.last_seen_at,
        )
        .outerjoin(ItemEstimate, ItemEstimate.content_id == Content.id)
        .outerjoin(met, met.c.content_id == Content.id)
        .where(and_(Content.is_published, Content.content_type == "question"))
        .order_by(Content.id)
    )
    if topic is not None:
        query = query.where(Content.topic == topic)
    return [
        Askable(
            content_id=row.id,
            topic=row.topic,
            skills=tuple(row.tags or ()),
            difficulty=row.difficulty,
            mean=row.mean,
            variance=row.variance,
            answers=row.answers or 0,
            seen=row.seen or 0,
            last_seen_at=row.last_seen_at,
        )
        for row in db.execute(query)
    ]


def recent_items(db: Session, actor: Actor, student_id: int, *, limit: int) -> list[int]:
    """Return the items the learner met last, the latest first.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "recent_items", student_id)
    found = db.scalars(
        select(LearningSession.content_id)
        .where(LearningSession.student_id == student_id)
        .order_by(LearningSession.start_time.desc(), LearningSession.id.desc())
        .limit(limit)
    )
    return [content_id for content_id in found if content_id is not None]


def arms_of(db: Session, actor: Actor, student_id: int) -> Arms:
    """Return the learner's arms; empty where the bandit has not chosen for them yet.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "arms_of", student_id)
    row = db.execute(
        select(BanditState.arm_rewards, BanditState.arm_counts).where(
            BanditState.student_id == student_id
        )
    ).one_or_none()
    return arms_from(*(row or ({}, {})))


def arms_from(rewards: Mapping[str, Any] | None, counts: Mapping[str, Any] | None) -> Arms:
    """Read arms as they are stored: JSON makes every key a string."""
    return Arms(
        {int(arm): float(value) for arm, value in (rewards or {}).items()},
        {int(arm): int(value) for arm, value in (counts or {}).items()},
    )
