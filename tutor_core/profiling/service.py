"""Writes a learner's pace and the time they spend on each concept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import Integer, bindparam, case, insert, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import Upsert
from tutor_core.models import ConceptTimeLog, LearningPace, table_of
from tutor_core.profiling.pace import PaceRecord, adjustments_to, shares_of

MOST = 5  # the highest difficulty
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
_times, _paces = table_of(ConceptTimeLog), table_of(LearningPace)
_CORRECT_TIME = (
    update(_times)
    .where(_times.c.session_id == bindparam("attempt_id"))
    .values(success_rate=bindparam("success_rate"))
)
_fitting = _paces.c.optimal_difficulty + bindparam("fitting_by", type_=Integer)
_CORRECT_PACE = (
    update(_paces)
    .where(_paces.c.student_id == bindparam("learner"))
    .values(optimal_difficulty=case((_fitting < 1, 1), (_fitting > MOST, MOST), else_=_fitting))
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


def record_correction(
    db: Session, actor: Actor, correct: Mapping[int, bool], *, fitting_by: int
) -> None:
    """Put right whether the actor's attempts were right, and which difficulty fits them.

    Args:
        db: An open transaction.
        actor: The learner.
        correct: By attempt.
        fitting_by: Added to the difficulty.
    """
    db.execute(
        _CORRECT_TIME,
        [
            {"attempt_id": attempt_id, "success_rate": float(right)}
            for attempt_id, right in correct.items()
        ],
    )
    db.execute(_CORRECT_PACE, {"learner": actor.id, "fitting_by": fitting_by})
