"""Reads attempts: the open one, receipts, sets of ten, earlier answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.badges.queries import badges_earned_at
from tutor_core.badges.views import Gained
from tutor_core.content.items import Item
from tutor_core.content.mending import as_mended, variant_or_none
from tutor_core.content.queries import ITEM_COLUMNS, ITS_MAIN_SKILL, item_in
from tutor_core.content.variants import ItemText
from tutor_core.errors import NotFoundError, StaleStateError
from tutor_core.models import (
    Content,
    LearningSession,
    Skill,
)
from tutor_core.practice.exercises.steps import shown_steps
from tutor_core.practice.goal import Goal
from tutor_core.practice.scoring import outcome_of, points_for
from tutor_core.practice.views import (
    Attempt,
    Receipt,
    Shown,
    SkillMove,
)
from tutor_core.recommend.explaining import reason_for

CORRECTED = "This question was corrected meanwhile; here is a new one."
ATTEMPT_COLUMNS = (
    LearningSession.id,
    LearningSession.content_id,
    LearningSession.content_version,
    LearningSession.graded_version,
    LearningSession.variant_seed,
    LearningSession.difficulty,
    LearningSession.start_time,
    LearningSession.end_time,
    LearningSession.counted_on,
    LearningSession.is_correct,
    LearningSession.answer_note,
    LearningSession.response,
    LearningSession.draft,
    LearningSession.step_answers,
    LearningSession.time_spent_seconds,
    LearningSession.feedback_text,
    LearningSession.hints_used,
    LearningSession.points_earned,
    LearningSession.is_evidence,
    LearningSession.propensity,
    LearningSession.rl_state,
    LearningSession.rl_action,
    LearningSession.set_key,
    LearningSession.source,
    LearningSession.plan_task,
)
ATTEMPT_WITH_ITEM = (
    select(*ATTEMPT_COLUMNS, *ITEM_COLUMNS)
    .join(Content, Content.id == LearningSession.content_id)
    .outerjoin(Skill, ITS_MAIN_SKILL)
    .where(LearningSession.student_id == bindparam("student_id"))
)
_OWN = ATTEMPT_WITH_ITEM.where(LearningSession.id == bindparam("attempt_id"))
_LATEST = (
    ATTEMPT_WITH_ITEM.where(LearningSession.source == bindparam("source"))
    .order_by(LearningSession.start_time.desc(), LearningSession.id.desc())
    .limit(1)
)
_OPEN = ATTEMPT_WITH_ITEM.where(
    LearningSession.source == bindparam("source"), LearningSession.end_time.is_(None)
)


def own_attempt(db: Session, actor: Actor, attempt_id: int) -> Row[Any]:
    """Return the row of one of the actor's attempts, with its item as it is now.

    Raises:
        NotFoundError: There is none of that number, or it is somebody else's.
    """
    row = db.execute(_OWN, {"student_id": actor.id, "attempt_id": attempt_id}).one_or_none()
    if row is None:
        raise NotFoundError("This question is not among yours.")
    return row


def open_attempt(db: Session, actor: Actor, source: str) -> Row[Any] | None:
    """Return the row of the actor's open attempt of a source, with its item as it is now."""
    return db.execute(_OPEN, {"student_id": actor.id, "source": source}).one_or_none()


def attempt_of(db: Session, actor: Actor, attempt_id: int) -> Attempt:
    """Return one of the actor's attempts as it is shown.

    Raises:
        NotFoundError: There is none of that number, or it is somebody else's.
    """
    row = own_attempt(db, actor, attempt_id)
    return as_shown(row, item_in(db, row, row.content_version), text_of(db, row))


def as_shown(row: Row[Any], item: Item, text: ItemText | None = None) -> Attempt:
    """Return an attempt's row, and its item as it was then, as a page shows it.

    Args:
        row: The attempt.
        item: At the version asked.
        text: What is to be read; None for the item's own.
    """
    text = text or item.variant(row.variant_seed)
    hints = text.hints[: row.hints_used]

    def worth(hints_used: int) -> int:
        return points_for(
            item.points, correct=True, hints_used=hints_used, is_evidence=row.is_evidence
        )

    return Attempt(
        key=str(row.id),
        attempt_id=row.id,
        content_id=row.content_id,
        topic=item.topic,
        skill=next(iter(item.skills), ""),
        skill_name=item.skill_name,
        difficulty=item.difficulty,
        question=text.question,
        answer_spec=text.answer_spec,
        figure=text.figure,
        hints=hints,
        hints_left=len(text.hints) - len(hints),
        points=worth(row.hints_used),
        next_hint_costs=worth(row.hints_used) - worth(row.hints_used + 1),
        draft=row.draft or "",
        why=reason_for(row.rl_action or {}, row.rl_state or {}),
        is_evidence=row.is_evidence,
        has_variants=item.template is not None,
        set_key=row.set_key or "",
        step_count=len(text.steps),
        steps=shown_steps(text.steps, row.step_answers, row.id),
    )


def receipt_of(db: Session, actor: Actor, attempt_id: int) -> Receipt:
    """Return what is said of one of the actor's closed attempts, from what was stored.

    Raises:
        NotFoundError: There is none of that number, it is somebody else's, or it is open.
    """
    row = own_attempt(db, actor, attempt_id)
    if row.is_correct is None:
        raise NotFoundError("This question was not answered.")
    return receipt_from(row, text_of(db, row), badges_earned_at(db, actor, [row.end_time]))


def receipt_from(row: Row[Any], text: ItemText, badges: tuple[Gained, ...]) -> Receipt:
    """Return the receipt of a closed attempt's row.

    Args:
        row: The attempt.
        text: What was asked.
        badges: Earned with it.
    """
    after: Mapping[str, Any] = (row.rl_state or {}).get("after", {})
    outcome = outcome_of(correct=row.is_correct, note=row.answer_note)
    was = after.get("regraded", {}).get("was")
    return Receipt(
        attempt_id=row.id,
        outcome=outcome,
        regraded_from=None if was == outcome else was,
        response=row.response or "",
        understood=after.get("understood", ""),
        understood_is_latex=after.get("understood_is_latex", False),
        message=row.feedback_text or "",
        correct_answer=text.correct_answer,
        explanation=text.explanation,
        points=row.points_earned,
        hints_used=row.hints_used,
        is_evidence=row.is_evidence,
        moves=tuple(SkillMove(**move) for move in after.get("moves", ())),
        set_key=row.set_key or "",
        badges=badges,
    )


def shown_again(
    db: Session,
    actor: Actor,
    attempt_id: int | None,
    goal: Goal = Goal(),  # noqa: B008 - frozen
) -> Shown | None:
    """Return what to show where a page already showed an attempt; None: ask for the next.

    A question answered in another tab comes back with its receipt; one put away there does not,
    nor does one that serves another door. A page that remembers nothing finds the exercise whose
    steps were begun last, as it was left.

    Raises:
        NotFoundError: It is not the actor's.
        StaleStateError: Its author corrected it meanwhile.
    """
    if attempt_id is None:
        latest = _latest(db, actor, goal.source)
        if latest is None or latest.plan_task != goal.plan_task:
            return None
        found = _answered_again(db, actor, latest)
        return found if found and found.attempt.asked_step else None
    row = own_attempt(db, actor, attempt_id)
    if (row.source, row.plan_task) != (goal.source, goal.plan_task):
        return None
    if (found := _answered_again(db, actor, row)) is not None:
        return found
    if row.end_time is not None:
        return None
    if row.item_version != row.content_version:
        raise StaleStateError(CORRECTED)
    return Shown(attempt=as_shown(row, item_in(db, row)))


def _latest(db: Session, actor: Actor, source: str) -> Row[Any] | None:
    return db.execute(_LATEST, {"student_id": actor.id, "source": source}).one_or_none()


def _answered_again(db: Session, actor: Actor, row: Row[Any]) -> Shown | None:
    if row.is_correct is None:
        return None
    item, text = item_in(db, row, row.content_version), text_of(db, row)
    badges = badges_earned_at(db, actor, [row.end_time])
    return Shown(attempt=as_shown(row, item, text), receipt=receipt_from(row, text, badges))


def text_of(db: Session, row: Row[Any]) -> ItemText:
    """Return what the learner read in an attempt; answers by the key that it was judged by."""
    asked = item_in(db, row, row.content_version).variant(row.variant_seed)
    if row.graded_version in (None, row.content_version):
        return asked
    mended = variant_or_none(item_in(db, row, row.graded_version), row.variant_seed)
    return asked if mended is None else as_mended(asked, mended)
