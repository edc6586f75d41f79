"""Takes a list of learners into a class, and back out of it while nobody has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.audit.service import record
from tutor_core.accounts.links.service import new_links
from tutor_core.accounts.rosters.service import delete_accounts, make_accounts, untouched
from tutor_core.accounts.throttle.rules import roster_allowances
from tutor_core.accounts.throttle.service import use_allowance
from tutor_core.cohorts.names import checked
from tutor_core.cohorts.queries import reached
from tutor_core.cohorts.rosters.reading import RosterRead
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import (
    CohortGroup,
    CohortGroupMember,
    CohortMember,
    ImportedLearner,
    RosterImport,
    Student,
)

LONGEST_FILE_NAME = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """Whose one-time link it is, and the token in it, which is told only now."""

    name: str
    username: str
    token: str


def import_roster(
    db: Session, actor: Actor, cohort_id: int, found: RosterRead, *, now: dt.datetime
) -> tuple[NewLink, ...]:
    """Make the accounts of a list that was looked through, in the class and its groups.

    Raises:
        InvalidInputError: There is nobody to be made, or the class is put away.
        NotAllowedError: The class is not among the actor's.
        StaleStateError: A user name or e-mail was taken meanwhile; nobody was made.
        TooManyTriesError: Too many lists in a short time.
    """
    room = reached(db, actor, "import_roster", cohort_id, lock=True)
    if not found.entries:
        raise InvalidInputError("file", "There is nobody new in this list.")
    if room.is_archived:
        raise InvalidInputError("class", "This class is put away; bring it back first.")
    use_allowance(db, roster_allowances(actor.id), what="lists were taken in", now=now)
    learners = [one.learner for one in found.entries]
    ids = make_accounts(db, actor, learners, now=now)
    brought = RosterImport(
        cohort_id=cohort_id,
        created_by=actor.id,
        file_name=found.file_name[-LONGEST_FILE_NAME:],
        created_at=now,
    )
    db.add(brought)
    db.flush()
    db.execute(
        insert(CohortMember),
        [{"cohort_id": cohort_id, "student_id": one, "joined_at": now} for one in ids],
    )
    db.execute(
        insert(ImportedLearner), [{"student_id": one, "import_id": brought.id} for one in ids]
    )
    _fill_groups(db, cohort_id, found, ids, now=now)
    record(db, actor.id, "import_roster", "done", now=now, subject=f"roster {brought.id}")
    tokens = new_links(db, ids, now=now)
    return tuple(
        NewLink(name=who.name, username=who.username, token=tokens[one])
        for who, one in zip(learners, ids, strict=True)
    )


def renew_links(
    db: Session, actor: Actor, cohort_id: int, import_id: int, *, now: dt.datetime
) -> tuple[NewLink, ...]:
    """Make new links for those of a list who have not come yet.

    Raises:
        NotAllowedError: The class is not among the actor's.
        NotFoundError: There is no such list, or all of it have come.
    """
    reached(db, actor, "renew_links", cohort_id)
    ids = untouched(db, _made_by(db, _import(db, cohort_id, import_id)))
    if not ids:
        raise NotFoundError("Everybody of this list has come.")
    tokens = new_links(db, sorted(ids), now=now)
    rows = db.execute(
        select(Student.id, Student.full_name, Student.username).where(Student.id.in_(ids))
    )
    record(db, actor.id, "renew_links", "done", now=now, subject=f"roster {import_id}")
    return tuple(
        NewLink(name=row.full_name or "", username=row.username, token=tokens[row.id])
        for row in rows
    )


def undo_roster(
    db: Session, actor: Actor, cohort_id: int, import_id: int, *, now: dt.datetime
) -> int:
    """Delete the accounts that a list made, while nobody has come; return how many.

    Raises:
        InvalidInputError: Somebody of it has set a password or signed in.
        NotAllowedError: The class is not among the actor's.
        NotFoundError: There is no such list.
    """
    reached(db, actor, "undo_roster", cohort_id, lock=True)
    brought = _import(db, cohort_id, import_id)
    ids = _made_by(db, brought)
    db.execute(select(Student.id).where(Student.id.in_(ids)).with_for_update())
    if untouched(db, ids) != set(ids):
        raise InvalidInputError(
            "roster",
            "Somebody of this list has come already, so it stays; remove learners one by one.",
        )
    delete_accounts(db, ids)
    brought.undone_at = now
    record(db, actor.id, "undo_roster", "done", now=now, subject=f"roster {import_id}")
    return len(ids)


def _import(db: Session, cohort_id: int, import_id: int) -> RosterImport:
    found = db.get(RosterImport, import_id)
    if found is None or found.cohort_id != cohort_id or found.undone_at is not None:
        raise NotFoundError("There is no such list any more.")
    return found


def _made_by(db: Session, brought: RosterImport) -> list[int]:
    made = select(ImportedLearner.student_id).where(ImportedLearner.import_id == brought.id)
    return list(db.scalars(made))


def _fill_groups(
    db: Session, cohort_id: int, found: RosterRead, ids: list[int], *, now: dt.datetime
) -> None:
    rows = db.scalars(select(CohortGroup).where(CohortGroup.cohort_id == cohort_id))
    groups = {one.name: one for one in rows}
    for entry, student_id in zip(found.entries, ids, strict=True):
        if not entry.group:
            continue
        name = checked(entry.group, "group")
        if name not in groups:
            groups[name] = CohortGroup(cohort_id=cohort_id, name=name, created_at=now)
            db.add(groups[name])
            db.flush()
        db.add(CohortGroupMember(group_id=groups[name].id, student_id=student_id))
    db.flush()
