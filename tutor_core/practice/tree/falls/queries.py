"""Reads what a learner's answers did to one of their skills."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import ConceptTimeLog, LearningSession
from tutor_core.practice.tree.falls.falling import Moved
from tutor_core.practice.tree.views import TreeSkill

LOOKED_AT = 40  # answers: what happened before them is long ago
_OF_SKILL = (
    select(LearningSession.id, LearningSession.end_time, LearningSession.rl_state)
    .join(ConceptTimeLog, ConceptTimeLog.session_id == LearningSession.id)
    .where(
        ConceptTimeLog.student_id == bindparam("student_id"),
        ConceptTimeLog.concept == bindparam("skill"),
        LearningSession.student_id == bindparam("student_id"),
        LearningSession.is_correct.is_not(None),
    )
    .order_by(LearningSession.end_time.desc(), LearningSession.id.desc())
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
    return tuple(moved for row in reversed(rows) for moved in _moves_in(row, skill.title))


def _moves_in(row: Row[Any], title: str) -> Iterator[Moved]:
    for move in (row.rl_state or {}).get("after", {}).get("moves", ()):
        if move["name"] == title:
            yield Moved(
                attempt_id=row.id,
                at=row.end_time,
                level_before=move["level_before"],
                level_after=move["level_after"],
                lowered=move["mastery_after"] < move["mastery_before"],
            )
