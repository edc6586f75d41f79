"""Puts a question before a learner: which one, with which numbers, in which set."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.content.queries import item_at
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.models import LearningSession
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import as_shown, own_attempt
from tutor_core.practice.scoring import SET_LENGTH
from tutor_core.practice.views import Attempt
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.service import choose_item, record_view
from tutor_core.tuning.queries import in_force

SEEDS = 2**31
SET_LASTS = dt.timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item to be shown and the record of how it was chosen.

    Attributes:
        content_id: The item.
        propensity: Probability with which it was chosen; None where the learner chose.
        policy_version_id: Version of the policy that chose; None for the defaults.
        state: For `rl_state`.
        action: For `rl_action`.
    """

    content_id: int
    propensity: float | None
    policy_version_id: int | None
    state: Mapping[str, Any]
    action: Mapping[str, Any]


def asked_for(content_id: int, chosen_by: str) -> Chosen:
    """Return an item that the learner asked for; `chosen_by` says in which way."""
    return Chosen(content_id, None, None, {}, {"chosen_by": chosen_by})


def recommended(
    db: Session, actor: Actor, goal: Goal, *, now: dt.datetime, rng: random.Random
) -> Chosen:
    """Return the item that the tutor recommends for the goal.

    Raises:
        NotFoundError: There is nothing to ask.
    """
    policy = in_force(db, actor, BanditPolicy, now=now)
    parameters = in_force(db, actor, KnowledgeParameters, now=now).policy
    standing = standing_of(db, actor, actor.id, parameters=parameters, now=now)
    found = choose_item(
        db,
        actor,
        standing,
        topic=goal.topic,
        policy=policy,
        parameters=parameters,
        now=now,
        rng=rng,
    )
    return Chosen(
        found.content_id, found.propensity, found.policy_version_id, found.state, found.action
    )


def show(
    db: Session,
    actor: Actor,
    goal: Goal,
    chosen: Chosen,
    *,
    now: dt.datetime,
    rng: random.Random,
    again: Row[Any] | None = None,
    set_key: str | None = None,
) -> Attempt:
    """Open an attempt at the chosen item and return it; the caller holds the learner's lock.

    Args:
        db: An open transaction.
        actor: The learner.
        goal: What they work on.
        chosen: The item.
        now: When it is shown.
        rng: Draws the numbers of a template.
        again: The attempt to repeat: its version, its numbers, and no evidence.
        set_key: The set it belongs to, None for the one that is going on.
    """
    version = again.content_version if again is not None else None
    item = item_at(db, chosen.content_id, version)
    seed = again.variant_seed if again is not None else rng.randrange(SEEDS)
    attempt_id = db.execute(
        insert(LearningSession)
        .values(
            student_id=actor.id,
            content_id=item.content_id,
            content_version=item.version,
            variant_seed=seed if item.template is not None else None,
            start_time=now,
            difficulty=item.difficulty,
            submission_key=new_key(),
            source=goal.source,
            set_key=set_key or _current_set(db, actor, goal, now=now),
            policy_version_id=chosen.policy_version_id,
            propensity=chosen.propensity,
            rl_state=dict(chosen.state),
            rl_action=dict(chosen.action),
            is_evidence=again is None,
            retry_of=again.id if again is not None else None,
            assignment_id=goal.assignment_id,
            plan_task=goal.plan_task,
        )
        .returning(LearningSession.id)
    ).scalar_one()
    record_view(db, actor, item.content_id, attempt_id, now=now)
    return as_shown(db, own_attempt(db, actor, attempt_id))


def _current_set(db: Session, actor: Actor, goal: Goal, *, now: dt.datetime) -> str:
    """Return the set that is still going on, or a new one."""
    last = db.execute(
        select(LearningSession.set_key, LearningSession.start_time)
        .where(
            LearningSession.student_id == actor.id,
            LearningSession.source == goal.source,
            LearningSession.is_evidence,
        )
        .order_by(LearningSession.start_time.desc(), LearningSession.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last.set_key is None or last.start_time < now - SET_LASTS:
        return new_key()
    answered = db.execute(
        select(LearningSession.id).where(
            LearningSession.student_id == actor.id,
            LearningSession.set_key == last.set_key,
            LearningSession.is_correct.is_not(None),
        )
    ).all()
    return last.set_key if len(answered) < SET_LENGTH else new_key()


def new_key() -> str:
    """Return a key that nothing else has."""
    return uuid.uuid4().hex
