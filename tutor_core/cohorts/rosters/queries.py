"""Looks through a list of learners, and reads those that were taken in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.cohorts.queries import members, reached
from tutor_core.cohorts.rosters.reading import RosterRead, judge, read_lines
from tutor_core.models import ImportedLearner, RosterImport, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLineRead:
    """A list that was taken in: its row, file, moment, and how many accounts it made."""

    import_id: int
    file_name: str
    created_at: dt.datetime | None
    learners: int


def look_through(
    db: Session, actor: Actor, cohort_id: int, file_name: str, data: bytes
) -> RosterRead:
    """Return what would become of each line of a list; nothing is written.

    An account that exists is never taken into a class by its e-mail or name: its owner joins by
    the code.

    Raises:
        NotAllowedError: The class is not among the actor's.
        UnreadableFileError: Nothing of the file can be used; its text is one sentence.
    """
    reached(db, actor, "look_through", cohort_id)
    remarks: list[str] = []
    lines = read_lines(data, remarks)
    names = {cells.get("user name", "").strip().lower() for _, cells in lines}
    mails = {cells.get("e-mail", "").strip().lower() for _, cells in lines}
    low_name, low_mail = func.lower(Student.username), func.lower(Student.email)
    here = select(low_name).where(Student.id.in_(members(cohort_id)))
    return judge(
        file_name,
        lines,
        usernames=frozenset(db.scalars(select(low_name).where(low_name.in_(names)))),
        emails=frozenset(db.scalars(select(low_mail).where(low_mail.in_(mails)))),
        members=frozenset(db.scalars(here)),
        remarks=remarks,
    )


def rosters_of(db: Session, actor: Actor, cohort_id: int) -> tuple[RosterLineRead, ...]:
    """Return the lists that were taken into a class and not undone, the latest first.

    Raises:
        NotAllowedError: The class is not among the actor's.
    """
    reached(db, actor, "rosters_of", cohort_id)
    made = (
        select(func.count()).where(ImportedLearner.import_id == RosterImport.id).scalar_subquery()
    )
    rows = db.execute(
        select(RosterImport, made.label("made"))
        .where(RosterImport.cohort_id == cohort_id, RosterImport.undone_at.is_(None))
        .order_by(RosterImport.id.desc())
    )
    return tuple(
        RosterLineRead(
            import_id=row.id, file_name=row.file_name, created_at=row.created_at, learners=made
        )
        for row, made in rows
    )
