"""Writes a learner's progress in the skills of an answered item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, func, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import Upsert
from tutor_core.mastery.correcting import MasteryCorrection
from tutor_core.mastery.progress import Progress
from tutor_core.models import ConceptTimeLog, StudentMastery, table_of

_SECONDS = (
    select(func.coalesce(func.sum(ConceptTimeLog.time_spent_seconds), 0))
    .where(
        ConceptTimeLog.student_id == bindparam("learner"),
        ConceptTimeLog.concept == bindparam("concept"),
    )
    .scalar_subquery()
)


def record_progress(
    db: Session, actor: Actor, progress: Sequence[Progress], *, correct: bool, now: dt.datetime
) -> None:
    """Bring the learner's rows of `student_mastery` up to date after one graded answer.

    The time of this answer must have been logged: the minutes of practice are those of the
    log. `mastered_at` keeps the first moment of the top level, also when the level falls later.
    """
    _PROGRESS.run(
        db,
        [
            {
                "student_id": actor.id,
                "skill_id": one.skill_id,
                "mastery_level": one.level,
                "progress_percentage": 100 * one.mastery,
                "correct_attempts": int(correct),
                "total_attempts": 1,
                "accuracy": 100.0 * correct,
                "last_assessed_at": now,
                "first_practiced_at": now,
                "mastered_at": now if one.is_top else None,
                "created_at": now,
                "updated_at": now,
                "learner": actor.id,
                "concept": one.name,
            }
            for one in progress
        ],
    )


def record_placed(
    db: Session, actor: Actor, progress: Sequence[Progress], *, now: dt.datetime
) -> None:
    """Store where a placement puts the learner; what they practised and how often stays."""
    _PLACED.run(
        db,
        [
            {
                "student_id": actor.id,
                "skill_id": one.skill_id,
                "mastery_level": one.level,
                "progress_percentage": 100 * one.mastery,
                "last_assessed_at": now,
                "created_at": now,
                "updated_at": now,
            }
            for one in progress
        ],
    )


def record_correction(
    db: Session, actor: Actor, corrections: Sequence[MasteryCorrection], *, now: dt.datetime
) -> None:
    """Put the learner's rows of `student_mastery` right; how often they practised stays."""
    by_skill = {correction.was.skill_id: correction for correction in corrections}
    rows = db.execute(_STORED, {"learner": actor.id, "skill_ids": sorted(by_skill)}).all()
    changes = [_corrected(row, by_skill[row.skill_id], now) for row in rows]
    if changes:
        db.execute(_CORRECT, changes)


def _corrected(row: Row[Any], correction: MasteryCorrection, now: dt.datetime) -> dict[str, Any]:
    right = row.correct_attempts + correction.correct_by
    return {
        "row_id": row.id,
        "mastery_level": correction.level(row.mastery_level),
        "progress_percentage": 100 * correction.mastery(row.progress_percentage / 100),
        "correct_attempts": right,
        "accuracy": 100.0 * right / row.total_attempts,
        "mastered_at": correction.mastered_at(row.mastered_at),
        "updated_at": now,
    }


def _change(new: Any) -> Mapping[str, Any]:  # noqa: ANN401 - columns of the refused row
    row = table_of(StudentMastery).c
    total = row.total_attempts + 1
    right = row.correct_attempts + new.correct_attempts
    return {
        "mastery_level": new.mastery_level,
        "progress_percentage": new.progress_percentage,
        "total_practice_time": new.total_practice_time,
        "correct_attempts": right,
        "total_attempts": total,
        "accuracy": right * 100.0 / total,
        "last_assessed_at": new.last_assessed_at,
        "mastered_at": case((row.mastered_at.is_(None), new.mastered_at), else_=row.mastered_at),
        "updated_at": new.updated_at,
    }


_PROGRESS = Upsert(
    table_of(StudentMastery),
    ["student_id", "skill_id"],
    _change,
    computed={"total_practice_time": (_SECONDS + 30) // 60},
)
_PLACED = Upsert(
    table_of(StudentMastery),
    ["student_id", "skill_id"],
    lambda new: {
        name: new[name]
        for name in ("mastery_level", "progress_percentage", "last_assessed_at", "updated_at")
    },
)
_mastery = table_of(StudentMastery)
_STORED: Select[Any] = select(
    _mastery.c.id,
    _mastery.c.skill_id,
    _mastery.c.mastery_level,
    _mastery.c.progress_percentage,
    _mastery.c.correct_attempts,
    _mastery.c.total_attempts,
    _mastery.c.mastered_at,
).where(
    _mastery.c.student_id == bindparam("learner"),
    _mastery.c.skill_id.in_(bindparam("skill_ids", expanding=True)),
)
_CORRECT = (
    update(_mastery)
    .where(_mastery.c.id == bindparam("row_id"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "mastery_level",
                "progress_percentage",
                "correct_attempts",
                "accuracy",
                "mastered_at",
                "updated_at",
            )
        }
    )
)
