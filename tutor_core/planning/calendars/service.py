"""Makes and revokes the secret addresses at which calendar programs read a plan."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.accounts.tokens import digest
from tutor_core.models import CalendarFeed, table_of
from tutor_core.planning.keeping.queries import plan_row
from tutor_core.planning.service import plan_the_day

_feeds = table_of(CalendarFeed)
_REVOKE = (
    update(_feeds)
    .where(
        _feeds.c.student_id == bindparam("owner_id"),
        _feeds.c.plan_id == bindparam("of_plan"),
        _feeds.c.revoked_at.is_(None),
    )
    .values(revoked_at=bindparam("at"))
)
_NOTE = (
    update(_feeds)
    .where(_feeds.c.token_digest == bindparam("digest"), _feeds.c.revoked_at.is_(None))
    .values(last_fetched_at=bindparam("at"))
    .returning(_feeds.c.student_id)
)


def make_feed(db: Session, actor: Actor, plan_id: int, *, now: dt.datetime) -> str:
    """Make an address for one of the actor's plans; any other of it leads nowhere from now on.

    Returns:
        The secret part of the address, which is shown once: only its digest is kept.

    Raises:
        NotFoundError: The plan is not theirs.
    """
    lock_learner(db, actor)
    plan_row(db, actor, plan_id)
    _revoke(db, actor, plan_id, now)
    token = secrets.token_urlsafe(32)
    db.execute(
        insert(_feeds).values(
            student_id=actor.id, plan_id=plan_id, token_digest=digest(token), created_at=now
        )
    )
    return token


def revoke_feed(db: Session, actor: Actor, plan_id: int, *, now: dt.datetime) -> None:
    """Have the address of one of the actor's plans lead nowhere.

    Raises:
        NotFoundError: The plan is not theirs.
    """
    lock_learner(db, actor)
    plan_row(db, actor, plan_id)
    _revoke(db, actor, plan_id, now)


def follow(db: Session, token: str, *, now: dt.datetime, day_starts_at: int = 4) -> None:
    """Note that a calendar program reads an address, and plan its owner's day where it is not yet.

    So a calendar shows what a missed day changed, though nobody came to see it here.
    """
    owner = db.execute(_NOTE, {"digest": digest(token), "at": now}).scalar_one_or_none()
    if owner is not None:
        plan_the_day(db, Actor(owner, "student"), now=now, day_starts_at=day_starts_at)


def _revoke(db: Session, actor: Actor, plan_id: int, now: dt.datetime) -> None:
    db.execute(_REVOKE, {"owner_id": actor.id, "of_plan": plan_id, "at": now})
