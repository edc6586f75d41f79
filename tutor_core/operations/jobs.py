"""Work for a quiet hour: done in small portions, it can be stopped and run again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import Database
from tutor_core.gaps.service import refresh_gaps
from tutor_core.models import LearnerEstimate, Placement, Student

AT_ONCE = 20  # learners in one transaction: others wait for it no longer than for a few answers

_HAS_BEGUN = or_(
    select(LearnerEstimate.student_id).where(LearnerEstimate.student_id == Student.id).exists(),
    select(Placement.id).where(Placement.student_id == Student.id).exists(),
)
_COUNT = select(func.count(Student.id)).where(_HAS_BEGUN)
_NEXT = (
    select(Student.id, Student.role)
    .where(_HAS_BEGUN, Student.id > bindparam("after"))
    .order_by(Student.id)
    .limit(AT_ONCE)
)


class Report(Protocol):
    """What a job came to."""

    def told(self) -> str:
        """Return it in a sentence."""


R_co = TypeVar("R_co", bound=Report, covariant=True)


class Job(Protocol[R_co]):
    """Work for a quiet hour; `advance` is told how much is done and how much there is."""

    def __call__(
        self, database: Database, *, now: dt.datetime, advance: Callable[[int, int], None]
    ) -> R_co:
        """Do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsReport:
    """What looking for everybody's gaps came to: learners, gaps found, gaps closed."""

    learners: int = 0
    opened: int = 0
    resolved: int = 0

    def told(self) -> str:
        """Return it in a sentence."""
        return (
            f"Learners looked at: {self.learners}; gaps found: {self.opened}, "
            f"closed: {self.resolved}."
        )


def refresh_all_gaps(
    database: Database,
    *,
    now: dt.datetime,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> GapsReport:
    """Find every learner's gaps anew, for time has passed; done twice, it changes nothing more.

    Args:
        database: Where the learners are.
        now: The moment.
        advance: Told how many learners are done and how many there are.
    """
    with database.reading() as db:
        total = db.scalar(_COUNT) or 0
    after, report = 0, GapsReport()
    while True:
        last, portion = database.run(partial(_portion, after=after, now=now))
        if last is None:
            return report
        after = last
        report = GapsReport(
            learners=report.learners + portion.learners,
            opened=report.opened + portion.opened,
            resolved=report.resolved + portion.resolved,
        )
        advance(report.learners, total)


def _portion(db: Session, *, after: int, now: dt.datetime) -> tuple[int | None, GapsReport]:
    """Do the learners after a number; return the last one's, None where there are no more."""
    learners = [Actor(row.id, row.role) for row in db.execute(_NEXT, {"after": after})]
    changes = [refresh_gaps(db, learner, now=now) for learner in learners]
    return (
        learners[-1].id if learners else None,
        GapsReport(
            learners=len(learners),
            opened=sum(len(one.opened) for one in changes),
            resolved=sum(len(one.resolved) for one in changes),
        ),
    )
