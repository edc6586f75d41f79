"""Writes down what a learner reads."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.badges.counting.queries import Moment
from tutor_core.badges.service import award
from tutor_core.badges.views import Gained
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


def finish_lesson(
    db: Session, actor: Actor, content_id: int, *, now: dt.datetime, day_starts_at: int = 4
) -> tuple[Gained, ...]:
    """Write down that the actor has read a lesson; return the badges earned with it.

    Raises:
        NotFoundError: There is no such lesson.
    """
    zone = lock_learner(db, actor)
    _check_lesson(db, content_id)
    record_reading(db, actor, content_id, is_finished=True, now=now)
    moment = Moment(until=now, zone=zone, day_starts_at=day_starts_at)
    return award(db, actor, moment, ["lesson"])


def _check_lesson(db: Session, content_id: int) -> None:
    kind = db.scalar(select(Content.content_type).where(Content.id == content_id))
    if kind != "lesson":
        raise NotFoundError("There is no such lesson.")
