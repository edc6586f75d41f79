"""Answers a learner's report, and gives them the badges that a mended question earns."""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, Role
from tutor_core.accounts.queries import lock_learner
from tutor_core.badges.counting.queries import Moment
from tutor_core.badges.service import award
from tutor_core.content.reports.service import answer_report
from tutor_core.models import Student


def settle_report(
    db: Session,
    actor: Actor,
    report_id: int,
    answer: str,
    *,
    is_mended: bool,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> None:
    """Answer a report; see `content.reports.service.answer_report`.

    Raises:
        InvalidInputError: Nothing is said although the item was not mended, or too much.
        NotAllowedError: They may not change the item.
        NotFoundError: There is no such report, or it was answered meanwhile.
    """
    student_id = answer_report(db, actor, report_id, answer, is_mended=is_mended, now=now)
    if is_mended:
        role = db.scalar(select(Student.role).where(Student.id == student_id))
        learner = Actor(student_id, cast("Role", role))
        zone = lock_learner(db, learner)
        moment = Moment(until=now, zone=zone, day_starts_at=day_starts_at)
        award(db, learner, moment, ["report_accepted"])
