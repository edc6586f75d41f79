"""Writes down what a learner reads."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError
from tutor_core.models import Content
from tutor_core.recommend.service import record_reading


def open_lesson(db: Session, actor: Actor, content_id: int, *, now: dt.datetime) -> None:
    """Write down that the actor opened a lesson.

    Raises:
        NotFoundError: There is no such lesson.
    """
    _check_lesson(db, content_id)
    record_reading(db, actor, content_id, is_finished=False, now=now)


def finish_lesson(db: Session, actor: Actor, content_id: int, *, now: dt.datetime) -> None:
    """Write down that the actor has read a lesson.

    Raises:
        NotFoundError: There is no such lesson.
    """
    _check_lesson(db, content_id)
    record_reading(db, actor, content_id, is_finished=True, now=now)


def _check_lesson(db: Session, content_id: int) -> None:
    kind = db.scalar(select(Content.content_type).where(Content.id == content_id))
    if kind != "lesson":
        raise NotFoundError("There is no such lesson.")
