"""Reads what a learner's answers did to one of their skills."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import ConceptTimeLog
from tutor_core.practice.tree.falls.falling import Moved
from tutor_core.practice.tree.views import TreeSkill

LOOKED_AT = 40  # answers: what happened before them is long ago
_MOVE: tuple[Any, ...] = (
    ConceptTimeLog.session_id,
    ConceptTimeLog.logged_at,
    ConceptTimeLog.mastery_before,
    ConceptTimeLog.mastery_after,
    ConceptTimeLog.level_before,
    ConceptTimeLog.level_after,
)
_OF_SKILL = (
    select(*_MOVE)
    .where(
        ConceptTimeLog.student_id == bindparam("student_id"),
        ConceptTimeLog.concept == bindparam("skill"),
        ConceptTimeLog.mastery_after.is_not(None),
    )
    .order_by(ConceptTimeLog.logged_at.desc(), ConceptTimeLog.id.desc())
    .limit(LOOKED_AT)
)


def moves_of(db: Session, actor: Actor, skill: TreeSkill) -> tuple[Moved, ...]:
    """Return what the actor's last answers did to one of their skills, the first one first.

    Args:
        db: An open block.
        actor: The learner.
        skill: Of their tree.
    """
    rows = db.execute(_OF_SKILL, {"student_id": actor.id, "skill": skill.skill}).all()
    return tuple(
        Moved(
            attempt_id=row.session_id,
            at=row.logged_at,
            level_before=row.level_before,
            level_after=row.level_after,
            lowered=row.mastery_after < row.mastery_before,
        )
        for row in reversed(rows)
    )
