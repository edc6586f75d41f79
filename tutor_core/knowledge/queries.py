"""Reads what is known of a learner: the one estimate from which every other number comes."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Text, and_, bindparam, cast, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_self
from tutor_core.content.queries import with_topics
from tutor_core.knowledge.model import Estimate, Strength, aged
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.models import (
    ItemEstimate,
    LearnerEstimate,
    LearnerSkillEstimate,
    Skill,
    SkillEstimate,
)

# One row a skill; the learner's ability and the item's estimate stand in each of them.
_COLUMNS: tuple[Any, ...] = (
    Skill.id,
    Skill.name,
    Skill.display_name,
    cast(Skill.prerequisite_skill_ids, Text).label("prerequisites"),
    Skill.estimated_time_hours,
    LearnerSkillEstimate.mean,
    LearnerSkillEstimate.variance,
    LearnerSkillEstimate.answers,
    LearnerSkillEstimate.days_seen,
    LearnerSkillEstimate.last_seen_at,
    LearnerSkillEstimate.placed_at,
    SkillEstimate.mean.label("difficulty_mean"),
    SkillEstimate.variance.label("difficulty_variance"),
    SkillEstimate.answers.label("difficulty_answers"),
    LearnerEstimate.mean.label("ability_mean"),
    LearnerEstimate.variance.label("ability_variance"),
    LearnerEstimate.answers.label("ability_answers"),
    ItemEstimate.mean.label("item_mean"),
    ItemEstimate.variance.label("item_variance"),
    ItemEstimate.answers.label("item_answers"),
)
_KNOWN = with_topics(
    select(*_COLUMNS)
    .outerjoin(
        LearnerSkillEstimate,
        and_(
            LearnerSkillEstimate.skill_id == Skill.id,
            LearnerSkillEstimate.student_id == bindparam("student_id"),
        ),
    )
    .outerjoin(SkillEstimate, SkillEstimate.skill_id == Skill.id)
    .outerjoin(LearnerEstimate, LearnerEstimate.student_id == bindparam("student_id"))
    .outerjoin(ItemEstimate, ItemEstimate.content_id == bindparam("content_id"))
    .order_by(Skill.id)
)


def standing_of(
    db: Session,
    actor: Actor,
    student_id: int,
    *,
    parameters: KnowledgeParameters,
    now: dt.datetime,
) -> Standing:
    """Return what is known of a learner now.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "standing_of", student_id)
    return _known(db, student_id, None, parameters, now)[0]


def standing_before(
    db: Session,
    actor: Actor,
    student_id: int,
    content_id: int,
    *,
    parameters: KnowledgeParameters,
    now: dt.datetime,
) -> tuple[Standing, Estimate | None]:
    """Return what is known of a learner now, and how hard an item has proved to be.

    The item's estimate is None where nobody answered it yet.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "standing_before", student_id)
    return _known(db, student_id, content_id, parameters, now)


def _known(
    db: Session,
    student_id: int,
    content_id: int | None,
    parameters: KnowledgeParameters,
    now: dt.datetime,
) -> tuple[Standing, Estimate | None]:
    rows = db.execute(_KNOWN, {"student_id": student_id, "content_id": content_id}).all()
    standing = Standing(
        ability=(
            Estimate(0.0, parameters.ability_variance)
            if not rows or rows[0].ability_mean is None
            else Estimate(rows[0].ability_mean, rows[0].ability_variance, rows[0].ability_answers)
        ),
        skills={row.id: _skill(row, parameters, now) for row in rows},
    )
    if not rows or rows[0].item_mean is None:
        return standing, None
    return standing, Estimate(rows[0].item_mean, rows[0].item_variance, rows[0].item_answers)


@lru_cache(maxsize=4096)
def _numbers_in(document: str) -> tuple[int, ...]:
    """Read a list of numbers; the same few are read for every learner."""
    return tuple(json.loads(document) or ())


def _skill(row: Row[Any], parameters: KnowledgeParameters, now: dt.datetime) -> SkillStanding:
    seen = (
        None
        if row.mean is None
        else Strength(row.mean, row.variance, row.answers, row.last_seen_at)
    )
    return SkillStanding(
        skill_id=row.id,
        name=row.name,
        display_name=row.display_name,
        topic=row.topic,
        prerequisites=_numbers_in(row.prerequisites or "[]"),
        strength=(
            Strength(0.0, parameters.skill_variance)
            if seen is None
            else aged(seen, now, parameters)
        ),
        difficulty=(
            Estimate(0.0, parameters.skill_difficulty_variance)
            if row.difficulty_mean is None
            else Estimate(row.difficulty_mean, row.difficulty_variance, row.difficulty_answers)
        ),
        days_seen=row.days_seen or 0,
        placed_at=row.placed_at,
        strength_when_seen=seen,
        hours=row.estimated_time_hours,
    )
