"""Reads what is known of a learner: the one estimate from which every other number comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from tutor_core.accounts.actor import Actor, require_self
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

_Subject = aliased(Skill)
_SKILLS = (
    select(
        Skill.id,
        Skill.name,
        Skill.display_name,
        Skill.prerequisite_skill_ids,
        _Subject.name.label("topic"),
        LearnerSkillEstimate.mean,
        LearnerSkillEstimate.variance,
        LearnerSkillEstimate.answers,
        LearnerSkillEstimate.days_seen,
        LearnerSkillEstimate.last_seen_at,
        SkillEstimate.mean.label("difficulty_mean"),
        SkillEstimate.variance.label("difficulty_variance"),
        SkillEstimate.answers.label("difficulty_answers"),
    )
    .join(_Subject, _Subject.id == Skill.parent_skill_id)
    .outerjoin(
        LearnerSkillEstimate,
        and_(
            LearnerSkillEstimate.skill_id == Skill.id,
            LearnerSkillEstimate.student_id == bindparam("student_id"),
        ),
    )
    .outerjoin(SkillEstimate, SkillEstimate.skill_id == Skill.id)
    .order_by(Skill.id)
)
_ABILITY = select(LearnerEstimate.mean, LearnerEstimate.variance, LearnerEstimate.answers).where(
    LearnerEstimate.student_id == bindparam("student_id")
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
    who = {"student_id": student_id}
    ability = db.execute(_ABILITY, who).one_or_none()
    skills = {}
    for row in db.execute(_SKILLS, who):
        skills[row.id] = SkillStanding(
            skill_id=row.id,
            name=row.name,
            display_name=row.display_name,
            topic=row.topic,
            prerequisites=tuple(row.prerequisite_skill_ids or ()),
            strength=(
                Strength(0.0, parameters.skill_variance)
                if row.mean is None
                else aged(
                    Strength(row.mean, row.variance, row.answers, row.last_seen_at),
                    now,
                    parameters,
                )
            ),
            difficulty=(
                Estimate(0.0, parameters.skill_difficulty_variance)
                if row.difficulty_mean is None
                else Estimate(row.difficulty_mean, row.difficulty_variance, row.difficulty_answers)
            ),
            days_seen=row.days_seen or 0,
        )
    return Standing(
        ability=(
            Estimate(0.0, parameters.ability_variance) if ability is None else Estimate(*ability)
        ),
        skills=skills,
    )


def item_estimates(db: Session, content_ids: Iterable[int]) -> dict[int, Estimate]:
    """Return how hard items have proved to be; those nobody answered are left out."""
    rows = db.execute(
        select(
            ItemEstimate.content_id, ItemEstimate.mean, ItemEstimate.variance, ItemEstimate.answers
        ).where(ItemEstimate.content_id.in_(list(content_ids)))
    )
    return {row.content_id: Estimate(row.mean, row.variance, row.answers) for row in rows}
