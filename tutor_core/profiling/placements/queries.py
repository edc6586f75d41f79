"""Reads placements: the open one, those finished, what they found, what a learner aims for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from tutor_core.accounts.actor import Actor, require_self
from tutor_core.content.queries import with_topics
from tutor_core.models import Content, Placement, PreAssessmentResult, Skill
from tutor_core.profiling.placements.views import (
    EndedPlacement,
    LastPlacement,
    OpenPlacement,
    PlaceableSkill,
    SkillResult,
)

EVEN = 0.5
_OPEN = select(Placement).where(
    Placement.student_id == bindparam("student_id"), Placement.status == "open"
)
_AIMS = (
    select(Placement.goal_skill_ids)
    .where(Placement.student_id == bindparam("student_id"), Placement.status == "finished")
    .order_by(Placement.started_at.desc(), Placement.id.desc())
    .limit(1)
)
_LAST: Select[Any] = (
    select(Placement.status)
    .where(Placement.student_id == bindparam("student_id"), Placement.status != "abandoned")
    .order_by(Placement.started_at.desc(), Placement.id.desc())
    .limit(1)
)
_UnitOf = aliased(Skill)
_PLACEABLE = with_topics(
    select(
        Skill.id,
        Skill.name,
        Skill.display_name,
        Skill.difficulty_level,
        Skill.prerequisite_skill_ids,
        _UnitOf.display_name.label("unit"),
        exists()
        .where(
            Content.subtopic == Skill.name,
            Content.is_published,
            Content.content_type == "question",
        )
        .label("is_askable"),
    )
    .join(_UnitOf, _UnitOf.id == Skill.parent_skill_id)
    .order_by(Skill.id)
)
_ENDED = (
    select(
        Placement.id,
        Placement.topics,
        Placement.ended_at,
        func.coalesce(func.sum(PreAssessmentResult.questions_answered), 0).label("questions"),
        func.count(PreAssessmentResult.id).label("skills"),
        func.count(PreAssessmentResult.id).filter(PreAssessmentResult.score > EVEN).label("known"),
    )
    .outerjoin(
        PreAssessmentResult,
        (PreAssessmentResult.student_id == Placement.student_id)
        & (PreAssessmentResult.taken_at == Placement.ended_at),
    )
    .where(Placement.student_id == bindparam("student_id"), Placement.status == "finished")
    .group_by(Placement.id, Placement.topics, Placement.ended_at)
    .order_by(Placement.ended_at.desc())
)
_RESULTS = (
    select(
        PreAssessmentResult.skill_id,
        PreAssessmentResult.score,
        PreAssessmentResult.questions_answered,
    )
    .where(
        PreAssessmentResult.student_id == bindparam("student_id"),
        PreAssessmentResult.taken_at == bindparam("taken_at", type_=Placement.ended_at.type),
    )
    .order_by(PreAssessmentResult.skill_id)
)


def placeable_skills(db: Session, actor: Actor) -> list[PlaceableSkill]:  # noqa: ARG001 - as all
    """Return every skill that a placement may be about, by number."""
    return [
        PlaceableSkill(
            skill_id=row.id,
            name=row.name,
            display_name=row.display_name,
            topic=row.topic,
            unit=row.unit,
            level=row.difficulty_level or 3,
            prerequisites=tuple(row.prerequisite_skill_ids or ()),
            is_askable=row.is_askable,
        )
        for row in db.execute(_PLACEABLE)
    ]


def open_placement(db: Session, actor: Actor) -> OpenPlacement | None:
    """Return the actor's placement that is going on, None where there is none."""
    found = db.scalar(_OPEN, {"student_id": actor.id})
    if found is None:
        return None
    return OpenPlacement(
        placement_id=found.id,
        key=found.key,
        topics=tuple(found.topics),
        goal_skill_ids=tuple(found.goal_skill_ids),
        started_at=found.started_at,
    )


def last_placement(db: Session, actor: Actor) -> LastPlacement:
    """Return how the actor's latest placement stands."""
    return db.scalar(_LAST, {"student_id": actor.id}) or "none"


def ended_placements(db: Session, actor: Actor) -> list[EndedPlacement]:
    """Return the placements that the actor finished, the latest first."""
    return [
        EndedPlacement(
            placement_id=row.id,
            topics=tuple(row.topics),
            ended_at=row.ended_at,
            questions=row.questions,
            known=row.known,
            skills=row.skills,
        )
        for row in db.execute(_ENDED, {"student_id": actor.id})
    ]


def results_of(db: Session, actor: Actor, ended_at: dt.datetime) -> list[SkillResult]:
    """Return what the actor's placement that ended at that moment found, by skill."""
    rows = db.execute(_RESULTS, {"student_id": actor.id, "taken_at": ended_at})
    return [
        SkillResult(
            skill_id=row.skill_id,
            probability=row.score,
            questions=row.questions_answered or 0,
        )
        for row in rows
    ]


def aims_of(db: Session, actor: Actor, student_id: int) -> tuple[int, ...]:
    """Return the skills a learner aims for, as their latest finished placement says.

    One that is going on says nothing yet: what it has not come to is not missing.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "aims_of", student_id)
    return tuple(db.scalar(_AIMS, {"student_id": student_id}) or ())
