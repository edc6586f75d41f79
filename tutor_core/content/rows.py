"""What the curriculum's parts are as rows: by table, the values of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tutor_core.content.curriculum import (
    Curriculum,
    ItemSource,
    LessonSource,
    SkillNode,
    Subject,
    Unit,
)


def content_rows(curriculum: Curriculum) -> dict[str, dict[str, Any]]:
    """Return the rows of `content` by slug: questions, exercises and lessons."""
    rows = {item.slug: item_row(item) for item in curriculum.items}
    return rows | {lesson.slug: _lesson_row(lesson) for lesson in curriculum.lessons}


def skill_rows(curriculum: Curriculum) -> dict[int, dict[str, Any]]:
    """Return the rows of `skills` by id, parents first."""
    subjects = {subject.name: subject.id for subject in curriculum.subjects}
    units = {(unit.subject, unit.name): unit.id for unit in curriculum.units}
    ids = {skill.name: skill.id for skill in curriculum.skills}
    rows = {subject.id: _group_row(subject, None) for subject in curriculum.subjects}
    rows |= {unit.id: _group_row(unit, subjects[unit.subject]) for unit in curriculum.units}
    return rows | {
        skill.id: _skill_row(skill, units[skill.subject, skill.unit], ids)
        for skill in curriculum.skills
    }


def mastery_rows(curriculum: Curriculum) -> dict[int, dict[str, Any]]:
    """Return the rows of `mastery_skills` by id."""
    names = {subject.name: subject.display_name for subject in curriculum.subjects}
    return {
        skill.id: {
            "name": skill.name,
            "description": skill.description,
            "category": names[skill.subject],
            "difficulty": skill.difficulty,
            "estimated_hours": skill.estimated_time_hours,
            "icon": skill.icon,
        }
        for skill in curriculum.skills
    }


def item_row(item: ItemSource) -> dict[str, Any]:
    """Return the columns of a question or an exercise, all but its key and its version."""
    text = item.text
    return {
        "topic": item.subject,
        "subtopic": item.skills[0],
        "difficulty": item.difficulty,
        "content_type": item.kind,
        "question_text": text.question,
        "correct_answer": text.correct_answer,
        "explanation": text.explanation,
        "tags": list(item.skills),
        "estimated_time_minutes": item.minutes,
        "points": item.points,
        "answer_spec": dict(text.answer_spec),
        "hints": list(text.hints),
        "figure": None if text.figure is None else dict(text.figure),
        "template": None if item.template is None else dict(item.template),
        "steps": [asdict(step) for step in text.steps] or None,
    }


def _lesson_row(lesson: LessonSource) -> dict[str, Any]:
    return {
        "topic": lesson.subject,
        "subtopic": lesson.skill,
        "difficulty": lesson.difficulty,
        "content_type": "lesson",
        "question_text": lesson.idea,
        "correct_answer": None,
        "explanation": f"## A worked example\n\n{lesson.example}\n\n"
        f"## The usual mistake\n\n{lesson.mistake}",
        "tags": [lesson.skill],
        "estimated_time_minutes": lesson.minutes,
        "points": 0,
        "answer_spec": None,
        "hints": None,
        "figure": None if lesson.figure is None else dict(lesson.figure),
        "template": None,
        "steps": None,
    }


def _group_row(group: Subject | Unit, parent_id: int | None) -> dict[str, Any]:
    return {
        "name": group.name,
        "display_name": group.display_name,
        "description": group.description,
        "category": group.category,
        "parent_skill_id": parent_id,
        "prerequisite_skill_ids": [],
        "difficulty_level": None,
        "estimated_time_hours": None,
    }


def _skill_row(skill: SkillNode, parent_id: int, ids: Mapping[str, int]) -> dict[str, Any]:
    return {
        "name": skill.name,
        "display_name": skill.display_name,
        "description": skill.description,
        "category": skill.category,
        "parent_skill_id": parent_id,
        "prerequisite_skill_ids": sorted(ids[name] for name in skill.prerequisites),
        "difficulty_level": skill.difficulty_level,
        "estimated_time_hours": skill.estimated_time_hours,
    }
