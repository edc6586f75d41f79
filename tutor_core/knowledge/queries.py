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
    table_of,
)

_skills, _difficulties = table_of(Skill), table_of(SkillEstimate)
_abilities, _items = table_of(LearnerEstimate), table_of(ItemEstimate)
_strengths = table_of(LearnerSkillEstimate)
# One row a skill; the learner's ability and the item's estimate stand in each of them.
_KNOWN = with_topics(
    select(
        _skills.c.id,
        _skills.c.name,
        _skills.c.display_name,
        cast(_skills.c.prerequisite_skill_ids, Text).label("prerequisites"),
        _skills.c.estimated_time_hours,
        _strengths.c.mean,
        _strengths.c.variance,
        _strengths.c.answers,
        _strengths.c.days_seen,
        _strengths.c.last_seen_at,
        _strengths.c.placed_at,
        _difficulties.c.mean.label("difficulty_mean"),
        _difficulties.c.variance.label("difficulty_variance"),
        _difficulties.c.answers.label("difficulty_answers"),
        _abilities.c.mean.label("ability_mean"),
        _abilities.c.variance.label("ability_variance"),
        _abilities.c.answers.label("ability_answers"),
        _items.c.mean.label("item_mean"),
        _items.c.variance.label("item_variance"),
        _items.c.answers.label("item_answers"),
    )
    .select_from(_skills)
    .outerjoin(
        _strengths,
        and_(
            _strengths.c.skill_id == _skills.c.id,
            _strengths.c.student_id == bindparam("student_id"),
        ),
    )
    .outerjoin(_difficulties, _difficulties.c.skill_id == _skills.c.id)
    .outerjoin(_abilities, _abilities.c.student_id == bindparam("student_id"))
    .outerjoin(_items, _items.c.content_id == bindparam("content_id"))
    .order_by(_skills.c.id)
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
    unseen = Strength(0.0, parameters.skill_variance)
    unproved = Estimate(0.0, parameters.skill_difficulty_variance)
    standing = Standing(
        ability=(
            Estimate(0.0, parameters.ability_variance)
            if not rows or rows[0].ability_mean is None
            else Estimate(rows[0].ability_mean, rows[0].ability_variance, rows[0].ability_answers)
        ),
        skills={
            row.id: _skill(row, unseen, unproved, parameters=parameters, now=now) for row in rows
        },
    )
    if not rows or rows[0].item_mean is None:
        return standing, None
    return standing, Estimate(rows[0].item_mean, rows[0].item_variance, rows[0].item_answers)


@lru_cache(maxsize=4096)
def _numbers_in(document: str) -> tuple[int, ...]:
    """Read a list of numbers; the same few are read for every learner."""
    return tuple(json.loads(document) or ())


def _skill(
    row: Row[Any],
    unseen: Strength,
    unproved: Estimate,
    *,
    parameters: KnowledgeParameters,
    now: dt.datetime,
) -> SkillStanding:
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
        strength=unseen if seen is None else aged(seen, now, parameters),
        difficulty=(
            unproved
            if row.difficulty_mean is None
            else Estimate(row.difficulty_mean, row.difficulty_variance, row.difficulty_answers)
        ),
        days_seen=row.days_seen or 0,
        placed_at=row.placed_at,
        strength_when_seen=seen,
        hours=row.estimated_time_hours,
    )
