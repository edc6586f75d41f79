"""Writes what an answer taught the tutor about a learner, an item and its skills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import case
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import insert_into
from tutor_core.knowledge.model import LEAST_VARIANCE, Estimate, Situation, new_item, update
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import item_estimates
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.models import (
    TOPICS,
    ItemEstimate,
    LearnerEstimate,
    LearnerSkillEstimate,
    SkillEstimate,
    StudentKnowledge,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The item a learner answered: its row, its difficulty 1 to 5, its skills' names."""

    content_id: int
    level: int
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one answer taught.

    Attributes:
        skills: The item's skills as they stood before, ordered by number.
        standing: All that is known of the learner after it.
    """

    skills: tuple[SkillStanding, ...]
    standing: Standing


def observe(
    db: Session,
    actor: Actor,
    standing: Standing,
    asked: Asked,
    *,
    correct: bool,
    day_began: dt.datetime,
    parameters: KnowledgeParameters,
    now: dt.datetime,
) -> Observation:
    """Learn from an answer of the actor; the caller holds the lock of the learner's row.

    The learner's own rows are set; those of the item and of its skills, which many learners
    move at once, are moved by what this answer adds, so that no other answer is lost. They
    are touched in the order item, then skills by number: no two answers can wait for each
    other.

    Args:
        db: An open transaction.
        actor: The learner.
        standing: What is known of the learner now.
        asked: What was answered.
        correct: Whether the answer counts as right.
        day_began: When the learner's present day began.
        parameters: Of the model.
        now: When it was answered.
    """
    skills = tuple(sorted(standing.named(asked.skills), key=lambda skill: skill.skill_id))
    known_item = item_estimates(db, [asked.content_id]).get(asked.content_id)
    before = Situation(
        ability=standing.ability,
        strengths=tuple(skill.strength for skill in skills),
        skills=tuple(skill.difficulty for skill in skills),
        item=known_item or new_item(asked.level, parameters),
    )
    after = update(before, parameters, correct=correct, at=now)
    practised = [
        replace(
            skill,
            strength=strength,
            difficulty=difficulty,
            days_seen=skill.days_seen + _is_first_of_day(skill, day_began),
        )
        for skill, strength, difficulty in zip(skills, after.strengths, after.skills, strict=True)
    ]
    _store_ability(db, actor.id, after.ability)
    _store_strengths(db, actor.id, practised)
    _move(db, ItemEstimate, "content_id", asked.content_id, before.item, after.item)
    for skill, difficulty in zip(skills, after.skills, strict=True):
        _move(db, SkillEstimate, "skill_id", skill.skill_id, skill.difficulty, difficulty)
    known = dict(standing.skills) | {skill.skill_id: skill for skill in practised}
    return Observation(skills=skills, standing=Standing(ability=after.ability, skills=known))


def record_knowledge(
    db: Session,
    actor: Actor,
    *,
    scores: Mapping[str, float],
    correct: bool,
    fitting_difficulty: int,
    now: dt.datetime,
) -> None:
    """Bring the learner's row of `student_knowledge` up to date after one graded answer.

    Args:
        db: An open transaction.
        actor: The learner.
        scores: By topic, the mean mastery of its skills, 0 to 1.
        correct: Whether the answer was right.
        fitting_difficulty: The level that fits the learner now, 1 to 5.
        now: When it was answered.
    """
    named = {f"{topic}_score": scores.get(topic, 0.0) for topic in TOPICS}
    row = StudentKnowledge
    fresh = insert_into(db, row).values(
        student_id=actor.id,
        total_questions_answered=1,
        correct_answers=int(correct),
        accuracy_rate=float(correct),
        preferred_difficulty=fitting_difficulty,
        last_updated=now,
        **named,
    )
    total = row.total_questions_answered + 1
    right = row.correct_answers + int(correct)
    db.execute(
        fresh.on_conflict_do_update(
            index_elements=["student_id"],
            set_={
                **named,
                "total_questions_answered": total,
                "correct_answers": right,
                "accuracy_rate": right * 1.0 / total,
                "preferred_difficulty": fitting_difficulty,
                "last_updated": now,
            },
        )
    )


def _is_first_of_day(skill: SkillStanding, day_began: dt.datetime) -> bool:
    last = skill.strength.last_seen_at
    return last is None or last < day_began


def _store_ability(db: Session, student_id: int, ability: Estimate) -> None:
    values = {"mean": ability.mean, "variance": ability.variance, "answers": ability.answers}
    fresh = insert_into(db, LearnerEstimate).values(student_id=student_id, **values)
    db.execute(fresh.on_conflict_do_update(index_elements=["student_id"], set_=values))


def _store_strengths(db: Session, student_id: int, skills: Sequence[SkillStanding]) -> None:
    if not skills:
        return
    fresh = insert_into(db, LearnerSkillEstimate).values(
        [
            {
                "student_id": student_id,
                "skill_id": skill.skill_id,
                "mean": skill.strength.mean,
                "variance": skill.strength.variance,
                "answers": skill.strength.answers,
                "days_seen": skill.days_seen,
                "last_seen_at": skill.strength.last_seen_at,
            }
            for skill in skills
        ]
    )
    columns = ("mean", "variance", "answers", "days_seen", "last_seen_at")
    db.execute(
        fresh.on_conflict_do_update(
            index_elements=["student_id", "skill_id"],
            set_={column: fresh.excluded[column] for column in columns},
        )
    )


def _move(
    db: Session,
    table: type[ItemEstimate] | type[SkillEstimate],
    key: str,
    row_id: int,
    before: Estimate,
    after: Estimate,
) -> None:
    shrunk = table.variance * (after.variance / before.variance)
    fresh = insert_into(db, table).values(
        {key: row_id, "mean": after.mean, "variance": after.variance, "answers": 1}
    )
    db.execute(
        fresh.on_conflict_do_update(
            index_elements=[key],
            set_={
                "mean": table.mean + (after.mean - before.mean),
                "variance": case((shrunk < LEAST_VARIANCE, LEAST_VARIANCE), else_=shrunk),
                "answers": table.answers + 1,
            },
        )
    )
