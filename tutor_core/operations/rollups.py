"""Holds every learner's days against what they did, for proof or repair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.analytics.rollups.comparing import Difference
from tutor_core.analytics.rollups.service import check_days, mend_days
from tutor_core.db import Database
from tutor_core.models import LearningSession, PerformanceMetrics, ReviewSession, Student

AT_ONCE = 20  # learners in one transaction
NAMED = 5  # differences that are told

_HAS_DAYS = or_(
    *(
        select(table.id).where(table.student_id == Student.id).exists()
        for table in (PerformanceMetrics, LearningSession, ReviewSession)
    )
)
_COUNT = select(func.count(Student.id)).where(_HAS_DAYS)
_NEXT = (
    select(Student.id, Student.role)
    .where(_HAS_DAYS, Student.id > bindparam("after"))
    .order_by(Student.id)
    .limit(AT_ONCE)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupReport:
    """What holding days against attempts came to.

    Attributes:
        learners: How many were looked at.
        wrong: Their numbers, each with what differed; those without are left out.
        repaired: Whether it was mended.
    """

    learners: int
    wrong: tuple[tuple[int, Difference], ...]
    repaired: bool

    def told(self) -> str:
        """Return it in a few lines."""
        if not self.wrong:
            return f"Learners looked at: {self.learners}; every day is what its attempts say."
        days = len({(learner, one.day) for learner, one in self.wrong})
        lines = [
            f"Learners looked at: {self.learners}; days that differed: {days}, "
            f"figures: {len(self.wrong)}, {'mended' if self.repaired else 'not mended'}."
        ]
        lines += [
            f"  learner {learner}, {one.day}, {one.figure}: {one.stored} instead of {one.counted}"
            for learner, one in self.wrong[:NAMED]
        ]
        if len(self.wrong) > NAMED:
            lines.append(f"  and {len(self.wrong) - NAMED} more")
        return "\n".join(lines)


def hold_days(
    database: Database,
    *,
    now: dt.datetime,
    repair: bool,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> RollupReport:
    """Hold every learner's days against their attempts and reviews.

    Args:
        database: Where the learners are.
        now: The moment.
        repair: Whether what differs is written down anew, as it should be.
        advance: Told how many learners are done and how many there are.
    """
    with database.reading() as db:
        total = db.scalar(_COUNT) or 0
    after, learners, wrong = 0, 0, list[tuple[int, Difference]]()
    while True:
        portion = partial(_portion, after=after, now=now, repair=repair)
        if repair:
            found = database.run(portion)
        else:
            with database.reading() as db:
                found = portion(db)
        if not found:
            return RollupReport(learners=learners, wrong=tuple(wrong), repaired=repair)
        for after, differences in found:
            wrong += [(after, one) for one in differences]
        learners += len(found)
        advance(learners, total)


def _portion(
    db: Session, *, after: int, now: dt.datetime, repair: bool
) -> list[tuple[int, list[Difference]]]:
    found = []
    for row in db.execute(_NEXT, {"after": after}).all():
        if repair:
            lock_learner(db, Actor(row.id, row.role))
            found.append((row.id, mend_days(db, row.id, now=now)))
        else:
            found.append((row.id, check_days(db, row.id)))
    return found
