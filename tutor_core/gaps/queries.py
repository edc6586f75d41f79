"""Reads a learner's gaps; the figures shown are those of the moment, stored or not yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session, aliased

from tutor_core.accounts.actor import Actor, require_self
from tutor_core.gaps.detection import GapsKnown, detect
from tutor_core.gaps.gap import Gap, GapRank
from tutor_core.gaps.overview import first_of, overview_of
from tutor_core.gaps.policy import GapPolicy
from tutor_core.gaps.views import FirstGap, GapsOverview
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.knowledge.standing import Standing
from tutor_core.models import Skill, SkillGap, table_of
from tutor_core.profiling.placements.queries import aims_of
from tutor_core.tuning.queries import in_force

PAST = 20  # closed gaps that are shown, the latest

_COLUMNS: tuple[Any, ...] = (
    SkillGap.skill_id,
    SkillGap.gap_type,
    SkillGap.severity,
    SkillGap.priority_score,
    SkillGap.current_level,
    SkillGap.target_level,
    SkillGap.estimated_hours,
    SkillGap.recommendation,
    SkillGap.detected_at,
    SkillGap.detected_level,
    SkillGap.last_practiced,
    SkillGap.practice_count,
    SkillGap.progress_percentage,
    SkillGap.status,
    SkillGap.resolved_at,
)
_GAPS = select(*_COLUMNS).where(SkillGap.student_id == bindparam("student_id"))
_UNRESOLVED = _GAPS.where(SkillGap.status != "resolved").order_by(SkillGap.skill_id)
_gaps = table_of(SkillGap)
_RANKS = (
    select(_gaps.c.skill_id, _gaps.c.gap_type, _gaps.c.priority_score)
    .where(_gaps.c.student_id == bindparam("student_id"), _gaps.c.status != "resolved")
    .order_by(_gaps.c.skill_id)
)
_PAST = (
    _GAPS.where(SkillGap.status == "resolved")
    .order_by(SkillGap.resolved_at.desc(), SkillGap.id.desc())
    .limit(PAST)
)
_Unit = aliased(Skill)
_UNITS = select(Skill.id, _Unit.display_name).join(_Unit, _Unit.id == Skill.parent_skill_id)


def gaps_known(db: Session, actor: Actor, student_id: int, *, policy: GapPolicy) -> GapsKnown:
    """Return what must be known to find a learner's gaps, beside their standing.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "gaps_known", student_id)
    rows = db.execute(_UNRESOLVED, {"student_id": student_id})
    return GapsKnown(
        policy=policy,
        unresolved={row.skill_id: _gap(row) for row in rows},
        aims=aims_of(db, actor, student_id),
    )


def gap_ranks(db: Session, actor: Actor, student_id: int) -> dict[int, GapRank]:
    """Return of which kind a learner's open gaps are and how much they matter, by skill.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "gap_ranks", student_id)
    return {
        row.skill_id: GapRank(row.gap_type, row.priority_score)
        for row in db.execute(_RANKS, {"student_id": student_id})
    }


def gaps_of(db: Session, actor: Actor, student_id: int, *, now: dt.datetime) -> GapsOverview:
    """Return everything on the page of gaps.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "gaps_of", student_id)
    policies = in_force(db, actor, now=now)
    parameters = policies.of(KnowledgeParameters).policy
    policy = policies.of(GapPolicy).policy
    standing = standing_of(db, actor, student_id, parameters=parameters, now=now)
    known = gaps_known(db, actor, student_id, policy=policy)
    return overview_of(
        standing,
        detect(standing, known, parameters=parameters, now=now),
        [_gap(row) for row in db.execute(_PAST, {"student_id": student_id})],
        {row.id: row.display_name for row in db.execute(_UNITS)},
        parameters=parameters,
        policy=policy,
    )


def first_gap(
    db: Session,
    actor: Actor,
    standing: Standing,
    *,
    parameters: KnowledgeParameters,
    policy: GapPolicy,
    now: dt.datetime,
) -> FirstGap | None:
    """Return the actor's gap to repair first; None where there is none.

    Args:
        db: An open block.
        actor: The learner.
        standing: What is known of them at `now`.
        parameters: Of the knowledge model.
        policy: Of gaps.
        now: The moment.
    """
    known = gaps_known(db, actor, actor.id, policy=policy)
    return first_of(standing, detect(standing, known, parameters=parameters, now=now), policy)


def _gap(row: Row[Any]) -> Gap:
    return Gap(
        skill_id=row.skill_id,
        kind=row.gap_type,
        severity=row.severity,
        priority=row.priority_score,
        level=row.current_level or 0.0,
        target=row.target_level,
        hours=row.estimated_hours,
        recommendation=row.recommendation or "",
        detected_at=row.detected_at,
        detected_level=row.current_level if row.detected_level is None else row.detected_level,
        last_practised_at=row.last_practiced,
        practice_count=row.practice_count or 0,
        progress=row.progress_percentage or 0.0,
        status=row.status,
        resolved_at=row.resolved_at,
    )
