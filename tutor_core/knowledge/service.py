"""Writes what an answer taught the tutor about a learner, an item and its skills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Table, Update, bindparam, case, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import Upsert
from tutor_core.knowledge.correcting import KnowledgeCorrection, Shift
from tutor_core.knowledge.model import LEAST_VARIANCE, Estimate
from tutor_core.knowledge.observing import Observation
from tutor_core.knowledge.standing import SkillStanding
from tutor_core.models import (
    TOPICS,
    ItemEstimate,
    LearnerEstimate,
    LearnerSkillEstimate,
    SkillEstimate,
    StudentKnowledge,
    table_of,
)

_SCORES = tuple(f"{topic}_score" for topic in TOPICS)


def record_observation(db: Session, actor: Actor, seen: Observation) -> None:
    """Store what an answer of the actor taught; the caller holds the lock of the learner's row.

    The learner's own rows are set; those of the item and of its skills, which many learners
    move at once, are moved by what this answer adds, so that no other answer is lost. They
    are touched in the order item, then skills by number: no two answers can wait for each
    other.
    """
    ability = seen.standing.ability
    _ABILITY.run(db, {"student_id": actor.id, **_columns(ability)})
    record_strengths(db, actor, seen.practised)
    _ITEM.run(db, {"content_id": seen.content_id, **_move(seen.item_before, seen.item)})
    _SKILL.run(
        db,
        [
            {"skill_id": was.skill_id, **_move(was.difficulty, now.difficulty)}
            for was, now in zip(seen.skills, seen.practised, strict=True)
        ],
    )


def record_strengths(db: Session, actor: Actor, skills: Collection[SkillStanding]) -> None:
    """Store how the actor stands in these skills; the caller holds the lock of their row."""
    _STRENGTHS.run(
        db,
        [
            {
                "student_id": actor.id,
                "skill_id": skill.skill_id,
                "days_seen": skill.days_seen,
                "last_seen_at": skill.strength.last_seen_at,
                "placed_at": skill.placed_at,
                **_columns(skill.strength),
            }
            for skill in skills
        ],
    )


def record_scores(
    db: Session, actor: Actor, scores: Mapping[str, float], *, now: dt.datetime
) -> None:
    """Store the actor's score of each topic, 0 to 1, where no answer moved it."""
    _SCORED.run(
        db,
        {
            "student_id": actor.id,
            **{f"{topic}_score": scores.get(topic, 0.0) for topic in TOPICS},
            "last_updated": now,
        },
    )


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
    _KNOWLEDGE.run(
        db,
        {
            "student_id": actor.id,
            **{f"{topic}_score": scores.get(topic, 0.0) for topic in TOPICS},
            "total_questions_answered": 1,
            "correct_answers": int(correct),
            "accuracy_rate": float(correct),
            "preferred_difficulty": fitting_difficulty,
            "last_updated": now,
        },
    )


def record_learning_style(db: Session, actor: Actor, style: str, *, now: dt.datetime) -> None:
    """Note how the actor likes to study; whoever has not answered anything yet gets a row.

    Args:
        db: An open transaction.
        actor: The learner.
        style: visual, auditory, reading, kinesthetic or balanced; nothing here reads it.
        now: When they said so.
    """
    _STYLE.run(db, {"student_id": actor.id, "learning_style": style, "last_updated": now})


def record_correction(
    db: Session, actor: Actor, correction: KnowledgeCorrection, *, now: dt.datetime
) -> None:
    """Put right what is known of the learner; the caller holds the lock of their row."""
    who = {"learner": actor.id}
    db.execute(_CORRECT_ABILITY, who | _shift(correction.ability))
    if correction.strengths:
        db.execute(
            _CORRECT_STRENGTH,
            [
                who | {"skill": skill_id} | _shift(shift)
                for skill_id, shift in correction.strengths.items()
            ],
        )
    db.execute(
        _CORRECT_KNOWLEDGE,
        who
        | {f"{topic}_by": correction.scores.get(topic, 0.0) for topic in TOPICS}
        | {
            "correct_by": correction.correct_by,
            "fitting_by": correction.fitting_by,
            "last_updated": now,
        },
    )


def record_difficulties(
    db: Session, items: Mapping[int, Shift], skills: Mapping[int, Shift]
) -> None:
    """Move how hard items and skills are thought to be, in the order of `record_observation`."""
    for statement, shifts in ((_CORRECT_ITEM, items), (_CORRECT_SKILL, skills)):
        if shifts:
            db.execute(
                statement,
                [{"number": number} | _shift(shifts[number]) for number in sorted(shifts)],
            )


def _shift(shift: Shift) -> dict[str, float]:
    return {"moved_by": shift.moved_by, "shrunk_to": shift.scaled_by}


def _columns(estimate: Estimate) -> dict[str, Any]:
    return {
        "mean": estimate.mean,
        "variance": estimate.variance,
        "answers": estimate.answers,
    }


def _move(before: Estimate, after: Estimate) -> dict[str, Any]:
    """Return a first row, and by what an existing one moves."""
    return {
        "mean": after.mean,
        "variance": after.variance,
        "answers": 1,
        "moved_by": after.mean - before.mean,
        "shrunk_to": after.variance / before.variance,
    }


def _moved(table: Table) -> dict[str, Any]:
    shrunk = table.c.variance * bindparam("shrunk_to", type_=table.c.variance.type)
    return {
        "mean": table.c.mean + bindparam("moved_by", type_=table.c.mean.type),
        "variance": case((shrunk < LEAST_VARIANCE, LEAST_VARIANCE), else_=shrunk),
    }


def _moving(table: Table) -> Callable[[Any], Mapping[str, Any]]:
    return lambda _: _moved(table) | {"answers": table.c.answers + 1}


def _within(value: ColumnElement[Any], low: int, high: int) -> ColumnElement[Any]:
    return case((value < low, low), (value > high, high), else_=value)


def _correcting_knowledge(table: Table) -> Update:
    right = table.c.correct_answers + bindparam("correct_by", type_=Integer)
    fitting = table.c.preferred_difficulty + bindparam("fitting_by", type_=Integer)
    return (
        update(table)
        .where(table.c.student_id == bindparam("learner"))
        .values(
            {
                f"{topic}_score": _within(
                    table.c[f"{topic}_score"] + bindparam(f"{topic}_by", type_=Float), 0, 1
                )
                for topic in TOPICS
            }
            | {
                "correct_answers": right,
                "accuracy_rate": right * 1.0 / table.c.total_questions_answered,
                "preferred_difficulty": _within(fitting, 1, 5),
                "last_updated": bindparam("last_updated"),
            }
        )
    )


def _counting(table: Table) -> Callable[[Any], Mapping[str, Any]]:
    total = table.c.total_questions_answered + 1
    return lambda new: {
        **{score: new[score] for score in _SCORES},
        "total_questions_answered": total,
        "correct_answers": table.c.correct_answers + new.correct_answers,
        "accuracy_rate": (table.c.correct_answers + new.correct_answers) * 1.0 / total,
        "preferred_difficulty": new.preferred_difficulty,
        "last_updated": new.last_updated,
    }


_ABILITY = Upsert(
    table_of(LearnerEstimate),
    ["student_id"],
    lambda new: {"mean": new.mean, "variance": new.variance, "answers": new.answers},
)
_STRENGTHS = Upsert(
    table_of(LearnerSkillEstimate),
    ["student_id", "skill_id"],
    lambda new: {
        "mean": new.mean,
        "variance": new.variance,
        "answers": new.answers,
        "days_seen": new.days_seen,
        "last_seen_at": new.last_seen_at,
        "placed_at": new.placed_at,
    },
)
_ITEM = Upsert(table_of(ItemEstimate), ["content_id"], _moving(table_of(ItemEstimate)))
_SKILL = Upsert(table_of(SkillEstimate), ["skill_id"], _moving(table_of(SkillEstimate)))
_KNOWLEDGE = Upsert(
    table_of(StudentKnowledge), ["student_id"], _counting(table_of(StudentKnowledge))
)
_SCORED = Upsert(
    table_of(StudentKnowledge),
    ["student_id"],
    lambda new: {name: new[name] for name in (*_SCORES, "last_updated")},
)
_STYLE = Upsert(
    table_of(StudentKnowledge), ["student_id"], lambda new: {"learning_style": new.learning_style}
)
_CORRECT_ABILITY = (
    update(table_of(LearnerEstimate))
    .where(LearnerEstimate.student_id == bindparam("learner"))
    .values(_moved(table_of(LearnerEstimate)))
)
_CORRECT_STRENGTH = (
    update(table_of(LearnerSkillEstimate))
    .where(
        LearnerSkillEstimate.student_id == bindparam("learner"),
        LearnerSkillEstimate.skill_id == bindparam("skill"),
    )
    .values(_moved(table_of(LearnerSkillEstimate)))
)
_CORRECT_KNOWLEDGE = _correcting_knowledge(table_of(StudentKnowledge))
_CORRECT_ITEM = (
    update(table_of(ItemEstimate))
    .where(ItemEstimate.content_id == bindparam("number"))
    .values(_moved(table_of(ItemEstimate)))
)
_CORRECT_SKILL = (
    update(table_of(SkillEstimate))
    .where(SkillEstimate.skill_id == bindparam("number"))
    .values(_moved(table_of(SkillEstimate)))
)
