"""Reads what a learner did before: sets of ten, earlier answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.content.queries import ITS_MAIN_SKILL
from tutor_core.models import Content, LearningSession, Skill
from tutor_core.practice.history.filters import AttemptFilter, AttemptGroup
from tutor_core.practice.queries import ATTEMPT_WITH_ITEM, text_of
from tutor_core.practice.scoring import outcome_of
from tutor_core.practice.views import Dot, PastAttempt, SetProgress, SkillMove

_LATEST_FIRST = (LearningSession.end_time.desc(), LearningSession.id.desc())
_GROUP: tuple[Any, ...] = (
    Content.topic,
    Content.subtopic,
    Skill.display_name,
    LearningSession.answer_note,
)
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
    db: Session, actor: Actor, wanted: AttemptFilter, *, limit: int, offset: int = 0
) -> list[PastAttempt]:
    """Return the actor's answered attempts that are wanted, the latest first."""
    page = (
        _narrowed(select(LearningSession.id), wanted)
        .order_by(*_LATEST_FIRST)
        .limit(limit)
        .offset(offset)
    )
    rows = db.execute(
        ATTEMPT_WITH_ITEM.where(LearningSession.id.in_(page)).order_by(*_LATEST_FIRST),
        {"student_id": actor.id},
    )
    return [_past(db, row) for row in rows.all()]


def count_past_attempts(db: Session, actor: Actor, wanted: AttemptFilter) -> int:
    """Return how many attempts that are wanted the actor has answered."""
    count = _narrowed(select(func.count(LearningSession.id)), wanted)
    return db.scalar(count, {"student_id": actor.id}) or 0


def attempt_groups(
    db: Session, actor: Actor, *, only_wrong: bool = False, since: dt.date | None = None
) -> tuple[AttemptGroup, ...]:
    """Return the actor's answered attempts counted by subject, main skill and rule.

    Args:
        db: An open block.
        actor: The learner.
        only_wrong: Whether those that were right are left out.
        since: The first of the learner's days; None for all.
    """
    attempts = select(*_GROUP, func.count().label("n")).select_from(LearningSession)
    wanted = AttemptFilter(only_wrong=only_wrong, since=since)
    counted = _narrowed(attempts, wanted).outerjoin(Skill, ITS_MAIN_SKILL).group_by(*_GROUP)
    return tuple(
        AttemptGroup(
            topic=row.topic,
            skill=row.subtopic or "",
            skill_name=row.display_name or "",
            note=row.answer_note or "",
            n=row.n,
        )
        for row in db.execute(counted, {"student_id": actor.id})
    )


def _narrowed(attempts: Select[Any], wanted: AttemptFilter) -> Select[Any]:
    """Return a selection of attempts without those that are not the learner's or not wanted."""
    graded = LearningSession.is_correct
    conditions = [
        LearningSession.student_id == bindparam("student_id"),
        graded.is_(False) if wanted.only_wrong else graded.is_not(None),
    ]
    if wanted.since is not None:
        conditions.append(LearningSession.counted_on >= wanted.since)
    if wanted.note is not None:
        conditions.append(func.coalesce(LearningSession.answer_note, "") == wanted.note)
    if wanted.topic is not None:
        conditions.append(Content.topic == wanted.topic)
    if wanted.skill is not None:
        conditions.append(func.coalesce(Content.subtopic, "") == wanted.skill)
    return attempts.join(Content, Content.id == LearningSession.content_id).where(*conditions)


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
