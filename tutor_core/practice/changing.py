"""Changing an attempt's row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from tutor_core.models import LearningSession, table_of

_attempts = table_of(LearningSession)


def change_attempt(db: Session, attempt_id: int, **values: Any) -> None:  # noqa: ANN401 - columns
    """Set columns of an attempt's row; the caller has found it to be the actor's."""
    db.execute(update(_attempts).where(_attempts.c.id == attempt_id).values(**values))
