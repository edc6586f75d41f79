"""Recommends the next item to a learner and keeps what the choices brought."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import Upsert
from tutor_core.errors import NotFoundError
from tutor_core.gaps.queries import gap_ranks
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import Standing
from tutor_core.models import BanditState, LearnerItem, UserInteraction, table_of
from tutor_core.recommend.arms import Arms, arms_to
from tutor_core.recommend.basis import Basis, Declined
from tutor_core.recommend.choosing import Recommendation, choose_among
from tutor_core.recommend.goals import Aim, gap_aims
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.queries import arms_of, askable_items, gains_of, items_met
from tutor_core.recommend.scope import Scope
from tutor_core.tuning.policies import InForce

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
_met = table_of(LearnerItem)
_MET = Upsert(
    _met,
    ["student_id", "content_id"],
    lambda new: {"seen": _met.c.seen + 1, "last_seen_at": new.last_seen_at},
)
_DECLINED = (
    update(_met)
    .where(_met.c.student_id == bindparam("learner"), _met.c.content_id == bindparam("item"))
    .values({name: bindparam(name) for name in ("declined_as", "declined_at")})
)
_interactions = table_of(UserInteraction)
_ANSWERED = select(
    _interactions.c.id, _interactions.c.interaction_type, _interactions.c.context
).where(
    _interactions.c.student_id == bindparam("student_id"),
    _interactions.c.content_id == bindparam("content_id"),
    _interactions.c.interaction_type.in_(("attempt", "complete")),
)
_SUCCESS = (
    update(_interactions)
    .where(_interactions.c.id.in_(bindparam("row_ids", expanding=True)))
    .values(success=bindparam("success"))
)
_NOT_COMPLETE = delete(_interactions).where(
    _interactions.c.id.in_(bindparam("row_ids", expanding=True))
)
_bandit = table_of(BanditState)
_CORRECT_ARMS = (
    update(_bandit)
    .where(_bandit.c.student_id == bindparam("student"))
    .values({name: bindparam(name) for name in ("arm_rewards", "best_arm", "last_updated")})
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCorrection:
    """What is put right of an answer.

    Attributes:
        attempt_id: The attempt.
        success: Whether the answer is right.
        is_complete: Whether it finished an exercise: at once, or with all its steps.
        rewarded_by: Added to what its arm brought; 0 where the bandit did not choose.
        at: When it was answered.
    """

    attempt_id: int
    success: bool
    is_complete: bool
    rewarded_by: float
    at: dt.datetime


def recommend_item(
    db: Session,
    actor: Actor,
    standing: Standing,
    policies: InForce,
    *,
    scope: Scope,
    aims: Sequence[Aim],
    now: dt.datetime,
    rng: random.Random,
) -> Recommendation:
    """Recommend the actor's next item.

    Args:
        db: An open block.
        actor: The learner.
        standing: What is known of them now.
        policies: In force for them.
        scope: What they want to stay in.
        aims: What else they are to work on, beside the gaps that are read here.
        now: The moment of the choice.
        rng: Source of chance.

    Raises:
        NotFoundError: There is no published question.
    """
    basis = Basis(
        standing=standing,
        arms=arms_of(db, actor, actor.id),
        met=items_met(db, actor, actor.id),
        aims=[*aims, *gap_aims(gap_ranks(db, actor, actor.id))],
        gains=gains_of(db, actor, actor.id),
        policy=policies.of(BanditPolicy),
        parameters=policies.of(KnowledgeParameters).policy,
        now=now,
    )
    for looked_at in basis.rounds(scope):
        items = askable_items(db, actor, actor.id, basis.names(looked_at))
        found = choose_among(basis, looked_at, items, rng=rng)
        if found is not None:
            return found
    raise NotFoundError("There are no questions here yet.")


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
    _MET.run(
        db,
        {"student_id": actor.id, "content_id": content_id, "seen": 1, "last_seen_at": now},
    )


def record_decline(
    db: Session, actor: Actor, content_id: int, declined_as: Declined, *, now: dt.datetime
) -> None:
    """Write down that the actor sent an item away that they were shown, and in which way."""
    db.execute(
        _DECLINED,
        {
            "learner": actor.id,
            "item": content_id,
            "declined_as": declined_as,
            "declined_at": now,
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


def record_corrections(
    db: Session,
    actor: Actor,
    content_id: int,
    corrections: Sequence[AnswerCorrection],
    *,
    now: dt.datetime,
) -> None:
    """Put right what was written of the actor's answers to an item and what its arm brought."""
    rows = db.execute(_ANSWERED, {"student_id": actor.id, "content_id": content_id}).all()
    for one in corrections:
        of_attempt = [row for row in rows if (row.context or {}).get("attempt") == one.attempt_id]
        changed = [row.id for row in of_attempt]
        completed = [row.id for row in of_attempt if row.interaction_type == "complete"]
        db.execute(_SUCCESS, {"row_ids": changed, "success": one.success})
        if completed and not one.is_complete:
            db.execute(_NOT_COMPLETE, {"row_ids": completed})
        if one.is_complete and not completed:
            record_complete(db, actor, content_id, one.attempt_id, success=one.success, now=one.at)
    gained = sum(one.rewarded_by for one in corrections)
    arms = arms_of(db, actor, actor.id).corrected(content_id, gained)
    rewards, _ = arms_to(arms)
    db.execute(
        _CORRECT_ARMS,
        {
            "student": actor.id,
            "arm_rewards": rewards,
            "best_arm": arms.best,
            "last_updated": now,
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
            "total_pulls": arms.pulls,
            "best_arm": arms.best,
            "last_updated": now,
        },
    )
