"""Reads the live parameters."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import CohortMember, PolicyVersion
from tutor_core.tuning.policies import P, Versioned, from_parameters


def in_force(db: Session, actor: Actor, kind: type[P], *, now: dt.datetime) -> Versioned[P]:
    """Return the policy that holds for the actor now: their class's, else everybody's.

    Read at every decision, so a change acts on the next click in every server process.
    """
    classes = select(CohortMember.cohort_id).where(
        CohortMember.student_id == actor.id, CohortMember.left_at.is_(None)
    )
    row = db.execute(
        select(PolicyVersion.id, PolicyVersion.parameters)
        .where(
            PolicyVersion.name == kind.name,
            PolicyVersion.effective_from <= now,
            or_(PolicyVersion.scope == "global", PolicyVersion.cohort_id.in_(classes)),
        )
        .order_by(
            case((PolicyVersion.scope == "cohort", 0), else_=1),
            PolicyVersion.effective_from.desc(),
            PolicyVersion.id.desc(),
        )
        .limit(1)
    ).first()
    if row is None:
        return Versioned(kind(), None)
    return Versioned(from_parameters(kind, row.parameters), row.id)
