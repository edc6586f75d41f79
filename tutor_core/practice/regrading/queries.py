"""Reads what regrading an item needs: its versions, its answers, whom the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.content.items import Item
from tutor_core.content.queries import item_at
from tutor_core.content.rights import require_editor
from tutor_core.errors import NotFoundError
from tutor_core.models import Cohort, CohortMember, Content, LearningSession, Student
from tutor_core.practice.exercises.steps import answered_steps
from tutor_core.practice.regrading.views import Answer

_attempt = LearningSession
_ANSWER_COLUMNS = (
    _attempt.id,
    _attempt.student_id,
    Student.locale,
    _attempt.content_version,
    _attempt.graded_version,
    _attempt.variant_seed,
    _attempt.response,
    _attempt.is_correct,
    _attempt.answer_note,
    _attempt.feedback_text,
    _attempt.hints_used,
    _attempt.points_earned,
    _attempt.reward,
    _attempt.is_evidence,
    _attempt.propensity,
    _attempt.end_time,
    _attempt.counted_on,
    _attempt.step_answers,
    _attempt.rl_state,
)
_ANSWERS = (
    select(*_ANSWER_COLUMNS)
    .join(Student, Student.id == _attempt.student_id)
    .where(
        _attempt.content_id == bindparam("content_id"),
        _attempt.content_version != bindparam("version"),
        _attempt.is_correct.is_not(None),
        _attempt.end_time.is_not(None),
    )
    .order_by(_attempt.end_time, _attempt.id)
)
_NAMES = select(Student.id, func.coalesce(Student.full_name, Student.username).label("name")).where(
    Student.id.in_(bindparam("student_ids", expanding=True))
)
_OWN = (
    select(CohortMember.student_id)
    .join(
        Cohort,
        and_(Cohort.id == CohortMember.cohort_id, Cohort.teacher_id == bindparam("teacher_id")),
    )
    .where(
        Cohort.is_archived.is_(False),
        CohortMember.left_at.is_(None),
        CohortMember.student_id.in_(bindparam("student_ids", expanding=True)),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """An item as it is now, what it was at the versions that were answered, and these answers.

    Attributes:
        item: As it is now.
        versions: By their numbers, those of the answers; one that is not kept is missing.
        answers: Closed, graded attempts at other versions, in the order of their answers.
    """

    item: Item
    versions: Mapping[int, Item]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an actor may see of the learners.

    Attributes:
        names: By learner, of those whom the actor may see by name.
        own: Learners in the actor's own classes.
    """

    names: Mapping[int, str]
    own: frozenset[int]


def mended_item(db: Session, actor: Actor, content_id: int) -> Mended:
    """Return an item that the actor may change, with everything that was answered before.

    Raises:
        NotAllowedError: The actor may not change it.
        NotFoundError: There is no such item.
    """
    owner = db.execute(select(Content.created_by).where(Content.id == content_id)).one_or_none()
    require_editor(actor, "regrade", owner.created_by if owner else None)
    item = item_at(db, content_id)
    rows = db.execute(_ANSWERS, {"content_id": content_id, "version": item.version})
    answers = tuple(_answer(row) for row in rows)
    versions = {}
    for version in sorted({answer.version for answer in answers}):
        try:
            versions[version] = item_at(db, content_id, version)
        except NotFoundError:
            continue
    return Mended(item=item, versions=versions, answers=answers)


def shown_learners(db: Session, actor: Actor, student_ids: Collection[int]) -> Shown:
    """Return whom the actor sees by name: an admin everybody, a teacher their own learners."""
    given = {"student_ids": sorted(student_ids)}
    own = frozenset(db.scalars(_OWN, given | {"teacher_id": actor.id}))
    seen = set(student_ids) if actor.role == "admin" else own
    names = db.execute(_NAMES, {"student_ids": sorted(seen)})
    return Shown(names={row.id: row.name for row in names}, own=own)


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        attempt_id=row.id,
        student_id=row.student_id,
        locale=row.locale,
        version=row.content_version,
        graded_version=row.graded_version,
        seed=row.variant_seed,
        response=row.response or "",
        correct=row.is_correct,
        note=row.answer_note or "",
        message=row.feedback_text or "",
        hints_used=row.hints_used,
        points=row.points_earned,
        reward=row.reward or 0.0,
        is_evidence=row.is_evidence,
        was_chosen_by_bandit=row.propensity is not None,
        answered_at=row.end_time,
        counted_on=row.counted_on,
        steps=tuple(answered_steps(row.step_answers)),
        state=row.rl_state or {},
    )
