"""Writes a learner's pace and the time they spend on each concept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import Upsert
from tutor_core.models import ConceptTimeLog, LearningPace, table_of
from tutor_core.profiling.pace import (
    HIGHEST,
    LOWEST,
    PaceRecord,
    level_corrected,
    shares_of,
)
from tutor_core.profiling.pace_rows import pace_to
from tutor_core.profiling.queries import pace_of

_LOG = insert(table_of(ConceptTimeLog))
_COLUMNS = (*pace_to(PaceRecord()), "last_updated")
_PACE = Upsert(
    table_of(LearningPace), ["student_id"], lambda new: {name: new[name] for name in _COLUMNS}
)
_times = table_of(ConceptTimeLog)
_CORRECT_TIME = (
    update(_times)
    .where(_times.c.session_id == bindparam("attempt_id"))
    .values(success_rate=bindparam("success_rate"))
)


def record_pace(db: Session, actor: Actor, pace: PaceRecord, *, now: dt.datetime) -> None:
    """Store the actor's pace after a question, answered or skipped."""
    _PACE.run(
        db,
        {"student_id": actor.id, **pace_to(pace), "calculated_at": now, "last_updated": now},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What an answer moved in one concept: mastery 0 to 1, levels 0 to 5, before and after."""

    concept: str
    mastery_before: float
    mastery_after: float
    level_before: int
    level_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """An answered attempt, as the log of time keeps it.

    Attributes:
        attempt_id: Its row.
        seconds: Worked on it.
        correct: Whether the answer was right.
        difficulty: Of the item, 1 to 5.
        day: The learner's.
    """

    attempt_id: int
    seconds: int
    correct: bool
    difficulty: int
    day: dt.date


def log_concept_time(
    db: Session, actor: Actor, worked: Worked, moved: Sequence[Moved], *, now: dt.datetime
) -> None:
    """Log the time of one attempt, split equally over its concepts to the second."""
    if not moved:
        return
    db.execute(
        _LOG,
        [
            {
                "student_id": actor.id,
                "time_spent_seconds": share,
                "questions_attempted": 1,
                "success_rate": float(worked.correct),
                "difficulty_level": worked.difficulty,
                "logged_at": now,
                "session_id": worked.attempt_id,
                "counted_on": worked.day,
                **asdict(one),
            }
            for one, share in zip(moved, shares_of(worked.seconds, len(moved)), strict=True)
        ],
    )


def record_correction(
    db: Session,
    actor: Actor,
    correct: Mapping[int, bool],
    *,
    fitting_by: int,
    now: dt.datetime,
) -> None:
    """Put right whether the actor's attempts were right, and which difficulty fits them.

    The caller holds the lock of the learner's row.

    Args:
        db: An open transaction.
        actor: The learner.
        correct: By attempt.
        fitting_by: Added to the difficulty.
        now: When it is put right.
    """
    db.execute(
        _CORRECT_TIME,
        [
            {"attempt_id": attempt_id, "success_rate": float(right)}
            for attempt_id, right in correct.items()
        ],
    )
    pace = pace_of(db, actor, actor.id) if fitting_by else None
    if pace is not None:
        level = min(HIGHEST, max(LOWEST, pace.level + fitting_by))
        record_pace(db, actor, level_corrected(pace, level, now=now), now=now)
