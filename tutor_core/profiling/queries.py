"""Reads a learner's pace."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_self
from tutor_core.models import LearningPace
from tutor_core.profiling.pace import PaceRecord
from tutor_core.profiling.pace_rows import pace_from

_PACE = select(
    LearningPace.current_pace,
    LearningPace.avg_minutes_per_question,
    LearningPace.avg_completion_rate,
    LearningPace.optimal_difficulty,
    LearningPace.pace_adjustments,
    LearningPace.recent,
).where(LearningPace.student_id == bindparam("student_id"))


def pace_of(db: Session, actor: Actor, student_id: int) -> PaceRecord | None:
    """Return a learner's pace; None before their first question.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "pace_of", student_id)
    row = db.execute(_PACE, {"student_id": student_id}).one_or_none()
    if row is None:
        return None
    return pace_from(
        pace=row.current_pace,
        minutes_per_question=row.avg_minutes_per_question,
        completion_rate=row.avg_completion_rate,
        level=row.optimal_difficulty,
        adjustments=row.pace_adjustments,
        recent=row.recent,
    )
