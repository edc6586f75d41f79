"""Reads the live parameters."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import CohortMember, PolicyVersion
from tutor_core.tuning.policies import InForce, Stored

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


def in_force(db: Session, actor: Actor, *, now: dt.datetime) -> InForce:
    """Return the policies that hold for the actor now: their class's, else everybody's.

    Read at every decision, so a change acts on the next click in every server process.
    """
    rows = db.execute(_IN_FORCE, {"student_id": actor.id, "now": now})
    return InForce({row.name: Stored(row.parameters, row.id) for row in rows})
