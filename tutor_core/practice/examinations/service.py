"""Asks without telling: what placements and test-outs share.

Their questions are ordinary attempts, graded, stored and learnt from as everywhere; what differs
is which question comes, and that nothing is said of an answer before the end.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError
from tutor_core.practice.examinations.asking import fitting_item
from tutor_core.practice.goal import Goal, Source
from tutor_core.practice.leaving.service import skip
from tutor_core.practice.queries import open_attempt
from tutor_core.practice.showing import Chosen, show
from tutor_core.practice.views import Attempt
from tutor_core.recommend.queries import askable_items


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be asked next.

    Attributes:
        skill: Name of the skill.
        set_key: The examination's set.
        asked: Items it asked already.
        level: The difficulty wanted, 1 to 5.
        state: For `rl_state`.
        action: For `rl_action`.
    """

    skill: str
    set_key: str
    asked: Collection[int]
    level: int
    state: Mapping[str, Any]
    action: Mapping[str, Any]


def ask(
    db: Session,
    actor: Actor,
    question: Question,
    goal: Goal,
    *,
    now: dt.datetime,
    rng: random.Random,
) -> Attempt:
    """Put an item on the skill before the actor; the caller holds the lock of their row.

    Raises:
        NotFoundError: There is no question on the skill.
    """
    items = askable_items(db, actor, actor.id, [question.skill])
    item = fitting_item(items, question.asked, level=question.level, rng=rng)
    if item is None:
        raise NotFoundError("There is no question on this skill.")
    chosen = Chosen(item.content_id, None, None, question.state, question.action)
    return show(db, actor, goal, chosen, now=now, rng=rng, set_key=question.set_key)


def put_away(db: Session, actor: Actor, source: Source, *, now: dt.datetime) -> None:
    """Put the actor's open question of an examination away, where there is one."""
    row = open_attempt(db, actor, source)
    if row is not None:
        skip(db, actor, row.id, now=now)
