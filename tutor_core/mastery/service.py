"""Writes a learner's progress in the skills of an answered item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import insert_into
from tutor_core.mastery.levels import LEVEL_NAMES
from tutor_core.models import StudentMastery


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a learner stands in a skill after an answer.

    Attributes:
        skill_id: The skill.
        level: 0 to 5.
        mastery: Chance of a right answer at a level-3 item, 0 to 1.
        practice_seconds: All time ever spent on the skill.
    """

    skill_id: int
    level: int
    mastery: float
    practice_seconds: int


def record_progress(
    db: Session, actor: Actor, progress: Sequence[Progress], *, correct: bool, now: dt.datetime
) -> None:
    """Bring the learner's rows of `student_mastery` up to date after one graded answer.

    `mastered_at` keeps the first moment of the top level, also when the level falls later.
    """
    if not progress:
        return
    row = StudentMastery
    fresh = insert_into(db, row).values(
        [
            {
                "student_id": actor.id,
                "skill_id": one.skill_id,
                "mastery_level": one.level,
                "progress_percentage": 100 * one.mastery,
                "total_practice_time": round(one.practice_seconds / 60),
                "correct_attempts": int(correct),
                "total_attempts": 1,
                "accuracy": 100.0 * correct,
                "last_assessed_at": now,
                "first_practiced_at": now,
                "mastered_at": now if _is_top(one) else None,
                "created_at": now,
                "updated_at": now,
            }
            for one in progress
        ]
    )
    total = row.total_attempts + 1
    right = row.correct_attempts + int(correct)
    new = fresh.excluded
    db.execute(
        fresh.on_conflict_do_update(
            index_elements=["student_id", "skill_id"],
            set_={
                "mastery_level": new.mastery_level,
                "progress_percentage": new.progress_percentage,
                "total_practice_time": new.total_practice_time,
                "correct_attempts": right,
                "total_attempts": total,
                "accuracy": right * 100.0 / total,
                "last_assessed_at": now,
                "mastered_at": case(
                    (row.mastered_at.is_(None), new.mastered_at), else_=row.mastered_at
                ),
                "updated_at": now,
            },
        )
    )


def _is_top(progress: Progress) -> bool:
    return progress.level == len(LEVEL_NAMES) - 1
