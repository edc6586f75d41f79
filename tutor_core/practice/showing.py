"""Puts a question before a learner: which one, with which numbers, in which set."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.content.queries import item_at
from tutor_core.errors import NotFoundError
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.models import Content, LearningSession, table_of
from tutor_core.practice.aims.queries import aims_of
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import ATTEMPT_COLUMNS, as_shown
from tutor_core.practice.scoring import SET_LENGTH
from tutor_core.practice.views import Attempt
from tutor_core.recommend.scope import Scope
from tutor_core.recommend.service import recommend_item, record_view
from tutor_core.tuning.queries import in_force

SEEDS = 2**31
SET_LASTS = dt.timedelta(hours=3)

_INSERT = insert(table_of(LearningSession)).returning(*ATTEMPT_COLUMNS)
_LAST_SET = (
    select(LearningSession.set_key, LearningSession.start_time)
    .where(
        LearningSession.student_id == bindparam("student_id"),
        LearningSession.source == bindparam("source"),
        LearningSession.is_evidence,
    )
    .order_by(LearningSession.start_time.desc(), LearningSession.id.desc())
    .limit(1)
)
_ANSWERED_IN_SET = select(func.count()).where(
    LearningSession.student_id == bindparam("student_id"),
    LearningSession.set_key == bindparam("set_key"),
    LearningSession.is_correct.is_not(None),
)


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


def check_published(db: Session, content_id: int) -> None:
    """Refuse an item that is not there to be asked.

    Raises:
        NotFoundError: There is none of that number, or it was withdrawn.
    """
    if not db.scalar(select(Content.is_published).where(Content.id == content_id)):
        raise NotFoundError("There is no such question.")


def recommended(
    db: Session,
    actor: Actor,
    goal: Goal,
    *,
    day: dt.date,
    now: dt.datetime,
    rng: random.Random,
) -> Chosen:
    """Return the item that the tutor recommends for the goal.

    Args:
        db: An open transaction.
        actor: The learner.
        goal: What they work on.
        day: The learner's.
        now: The moment.
        rng: Source of chance.

    Raises:
        NotFoundError: There is nothing to ask.
    """
    policies = in_force(db, actor, now=now)
    found = recommend_item(
        db,
        actor,
        standing_of(
            db, actor, actor.id, parameters=policies.of(KnowledgeParameters).policy, now=now
        ),
        policies,
        scope=Scope(goal.topic, goal.skill),
        aims=aims_of(db, actor, day=day, now=now),
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
    row = db.execute(
        _INSERT,
        {
            "student_id": actor.id,
            "content_id": item.content_id,
            "content_version": item.version,
            "variant_seed": seed if item.template is not None else None,
            "start_time": now,
            "difficulty": item.difficulty,
            "submission_key": new_key(),
            "source": goal.source,
            "set_key": set_key or _current_set(db, actor, goal, now=now),
            "policy_version_id": chosen.policy_version_id,
            "propensity": chosen.propensity,
            "rl_state": dict(chosen.state),
            "rl_action": dict(chosen.action),
            "is_evidence": again is None,
            "retry_of": again.id if again is not None else None,
            "assignment_id": goal.assignment_id,
            "plan_task": goal.plan_task,
        },
    ).one()
    record_view(db, actor, item.content_id, row.id, now=now)
    return as_shown(row, item)


def _current_set(db: Session, actor: Actor, goal: Goal, *, now: dt.datetime) -> str:
    """Return the set that is still going on, or a new one."""
    last = db.execute(_LAST_SET, {"student_id": actor.id, "source": goal.source}).one_or_none()
    if last is None or last.set_key is None or last.start_time < now - SET_LASTS:
        return new_key()
    answered = db.scalar(_ANSWERED_IN_SET, {"student_id": actor.id, "set_key": last.set_key})
    return last.set_key if (answered or 0) < SET_LENGTH else new_key()


def new_key() -> str:
    """Return a key that nothing else has."""
    return uuid.uuid4().hex
