"""Reads what researchers may take away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.consents.queries import withdrawn_from
from tutor_core.analytics.takeaway.archive import archive_of
from tutor_core.analytics.takeaway.codebook import codebook
from tutor_core.analytics.takeaway.pseudonyms import Pseudonyms
from tutor_core.analytics.takeaway.tables import FEWEST, tables_of
from tutor_core.analytics.takeaway.views import Extract, Logged, PolicyRow
from tutor_core.errors import InvalidInputError
from tutor_core.models import (
    CohortMember,
    Content,
    LearningSession,
    PolicyVersion,
)
from tutor_core.recommend.decisions.period import Period

MOST_ROWS = 200_000
PUT_AWAY = ("not_now", "too_easy", "too_hard", "runner_up")

_since = bindparam("since", type_=LearningSession.start_time.type)
_until = bindparam("until", type_=LearningSession.start_time.type)
_OF_CLASS = select(CohortMember.student_id).where(
    CohortMember.cohort_id == bindparam("cohort_id"), CohortMember.left_at.is_(None)
)
_TAKEN = (
    LearningSession.start_time >= _since,
    LearningSession.start_time < _until,
    LearningSession.end_time.is_not(None),
    or_(LearningSession.is_correct.is_not(None), LearningSession.answer_note.in_(PUT_AWAY)),
    LearningSession.student_id.not_in(withdrawn_from("research")),
    or_(bindparam("everybody"), LearningSession.student_id.in_(_OF_CLASS)),
)
_COUNT = select(
    func.count(LearningSession.id), func.count(LearningSession.student_id.distinct())
).where(*_TAKEN)
_COLUMNS: tuple[Any, ...] = (
    LearningSession.id,
    LearningSession.student_id,
    LearningSession.set_key,
    LearningSession.content_id,
    LearningSession.difficulty,
    LearningSession.content_version,
    LearningSession.variant_seed,
    LearningSession.start_time,
    LearningSession.end_time,
    LearningSession.time_spent_seconds,
    LearningSession.is_correct,
    LearningSession.hints_used,
    LearningSession.answer_note,
    LearningSession.confidence,
    LearningSession.source,
    LearningSession.is_evidence,
    LearningSession.predicted,
    LearningSession.reward,
    LearningSession.policy_version_id,
    LearningSession.propensity,
    LearningSession.rl_state,
    LearningSession.rl_action,
    Content.slug,
    Content.topic,
    Content.subtopic,
)
_ROWS: Select[Any] = (
    select(*_COLUMNS)
    .join(Content, Content.id == LearningSession.content_id)
    .where(*_TAKEN)
    .order_by(LearningSession.start_time, LearningSession.id)
)
_CLASSES = (
    select(CohortMember.student_id, func.min(CohortMember.cohort_id).label("cohort_id"))
    .where(CohortMember.left_at.is_(None))
    .group_by(CohortMember.student_id)
)
_POLICIES = select(PolicyVersion).order_by(PolicyVersion.id)


def take_away(db: Session, actor: Actor, period: Period, *, secret: str, seed: str) -> bytes:
    """Return the answers and choices of a period as a ZIP of CSV and Parquet with a codebook.

    People and classes have pseudonyms; whoever withdrew from research is left out; nothing that
    anybody typed is in it.

    Args:
        db: An open block.
        actor: A researcher or an admin.
        period: Which part of the log.
        secret: Of this server; it keeps pseudonyms from being guessed.
        seed: Chooses the pseudonyms: the same gives the same file.

    Raises:
        NotAllowedError: The actor is no researcher.
        InvalidInputError: Too few learners to hide among, or more rows than one file takes.
    """
    require_role(actor, "analytics.takeaway.take_away", "researcher", "admin")
    count, learners = db.execute(_COUNT, period.keys()).one()
    _check_size(count, learners)
    told = codebook(
        seed=seed,
        since=period.since.date().isoformat(),
        until=period.until.date().isoformat(),
        learners=learners,
    )
    return archive_of(tables_of(_extract(db, period), Pseudonyms(secret, seed)), told)


def _extract(db: Session, period: Period) -> Extract:
    return Extract(
        rows=[_logged(row) for row in db.execute(_ROWS, period.keys())],
        classes={row.student_id: row.cohort_id for row in db.execute(_CLASSES)},
        policies=[
            PolicyRow(
                version_id=one.id,
                name=one.name,
                cohort_id=one.cohort_id,
                effective_from=one.effective_from,
                parameters=one.parameters,
            )
            for one in db.scalars(_POLICIES)
        ],
    )


def _check_size(rows: int, learners: int) -> None:
    if learners < FEWEST:
        raise InvalidInputError(
            "period",
            f"{learners} learners answered in this time; at least {FEWEST} are needed, so that "
            "nobody can be told apart. Choose a longer time or everybody.",
        )
    if rows > MOST_ROWS:
        raise InvalidInputError(
            "period",
            f"These are {rows:,} answers; one file takes {MOST_ROWS:,}. Choose a shorter time.",
        )


def _logged(row: Any) -> Logged:  # noqa: ANN401 - a row of the statement above
    return Logged(
        student_id=row.student_id,
        set_key=row.set_key or "",
        content_id=row.content_id,
        problem=row.slug or f"item-{row.content_id}",
        topic=row.topic,
        skill=row.subtopic or "",
        difficulty=row.difficulty,
        content_version=row.content_version,
        variant_seed=row.variant_seed,
        start_time=row.start_time,
        end_time=row.end_time,
        seconds=row.time_spent_seconds or 0,
        is_correct=row.is_correct,
        hints_used=row.hints_used,
        note=row.answer_note or "",
        confidence=row.confidence,
        source=row.source,
        is_evidence=row.is_evidence,
        predicted=row.predicted,
        reward=row.reward,
        policy_version_id=row.policy_version_id,
        propensity=row.propensity,
        state=row.rl_state or {},
        action=row.rl_action or {},
    )
