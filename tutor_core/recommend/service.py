"""Recommends the next item to a learner and keeps what the choices brought."""

from __future__ import annotations

import datetime as dt
import random

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import Upsert
from tutor_core.errors import NotFoundError
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import Standing
from tutor_core.models import BanditState, UserInteraction, table_of
from tutor_core.recommend.arms import Arms, arms_to
from tutor_core.recommend.choosing import Recommendation, choose_item
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.queries import arms_of, askable_items, recent_items
from tutor_core.recommend.scope import Scope
from tutor_core.tuning.policies import Versioned

_INTERACTION = insert(table_of(UserInteraction))
_ARMS = Upsert(
    table_of(BanditState),
    ["student_id"],
    lambda new: {
        name: new[name]
        for name in (
            "topic",
            "arm_rewards",
            "arm_counts",
            "epsilon",
            "total_pulls",
            "best_arm",
            "last_updated",
        )
    },
)


def recommend_item(
    db: Session,
    actor: Actor,
    standing: Standing,
    *,
    scope: Scope,
    policy: Versioned[BanditPolicy],
    parameters: KnowledgeParameters,
    now: dt.datetime,
    rng: random.Random,
) -> Recommendation:
    """Recommend the actor's next item.

    Args:
        db: An open block.
        actor: The learner.
        standing: What is known of them now.
        scope: What they want to stay in.
        policy: Of the choice, with its version.
        parameters: Of the knowledge model.
        now: The moment of the choice.
        rng: Source of chance.

    Raises:
        NotFoundError: There is no published question.
    """
    found = choose_item(
        standing,
        askable_items(db, actor, actor.id, scope),
        arms_of(db, actor, actor.id),
        recent_items(db, actor, actor.id, limit=policy.policy.recent_items),
        policy=policy,
        parameters=parameters,
        now=now,
        rng=rng,
    )
    if found is None:
        raise NotFoundError("There are no questions here yet.")
    return found


def record_view(
    db: Session, actor: Actor, content_id: int, attempt_id: int, *, now: dt.datetime
) -> None:
    """Write down that the actor was shown an item."""
    db.execute(
        _INTERACTION,
        {
            "student_id": actor.id,
            "content_id": content_id,
            "interaction_type": "view",
            "timestamp": now,
            "context": {"attempt": attempt_id},
        },
    )


def record_attempt(
    db: Session,
    actor: Actor,
    content_id: int,
    attempt_id: int,
    *,
    seconds: int,
    correct: bool,
    now: dt.datetime,
) -> None:
    """Write down that the actor answered an item."""
    db.execute(
        _INTERACTION,
        {
            "student_id": actor.id,
            "content_id": content_id,
            "interaction_type": "attempt",
            "time_spent_seconds": seconds,
            "success": correct,
            "timestamp": now,
            "context": {"attempt": attempt_id},
        },
    )


def record_complete(
    db: Session, actor: Actor, content_id: int, attempt_id: int, *, success: bool, now: dt.datetime
) -> None:
    """Write down that the actor finished an exercise: at once, or step by step."""
    db.execute(
        _INTERACTION,
        {
            "student_id": actor.id,
            "content_id": content_id,
            "interaction_type": "complete",
            "success": success,
            "timestamp": now,
            "context": {"attempt": attempt_id},
        },
    )


def record_reading(
    db: Session, actor: Actor, content_id: int, *, is_finished: bool, now: dt.datetime
) -> None:
    """Write down that the actor opened a lesson, or has read it."""
    db.execute(
        _INTERACTION,
        {
            "student_id": actor.id,
            "content_id": content_id,
            "interaction_type": "complete" if is_finished else "view",
            "timestamp": now,
        },
    )


def record_arms(
    db: Session, actor: Actor, arms: Arms, *, topic: str, epsilon: float, now: dt.datetime
) -> None:
    """Store the actor's arms after a pull; the caller holds the lock of their row."""
    rewards, counts = arms_to(arms)
    _ARMS.run(
        db,
        {
            "student_id": actor.id,
            "topic": topic,
            "arm_rewards": rewards,
            "arm_counts": counts,
            "epsilon": epsilon,
            "total_pulls": sum(counts.values()),
            "best_arm": arms.best,
            "last_updated": now,
        },
    )
