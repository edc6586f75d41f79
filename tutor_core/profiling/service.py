"""Writes a learner's pace and the time they spend on each concept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import insert_into
from tutor_core.models import ConceptTimeLog, LearningPace
from tutor_core.profiling.pace import KEPT_ADJUSTMENTS, PaceState, after_question


def record_pace(
    db: Session,
    actor: Actor,
    *,
    seconds: int,
    meant_minutes: float,
    answered: bool,
    optimal_difficulty: int,
    now: dt.datetime,
) -> None:
    """Bring the learner's pace up to date after one question, answered or skipped.

    `pace_adjustments` holds the state of the averages and the last changes of pace or level.
    """
    row = db.execute(
        select(
            LearningPace.current_pace,
            LearningPace.avg_minutes_per_question,
            LearningPace.avg_completion_rate,
            LearningPace.optimal_difficulty,
            LearningPace.pace_adjustments,
        ).where(LearningPace.student_id == actor.id)
    ).one_or_none()
    history: list[dict[str, Any]] = list(row.pace_adjustments or []) if row else []
    before = _state(row, history) if row else None
    after = after_question(
        before, minutes=seconds / 60, meant_minutes=meant_minutes, answered=answered
    )
    if row is None or (row.current_pace, row.optimal_difficulty) != (
        after.pace,
        optimal_difficulty,
    ):
        history.append({"at": now.isoformat(), "pace": after.pace, "level": optimal_difficulty})
    history[-1] = history[-1] | {"time_ratio": after.time_ratio, "answers": after.answers}
    values = {
        "current_pace": after.pace,
        "avg_time_per_question": after.minutes_per_question,
        "avg_completion_rate": after.completion_rate,
        "optimal_difficulty": optimal_difficulty,
        "pace_adjustments": history[-KEPT_ADJUSTMENTS:],
        "last_updated": now,
    }
    fresh = insert_into(db, LearningPace).values(student_id=actor.id, calculated_at=now, **values)
    db.execute(fresh.on_conflict_do_update(index_elements=["student_id"], set_=values))


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
) -> Mapping[str, int]:
    """Log the time of one attempt, split equally over its concepts to the second.

    Returns:
        By concept, all seconds the learner ever spent on it.
    """
    if not concepts:
        return {}
    share, rest = divmod(seconds, len(concepts))
    db.execute(
        insert(ConceptTimeLog),
        [
            {
                "student_id": actor.id,
                "concept": concept,
                "time_spent_seconds": share + (position < rest),
                "questions_attempted": 1,
                "success_rate": float(correct),
                "difficulty_level": difficulty,
                "logged_at": now,
                "session_id": attempt_id,
            }
            for position, concept in enumerate(concepts)
        ],
    )
    totals = db.execute(
        select(ConceptTimeLog.concept, func.sum(ConceptTimeLog.time_spent_seconds))
        .where(ConceptTimeLog.student_id == actor.id, ConceptTimeLog.concept.in_(concepts))
        .group_by(ConceptTimeLog.concept)
    )
    return {concept: int(total) for concept, total in totals}


def _state(row: Any, history: list[dict[str, Any]]) -> PaceState:  # noqa: ANN401 - a row
    last = history[-1] if history else {}
    return PaceState(
        minutes_per_question=row.avg_minutes_per_question or 0.0,
        time_ratio=last.get("time_ratio", 1.0),
        completion_rate=1.0 if row.avg_completion_rate is None else row.avg_completion_rate,
        answers=last.get("answers", 0),
    )
