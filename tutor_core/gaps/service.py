"""Writes what became of a learner's gaps."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.gaps.detection import GapChanges, detect
from tutor_core.gaps.policy import GapPolicy
from tutor_core.gaps.queries import gaps_known
from tutor_core.gaps.rows import figures_of, new_row
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.models import SkillGap, Student, table_of
from tutor_core.tuning.queries import in_force

_gaps = table_of(SkillGap)
_OPEN = insert(_gaps)
_MOVE = (
    update(_gaps)
    .where(
        _gaps.c.student_id == bindparam("learner"),
        _gaps.c.skill_id == bindparam("skill"),
        _gaps.c.status != "resolved",
    )
    .values(
        {
            name: bindparam(name)
            for name in (
                "gap_type",
                "severity",
                "priority_score",
                "current_level",
                "target_level",
                "estimated_hours",
                "recommendation",
                "last_practiced",
                "practice_count",
                "progress_percentage",
                "status",
                "resolved_at",
            )
        }
    )
)
_LOCK = (
    select(Student.id).where(Student.id == bindparam("student_id")).with_for_update(key_share=True)
)


def record_gaps(db: Session, actor: Actor, changes: GapChanges) -> None:
    """Store what became of the actor's gaps; the caller holds the lock of their row."""
    if changes.opened:
        db.execute(_OPEN, [new_row(gap, actor.id) for gap in changes.opened])
    changed = (*changes.moved, *changes.resolved)
    if changed:
        db.execute(
            _MOVE,
            [{"learner": actor.id, "skill": gap.skill_id} | figures_of(gap) for gap in changed],
        )


def refresh_gaps(db: Session, actor: Actor, *, now: dt.datetime) -> GapChanges:
    """Find the actor's gaps anew and store what changed; done twice, it changes nothing more.

    For whatever moves what is known of a learner without an answer: time that passes, a
    placement, a regrade.

    Args:
        db: An open transaction; whoever opened it commits.
        actor: The learner.
        now: The moment.
    """
    db.execute(_LOCK, {"student_id": actor.id})
    policies = in_force(db, actor, now=now)
    parameters = policies.of(KnowledgeParameters).policy
    known = gaps_known(db, actor, actor.id, policy=policies.of(GapPolicy).policy)
    standing = standing_of(db, actor, actor.id, parameters=parameters, now=now)
    changes = detect(standing, known, parameters=parameters, now=now)
    record_gaps(db, actor, changes)
    return changes
