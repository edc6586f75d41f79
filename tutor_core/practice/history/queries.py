"""Reads what a learner did before: sets of ten, earlier answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import LearningSession
from tutor_core.practice.queries import ATTEMPT_WITH_ITEM, text_of
from tutor_core.practice.scoring import outcome_of
from tutor_core.practice.views import Dot, PastAttempt, SetProgress, SkillMove

_SET = (
    select(
        LearningSession.is_correct,
        LearningSession.answer_note,
        LearningSession.hints_used,
        LearningSession.points_earned,
        LearningSession.time_spent_seconds,
        LearningSession.rl_state,
    )
    .where(
        LearningSession.student_id == bindparam("student_id"),
        LearningSession.set_key == bindparam("set_key"),
        LearningSession.is_correct.is_not(None),
    )
    .order_by(LearningSession.end_time, LearningSession.id)
)


def set_progress(db: Session, actor: Actor, set_key: str) -> SetProgress:
    """Return how a set of the actor's stands; empty for a set nobody began."""
    rows = db.execute(_SET, {"student_id": actor.id, "set_key": set_key}).all()
    return SetProgress(
        dots=tuple(
            Dot(
                outcome=outcome_of(correct=row.is_correct, note=row.answer_note),
                with_hints=row.hints_used > 0,
            )
            for row in rows
        ),
        points=sum(row.points_earned for row in rows),
        seconds=sum(row.time_spent_seconds or 0 for row in rows),
        moves=_joined(
            SkillMove(**move)
            for row in rows
            for move in (row.rl_state or {}).get("after", {}).get("moves", ())
        ),
    )


def past_attempts(
    db: Session, actor: Actor, *, only_wrong: bool, limit: int, offset: int = 0
) -> list[PastAttempt]:
    """Return the actor's answered attempts, the latest first."""
    rows = db.execute(
        ATTEMPT_WITH_ITEM.where(_answered(only_wrong=only_wrong))
        .order_by(LearningSession.end_time.desc(), LearningSession.id.desc())
        .limit(limit)
        .offset(offset),
        {"student_id": actor.id},
    )
    return [_past(db, row) for row in rows.all()]


def count_past_attempts(db: Session, actor: Actor, *, only_wrong: bool) -> int:
    """Return how many attempts the actor has answered."""
    count = select(func.count(LearningSession.id)).where(
        LearningSession.student_id == actor.id, _answered(only_wrong=only_wrong)
    )
    return db.scalar(count) or 0


def _answered(*, only_wrong: bool) -> ColumnElement[bool]:
    graded = LearningSession.is_correct
    return graded.is_(False) if only_wrong else graded.is_not(None)


def _past(db: Session, row: Row[Any]) -> PastAttempt:
    return PastAttempt(
        attempt_id=row.id,
        topic=row.item_topic,
        skill_name=row.item_skill_name or "",
        question=text_of(db, row).question,
        outcome=outcome_of(correct=row.is_correct, note=row.answer_note),
        answered_at=row.end_time,
    )


def _joined(moves: Iterable[SkillMove]) -> tuple[SkillMove, ...]:
    joined: dict[str, SkillMove] = {}
    for move in moves:
        first = joined.get(move.name, move)
        joined[move.name] = SkillMove(
            name=move.name,
            mastery_before=first.mastery_before,
            level_before=first.level_before,
            mastery_after=move.mastery_after,
            level_after=move.level_after,
        )
    return tuple(joined.values())
