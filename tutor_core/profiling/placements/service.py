"""Writes placements and what they found."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import whole_minutes
from tutor_core.models import Placement, PreAssessmentResult, table_of
from tutor_core.profiling.placements.views import SkillResult

_placements = table_of(Placement)
_END = (
    update(_placements)
    .where(_placements.c.student_id == bindparam("learner"), _placements.c.status == "open")
    .values(status=bindparam("ends_as"), ended_at=bindparam("ends_at"))
)


def open_new(
    db: Session,
    actor: Actor,
    *,
    topics: Sequence[str],
    goal_skill_ids: Sequence[int],
    now: dt.datetime,
) -> None:
    """Begin a placement of the actor; one that was open is abandoned and stays in the history."""
    end_open(db, actor, "abandoned", now=now)
    db.execute(
        insert(_placements),
        {
            "student_id": actor.id,
            "key": uuid.uuid4().hex,
            "topics": list(topics),
            "goal_skill_ids": list(goal_skill_ids),
            "status": "open",
            "started_at": now,
        },
    )


def end_open(
    db: Session, actor: Actor, ends_as: Literal["finished", "abandoned"], *, now: dt.datetime
) -> None:
    """End the actor's open placement, where there is one."""
    db.execute(_END, {"learner": actor.id, "ends_as": ends_as, "ends_at": now})


def record_results(
    db: Session, actor: Actor, results: Sequence[SkillResult], *, now: dt.datetime
) -> None:
    """Store what a placement of the actor that ends at `now` found, asked or inferred."""
    if not results:
        return
    db.execute(
        insert(table_of(PreAssessmentResult)),
        [
            {
                "student_id": actor.id,
                "skill_id": result.skill_id,
                "score": result.probability,
                "questions_answered": result.questions,
                "time_spent_minutes": whole_minutes(result.seconds),
                "taken_at": now,
                "notes": result.notes,
            }
            for result in results
        ],
    )
