"""What changing an attempt's row begins with: the learner's lock, and text a database can hold."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import zone_named
from tutor_core.errors import NotFoundError
from tutor_core.models import LearningSession, Student, table_of

LONGEST_RESPONSE = 10_000

_LOCKED_ZONE = (
    select(Student.timezone)
    .where(Student.id == bindparam("student_id"))
    .with_for_update(key_share=True)
)
_attempts = table_of(LearningSession)


def lock_learner(db: Session, actor: Actor) -> ZoneInfo:
    """Lock the learner's row, always first; return where they live.

    Raises:
        NotFoundError: There is no such account.
    """
    zone = db.scalar(_LOCKED_ZONE, {"student_id": actor.id})
    if zone is None:
        raise NotFoundError("There is no such account.")
    return zone_named(zone)


def change_attempt(db: Session, attempt_id: int, **values: Any) -> None:  # noqa: ANN401 - columns
    """Set columns of an attempt's row; the caller has found it to be the actor's."""
    db.execute(update(_attempts).where(_attempts.c.id == attempt_id).values(**values))


def storable(text: str) -> str:
    """Return text as any database can hold it: no NUL, no lone surrogate, not endless."""
    kept = text[:LONGEST_RESPONSE].replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return kept.encode("utf-8", "replace").decode()
