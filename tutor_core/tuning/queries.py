"""Reads the live parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import CohortMember, PolicyVersion
from tutor_core.tuning.policies import InForce, Stored
from tutor_core.tuning.timeline import Stay, Timeline, Version

_CLASSES = select(CohortMember.cohort_id).where(
    CohortMember.student_id == bindparam("student_id"), CohortMember.left_at.is_(None)
)
_RANKED = (
    select(
        PolicyVersion.id,
        PolicyVersion.name,
        PolicyVersion.parameters,
        func.row_number()
        .over(
            partition_by=PolicyVersion.name,
            order_by=(
                case((PolicyVersion.scope == "cohort", 0), else_=1),
                PolicyVersion.effective_from.desc(),
                PolicyVersion.id.desc(),
            ),
        )
        .label("rank"),
    )
    .where(
        PolicyVersion.effective_from <= bindparam("now", type_=PolicyVersion.effective_from.type),
        or_(PolicyVersion.scope == "global", PolicyVersion.cohort_id.in_(_CLASSES)),
    )
    .subquery()
)
_IN_FORCE = select(_RANKED.c.id, _RANKED.c.name, _RANKED.c.parameters).where(_RANKED.c.rank == 1)
_VERSIONS = select(
    PolicyVersion.id,
    PolicyVersion.name,
    PolicyVersion.parameters,
    PolicyVersion.cohort_id,
    PolicyVersion.effective_from,
)
_STAYS = select(
    CohortMember.student_id, CohortMember.cohort_id, CohortMember.joined_at, CohortMember.left_at
).where(CohortMember.student_id.in_(bindparam("student_ids", expanding=True)))


def in_force(db: Session, actor: Actor, *, now: dt.datetime) -> InForce:
    """Return the policies that hold for the actor now: their class's, else everybody's.

    Read at every decision, so a change acts on the next click in every server process.
    """
    rows = db.execute(_IN_FORCE, {"student_id": actor.id, "now": now})
    return InForce({row.name: Stored(row.parameters, row.id) for row in rows})


def timelines_of(db: Session, student_ids: Collection[int]) -> dict[int, Timeline]:
    """Return what held for each of these people at any moment so far."""
    versions = [
        Version(
            version_id=row.id,
            name=row.name,
            parameters=row.parameters,
            cohort_id=row.cohort_id,
            effective_from=row.effective_from,
        )
        for row in db.execute(_VERSIONS)
    ]
    stays: dict[int, list[Stay]] = {student_id: [] for student_id in student_ids}
    for row in db.execute(_STAYS, {"student_ids": sorted(student_ids)}):
        stay = Stay(cohort_id=row.cohort_id, joined_at=row.joined_at, left_at=row.left_at)
        stays[row.student_id].append(stay)
    return {student_id: Timeline(versions, found) for student_id, found in stays.items()}
