"""Makes classes, changes them and their codes; nothing of a class is ever deleted."""

from __future__ import annotations

import datetime as dt
import random

from sqlalchemy import select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.audit.service import record
from tutor_core.cohorts.codes import CODE_DAYS, MOST_CODE_DAYS, new_code
from tutor_core.cohorts.names import TEACHERS, checked
from tutor_core.cohorts.queries import reached
from tutor_core.errors import InvalidInputError, StaleStateError
from tutor_core.models import Cohort

STALE = "The class was changed in another tab or by a colleague; look at it again."


def create_class(
    db: Session, actor: Actor, name: str, *, now: dt.datetime, rng: random.Random
) -> int:
    """Make a class with nobody in it, whose code is good for 30 days; return its number.

    Raises:
        InvalidInputError: The name cannot be used.
        NotAllowedError: The actor is no teacher.
    """
    require_role(actor, "create_class", *TEACHERS)
    made = Cohort(
        name=checked(name, "class"),
        teacher_id=actor.id,
        join_code=_free_code(db, rng),
        code_expires_at=now + dt.timedelta(days=CODE_DAYS),
        created_at=now,
    )
    db.add(made)
    db.flush()
    record(db, actor.id, "create_class", "done", now=now, subject=f"class {made.id}")
    return made.id


def rename_class(
    db: Session, actor: Actor, cohort_id: int, name: str, *, version: int, now: dt.datetime
) -> None:
    """Give a class another name.

    Args:
        db: An open transaction.
        actor: One of its teachers.
        cohort_id: The class.
        name: The new one.
        version: That of the class as it was shown.
        now: When.

    Raises:
        InvalidInputError: The name cannot be used.
        NotAllowedError: The class is not among the actor's.
        StaleStateError: It was changed since it was shown.
    """
    found = reached(db, actor, "rename_class", cohort_id, lock=True)
    tidy = checked(name, "class")
    if found.version != version:
        raise StaleStateError(STALE)
    found.name = tidy
    found.version += 1
    record(db, actor.id, "rename_class", "done", now=now, subject=f"class {cohort_id}")


def set_archived(
    db: Session, actor: Actor, cohort_id: int, *, is_archived: bool, now: dt.datetime
) -> None:
    """Put a class away, so that nobody joins it any more, or bring it back.

    Raises:
        NotAllowedError: The class is not among the actor's.
    """
    found = reached(db, actor, "set_archived", cohort_id, lock=True)
    found.is_archived = is_archived
    found.version += 1
    action = "archive_class" if is_archived else "bring_back_class"
    record(db, actor.id, action, "done", now=now, subject=f"class {cohort_id}")


def renew_code(
    db: Session,
    actor: Actor,
    cohort_id: int,
    *,
    days: int | None,
    now: dt.datetime,
    rng: random.Random,
) -> str:
    """Give a class a new code, and return it; the one before lets nobody in any more.

    Args:
        db: An open transaction.
        actor: One of its teachers.
        cohort_id: The class.
        days: How long it is good, 1 to 365; None for ever.
        now: When.
        rng: Draws its signs; nobody must be able to foresee them.

    Raises:
        InvalidInputError: The days are out of range.
        NotAllowedError: The class is not among the actor's.
    """
    found = reached(db, actor, "renew_code", cohort_id, lock=True)
    if days is not None and not 1 <= days <= MOST_CODE_DAYS:
        raise InvalidInputError("days", f"A code is good for 1 to {MOST_CODE_DAYS} days.")
    found.join_code = _free_code(db, rng)
    found.code_expires_at = None if days is None else now + dt.timedelta(days=days)
    found.code_revoked_at = None
    record(db, actor.id, "renew_code", "done", now=now, subject=f"class {cohort_id}")
    return found.join_code


def revoke_code(db: Session, actor: Actor, cohort_id: int, *, now: dt.datetime) -> None:
    """Switch the code of a class off: whoever is in it stays, nobody else comes.

    Raises:
        NotAllowedError: The class is not among the actor's.
    """
    found = reached(db, actor, "revoke_code", cohort_id, lock=True)
    found.code_revoked_at = now
    record(db, actor.id, "revoke_code", "done", now=now, subject=f"class {cohort_id}")


def _free_code(db: Session, rng: random.Random) -> str:
    while db.scalar(select(Cohort.id).where(Cohort.join_code == (code := new_code(rng)))):
        pass
    return code
