"""Learners come into a class by its code, and leave it; their work stays theirs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.audit.service import record
from tutor_core.accounts.throttle.rules import joining_allowances
from tutor_core.accounts.throttle.service import use_allowance
from tutor_core.cohorts.codes import code_in
from tutor_core.cohorts.queries import reached
from tutor_core.db import insert_into
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import (
    Cohort,
    CohortGroup,
    CohortGroupMember,
    CohortMember,
    CohortTeacher,
)

NO_CODE = ""  # nobody's: what cannot be a code costs as much as one that no class has


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The class that somebody came into: its name, and whether they were in it before."""

    name: str
    was_in: bool


def join_class(
    db: Session, actor: Actor, typed: str, *, address: str | None, now: dt.datetime
) -> Joined | None:
    """Take the actor into the class of a code; None where no class lets them in by it.

    A code that no class has, one that is over or switched off, and one of a class that was put
    away are one and the same.

    Args:
        db: An open transaction: every try is counted.
        actor: Who wants to come in.
        typed: The code, as they typed or pasted it.
        address: Of their browser; None on this very machine.
        now: When.

    Raises:
        InvalidInputError: The actor teaches this class.
        TooManyTriesError: Too many codes were tried.
    """
    use_allowance(db, joining_allowances(actor.id, address), what="codes were tried", now=now)
    row = db.execute(
        select(Cohort.id, Cohort.name, Cohort.teacher_id).where(
            Cohort.join_code == (code_in(typed) or NO_CODE),
            Cohort.is_archived.is_(False),
            Cohort.code_revoked_at.is_(None),
            or_(Cohort.code_expires_at.is_(None), Cohort.code_expires_at > now),
        )
    ).one_or_none()
    if row is None:
        record(db, actor.id, "join_class", "failed", now=now, reason="no such code")
        return None
    if actor.id == row.teacher_id or db.get(CohortTeacher, (row.id, actor.id)) is not None:
        raise InvalidInputError("code", "You teach this class, so you are in it already.")
    fresh = insert_into(db, CohortMember).values(
        cohort_id=row.id, student_id=actor.id, joined_at=now
    )
    came = db.scalar(
        fresh.on_conflict_do_update(
            index_elements=["cohort_id", "student_id"],
            set_={"joined_at": now, "left_at": None},
            where=CohortMember.left_at.is_not(None),
        ).returning(CohortMember.cohort_id)
    )
    if came is not None:
        record(db, actor.id, "join_class", "done", now=now, subject=f"class {row.id}")
    return Joined(name=row.name, was_in=came is None)


def leave_class(db: Session, actor: Actor, cohort_id: int, *, now: dt.datetime) -> None:
    """Take the actor out of a class and its groups.

    Raises:
        NotFoundError: They are not in it.
    """
    _end_stay(db, cohort_id, actor.id, now=now)
    record(db, actor.id, "leave_class", "done", now=now, subject=f"class {cohort_id}")


def remove_learner(
    db: Session, actor: Actor, cohort_id: int, student_id: int, *, now: dt.datetime
) -> None:
    """Take a learner out of a class; their account and their work stay theirs.

    Raises:
        NotAllowedError: The class is not among the actor's.
        NotFoundError: The learner is not in it.
    """
    reached(db, actor, "remove_learner", cohort_id)
    _end_stay(db, cohort_id, student_id, now=now)
    subject = f"class {cohort_id}, learner {student_id}"
    record(db, actor.id, "remove_learner", "done", now=now, subject=subject)


def _end_stay(db: Session, cohort_id: int, student_id: int, *, now: dt.datetime) -> None:
    left = db.scalar(
        update(CohortMember)
        .where(
            CohortMember.cohort_id == cohort_id,
            CohortMember.student_id == student_id,
            CohortMember.left_at.is_(None),
        )
        .values(left_at=now)
        .returning(CohortMember.student_id)
    )
    if left is None:
        raise NotFoundError("Not in this class any more.")
    groups = select(CohortGroup.id).where(CohortGroup.cohort_id == cohort_id)
    db.execute(
        delete(CohortGroupMember).where(
            CohortGroupMember.student_id == student_id, CohortGroupMember.group_id.in_(groups)
        )
    )
