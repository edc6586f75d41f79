"""Co-teachers: they see and do in a class what its owner does."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.audit.service import record
from tutor_core.cohorts.names import TEACHERS
from tutor_core.cohorts.queries import reached
from tutor_core.db import insert_into, storable
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import CohortTeacher, Student

LONGEST_TYPED = 100


def add_teacher(
    db: Session, actor: Actor, cohort_id: int, username: str, *, now: dt.datetime
) -> None:
    """Have somebody teach a class too; whoever does already stays.

    Args:
        db: An open transaction.
        actor: One of its teachers.
        cohort_id: The class.
        username: Of another teacher, in any case of letters.
        now: When.

    Raises:
        InvalidInputError: No teacher has that user name.
        NotAllowedError: The class is not among the actor's.
    """
    found = reached(db, actor, "add_teacher", cohort_id, lock=True)
    called = storable(username, longest=LONGEST_TYPED).strip().lower()
    teacher_id = db.scalar(
        select(Student.id).where(
            func.lower(Student.username) == called,
            Student.role.in_(TEACHERS),
            Student.is_active.is_(True),
        )
    )
    if teacher_id is None:
        raise InvalidInputError(
            "username", "There is no teacher with this user name; an admin makes teachers."
        )
    if teacher_id == found.teacher_id:
        raise InvalidInputError("username", "The class is theirs already.")
    new = insert_into(db, CohortTeacher).values(
        cohort_id=cohort_id, teacher_id=teacher_id, added_at=now
    )
    db.execute(new.on_conflict_do_nothing())
    subject = f"class {cohort_id}, teacher {teacher_id}"
    record(db, actor.id, "add_teacher", "done", now=now, subject=subject)


def remove_teacher(
    db: Session, actor: Actor, cohort_id: int, teacher_id: int, *, now: dt.datetime
) -> None:
    """Have a co-teacher teach a class no longer; they may remove themselves.

    Raises:
        InvalidInputError: It is the owner.
        NotAllowedError: The class is not among the actor's.
        NotFoundError: They do not teach it.
    """
    found = reached(db, actor, "remove_teacher", cohort_id, lock=True)
    if teacher_id == found.teacher_id:
        raise InvalidInputError("teacher", "The class is theirs: its owner cannot be removed.")
    gone = db.scalar(
        delete(CohortTeacher)
        .where(CohortTeacher.cohort_id == cohort_id, CohortTeacher.teacher_id == teacher_id)
        .returning(CohortTeacher.teacher_id)
    )
    if gone is None:
        raise NotFoundError("They do not teach this class any more.")
    subject = f"class {cohort_id}, teacher {teacher_id}"
    record(db, actor.id, "remove_teacher", "done", now=now, subject=subject)
