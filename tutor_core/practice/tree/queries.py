"""Reads a learner's mastery tree."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.practice.tree.tree import tree_of
from tutor_core.practice.tree.views import Tree
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.queries import in_force


def tree_in(db: Session, actor: Actor, *, now: dt.datetime) -> Tree:
    """Return all skills as the actor stands in them.

    Args:
        db: An open block.
        actor: The learner.
        now: The moment of which it holds: what was learnt fades.
    """
    policies = in_force(db, actor, now=now)
    parameters = policies.of(KnowledgeParameters).policy
    standing = standing_of(db, actor, actor.id, parameters=parameters, now=now)
    return tree_of(
        standing,
        parameters,
        policies.of(MasteryPolicy).policy,
        policies.of(BanditPolicy).policy,
    )
