"""Reads lessons: the list of a subject, and one of them. Reading is never locked."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError
from tutor_core.models import Content, Skill, UserInteraction, skill_prerequisites
from tutor_core.practice.lessons.views import Lesson, LessonLine, LongTask, Neighbour

_Unit = aliased(Skill)
_READ_AT = (
    select(func.max(UserInteraction.timestamp))
    .where(
        UserInteraction.content_id == Content.id,
        UserInteraction.student_id == bindparam("student_id"),
        UserInteraction.interaction_type == "complete",
    )
    .scalar_subquery()
    .label("read_at")
)
_LESSONS = (
    select(
        Content.id,
        Content.topic,
        Content.question_text,
        Content.explanation,
        Content.figure,
        Content.estimated_time_minutes,
        Skill.id.label("skill_id"),
        Skill.name,
        Skill.display_name,
        Skill.description,
        _Unit.display_name.label("unit"),
        _READ_AT,
    )
    .join(Skill, Skill.name == Content.subtopic)
    .outerjoin(_Unit, _Unit.id == Skill.parent_skill_id)
    .where(and_(Content.content_type == "lesson", Content.is_published))
)
_OF_TOPIC = _LESSONS.where(Content.topic == bindparam("topic")).order_by(_Unit.id, Skill.id)
# A skill has one lesson; where a teacher wrote another, the first stays.
_OF_SKILL = _LESSONS.where(Skill.name == bindparam("skill")).order_by(Content.id).limit(1)

_link = skill_prerequisites.c
_NEEDS = (
    select(Skill.name, Skill.display_name)
    .join(skill_prerequisites, _link.prerequisite_id == Skill.id)
    .where(_link.skill_id == bindparam("skill_id"))
    .order_by(Skill.id)
)
_LEADS_TO = (
    select(Skill.name, Skill.display_name)
    .join(skill_prerequisites, _link.skill_id == Skill.id)
    .where(_link.prerequisite_id == bindparam("skill_id"))
    .order_by(Skill.id)
)
_EXERCISES = (
    select(Content.id, Content.difficulty, Content.estimated_time_minutes, Content.points)
    .where(
        Content.subtopic == bindparam("skill"),
        Content.content_type == "exercise",
        Content.is_published,
    )
    .order_by(Content.difficulty, Content.id)
)
_TITLE = select(Skill.display_name).where(
    Skill.name == bindparam("skill"), Skill.difficulty_level.is_not(None)
)


def lessons_of(db: Session, actor: Actor, topic: str) -> list[LessonLine]:
    """Return the lessons of a subject, unit by unit, with what the actor has read."""
    rows = db.execute(_OF_TOPIC, {"student_id": actor.id, "topic": topic})
    return [
        LessonLine(
            skill=row.name,
            title=row.display_name,
            description=row.description or "",
            unit=row.unit or "",
            minutes=row.estimated_time_minutes or 0,
            is_read=row.read_at is not None,
        )
        for row in rows
    ]


def lesson_on(db: Session, actor: Actor, skill: str) -> Lesson:
    """Return the lesson on a skill, and when the actor finished it.

    Raises:
        NotFoundError: There is none.
    """
    row = db.execute(_OF_SKILL, {"student_id": actor.id, "skill": skill}).one_or_none()
    if row is None:
        raise NotFoundError("There is no lesson on this skill yet.")
    of_skill = {"skill_id": row.skill_id}
    return Lesson(
        content_id=row.id,
        skill=row.name,
        title=row.display_name,
        topic=row.topic,
        minutes=row.estimated_time_minutes or 0,
        idea=row.question_text or "",
        rest=row.explanation or "",
        figure=row.figure,
        needs=tuple(Neighbour(skill=n, title=t) for n, t in db.execute(_NEEDS, of_skill)),
        leads_to=tuple(Neighbour(skill=n, title=t) for n, t in db.execute(_LEADS_TO, of_skill)),
        exercises=tuple(
            LongTask(
                content_id=found.id,
                difficulty=found.difficulty,
                minutes=found.estimated_time_minutes or 0,
                points=found.points or 0,
            )
            for found in db.execute(_EXERCISES, {"skill": skill})
        ),
        read_at=row.read_at,
    )


def skill_title(db: Session, actor: Actor, skill: str) -> str | None:  # noqa: ARG001 - as all
    """Return a skill's name as people read it; None where there is no such skill."""
    return db.scalar(_TITLE, {"skill": skill})
