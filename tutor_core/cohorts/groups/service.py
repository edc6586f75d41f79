"""Groups within a class: made, renamed, filled, dissolved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.audit.service import record
from tutor_core.cohorts.names import checked
from tutor_core.cohorts.queries import members, reached
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.models import CohortGroup, CohortGroupMember

MOST_GROUPS = 50


def make_group(db: Session, actor: Actor, cohort_id: int, name: str, *, now: dt.datetime) -> int:
    """Make an empty group; return its number.

    Raises:
        InvalidInputError: The name cannot be used or is taken, or there are 50 groups already.
        NotAllowedError: The class is not among the actor's.
    """
    reached(db, actor, "make_group", cohort_id, lock=True)
    tidy = checked(name, "group")
    _check_free(db, cohort_id, tidy)
    count = db.scalar(select(func.count()).where(CohortGroup.cohort_id == cohort_id)) or 0
    if count >= MOST_GROUPS:
        raise InvalidInputError("name", f"A class has {MOST_GROUPS} groups at most.")
    made = CohortGroup(cohort_id=cohort_id, name=tidy, created_at=now)
    db.add(made)
    db.flush()
    record(db, actor.id, "make_group", "done", now=now, subject=f"group {made.id}")
    return made.id


def change_group(
    db: Session,
    actor: Actor,
    cohort_id: int,
    group_id: int,
    *,
    name: str,
    learners: Collection[int],
    version: int,
    now: dt.datetime,
) -> None:
    """Give a group its name and its learners.

    Args:
        db: An open transaction.
        actor: One of the class's teachers.
        cohort_id: The class.
        group_id: The group.
        name: What it is called from now on.
        learners: Everybody who is in it from now on, all of them in the class.
        version: That of the group as it was shown.
        now: When.

    Raises:
        InvalidInputError: The name cannot be used or is taken.
        NotAllowedError: The class is not among the actor's.
        NotFoundError: The class has no such group.
        StaleStateError: The group was changed since it was shown, or a learner left the class.
    """
    reached(db, actor, "change_group", cohort_id, lock=True)
    found = _group(db, cohort_id, group_id)
    tidy = checked(name, "group")
    if tidy != found.name:
        _check_free(db, cohort_id, tidy)
    here = set(db.scalars(members(cohort_id)))
    if found.version != version or not set(learners) <= here:
        raise StaleStateError("The group was changed meanwhile; look at it again.")
    found.name, found.version = tidy, found.version + 1
    db.execute(delete(CohortGroupMember).where(CohortGroupMember.group_id == group_id))
    if learners:
        rows = [{"group_id": group_id, "student_id": one} for one in sorted(set(learners))]
        db.execute(insert(CohortGroupMember), rows)
    record(db, actor.id, "change_group", "done", now=now, subject=f"group {group_id}")


def dissolve_group(
    db: Session, actor: Actor, cohort_id: int, group_id: int, *, now: dt.datetime
) -> None:
    """Delete a group; its learners stay in the class.

    Raises:
        NotAllowedError: The class is not among the actor's.
        NotFoundError: The class has no such group.
    """
    reached(db, actor, "dissolve_group", cohort_id, lock=True)
    db.delete(_group(db, cohort_id, group_id))
    record(db, actor.id, "dissolve_group", "done", now=now, subject=f"group {group_id}")


def _group(db: Session, cohort_id: int, group_id: int) -> CohortGroup:
    found = db.get(CohortGroup, group_id)
    if found is None or found.cohort_id != cohort_id:
        raise NotFoundError("This class has no such group any more.")
    return found


def _check_free(db: Session, cohort_id: int, name: str) -> None:
    same = select(CohortGroup.id).where(
        CohortGroup.cohort_id == cohort_id, CohortGroup.name == name
    )
    if db.scalar(same) is not None:
        raise InvalidInputError("name", "The class has a group of this name; choose another.")
