"""Writes a learner's pace and the time they spend on each concept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import Upsert
from tutor_core.models import ConceptTimeLog, LearningPace, table_of
from tutor_core.profiling.pace import PaceRecord, adjustments_to, shares_of

_LOG = insert(table_of(ConceptTimeLog))
_PACE = Upsert(
    table_of(LearningPace),
    ["student_id"],
    lambda new: {
        name: new[name]
        for name in (
            "current_pace",
            "avg_time_per_question",
            "avg_completion_rate",
            "optimal_difficulty",
            "pace_adjustments",
            "last_updated",
        )
    },
)


def record_pace(db: Session, actor: Actor, pace: PaceRecord, *, now: dt.datetime) -> None:
    """Store the actor's pace after a question, answered or skipped."""
    _PACE.run(
        db,
        {
            "student_id": actor.id,
            "current_pace": pace.state.pace,
            "avg_time_per_question": pace.state.minutes_per_question,
            "avg_completion_rate": pace.state.completion_rate,
            "optimal_difficulty": pace.level,
            "pace_adjustments": adjustments_to(pace),
            "calculated_at": now,
            "last_updated": now,
        },
    )


def log_concept_time(
    db: Session,
    actor: Actor,
    concepts: Sequence[str],
    *,
    seconds: int,
    correct: bool,
    difficulty: int,
    attempt_id: int,
    now: dt.datetime,
) -> None:
    """Log the time of one attempt, split equally over its concepts to the second."""
    if not concepts:
        return
    db.execute(
        _LOG,
        [
            {
                "student_id": actor.id,
                "concept": concept,
                "time_spent_seconds": share,
                "questions_attempted": 1,
                "success_rate": float(correct),
                "difficulty_level": difficulty,
                "logged_at": now,
                "session_id": attempt_id,
            }
            for concept, share in zip(concepts, shares_of(seconds, len(concepts)), strict=True)
        ],
    )
