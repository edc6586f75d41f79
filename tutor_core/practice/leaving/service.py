"""Puts an open question away: as it is, or with the learner's word on what was chosen."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, Literal

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.content.queries import item_in
from tutor_core.errors import NotFoundError, StaleStateError
from tutor_core.practice.changing import change_attempt
from tutor_core.practice.consequences import skipped
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import own_attempt
from tutor_core.practice.scoring import seconds_between
from tutor_core.practice.showing import Chosen, check_published, show
from tutor_core.practice.views import Attempt
from tutor_core.recommend.service import record_decline

Objection = Literal["not_now", "too_easy", "too_hard"]


def skip(
    db: Session, actor: Actor, attempt_id: int, *, now: dt.datetime, note: str | None = None
) -> int:
    """Put an open question away unanswered; it counts for nothing.

    Args:
        db: An open transaction.
        actor: The learner.
        attempt_id: Their open attempt.
        now: The moment.
        note: Why, by a stable name; None where nobody said.

    Returns:
        The item.

    Raises:
        NotFoundError: It is not the actor's.
        StaleStateError: It was answered or put away meanwhile.
    """
    lock_learner(db, actor)
    row = open_or_stale(db, actor, attempt_id)
    close_skipped(db, actor, row, now=now, note=note)
    return int(row.content_id)


def decline(
    db: Session, actor: Actor, attempt_id: int, objection: Objection, *, now: dt.datetime
) -> None:
    """Put an open question away and say why; the next choices go by it.

    It counts for nothing in what is known of the actor. The item is worth less for a while;
    after "not now" the others of its skill are too, for some hours; "too easy" and "too hard"
    move the chance of success that is looked for.

    Raises:
        NotFoundError: It is not the actor's.
        StaleStateError: It was answered or put away meanwhile.
    """
    content_id = skip(db, actor, attempt_id, now=now, note=objection)
    record_decline(db, actor, content_id, objection, now=now)


def take_runner_up(
    db: Session, actor: Actor, attempt_id: int, *, now: dt.datetime, rng: random.Random
) -> Attempt:
    """Put an open question away and ask the one that came next in worth when it was chosen.

    Raises:
        NotFoundError: It is not the actor's, had no runner-up, or that is no longer asked.
        StaleStateError: It was answered or put away meanwhile.
    """
    row = own_attempt(db, actor, attempt_id)
    other = (row.rl_action or {}).get("runner_up")
    if other is None:
        raise NotFoundError("There was nothing else to choose from.")
    check_published(db, other["content_id"])
    content_id = skip(db, actor, attempt_id, now=now, note="runner_up")
    record_decline(db, actor, content_id, "runner_up", now=now)
    chosen = Chosen(
        other["content_id"], None, None, {}, {"chosen_by": "runner_up", "instead_of": content_id}
    )
    goal = Goal(row.source, plan_task=row.plan_task)
    return show(db, actor, goal, chosen, now=now, rng=rng)


def open_or_stale(db: Session, actor: Actor, attempt_id: int) -> Row[Any]:
    """Return the row of an open attempt of the actor.

    Raises:
        NotFoundError: It is not the actor's.
        StaleStateError: It was answered or put away meanwhile.
    """
    row = own_attempt(db, actor, attempt_id)
    if row.end_time is not None:
        raise StaleStateError("This question was answered or put away meanwhile.")
    return row


def close_skipped(
    db: Session, actor: Actor, row: Row[Any], *, now: dt.datetime, note: str | None = None
) -> None:
    """Close an open attempt of the actor as put away; the caller holds their lock."""
    item = item_in(db, row)
    seconds = seconds_between(row.start_time, now, minutes=item.minutes)
    change_attempt(db, row.id, end_time=now, time_spent=seconds, answer_note=note)
    skipped(db, actor, item, seconds=seconds, now=now)
