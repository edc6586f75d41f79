"""What the pages are given of lessons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonLine:
    """A line of the list of lessons.

    Attributes:
        skill: The skill's name.
        title: The skill, as people read it.
        description: One sentence on the skill.
        unit: The group it belongs to, as people read it.
        minutes: Time to read it.
        is_read: Whether the learner has finished it.
    """

    skill: str
    title: str
    description: str
    unit: str
    minutes: int
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A skill before or after another one: its name, and how people read it."""

    skill: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTask:
    """An exercise of a skill: its row, its level 1 to 5, the minutes and points it is worth."""

    content_id: int
    difficulty: int
    minutes: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The lesson of a skill.

    Attributes:
        content_id: Its row.
        skill: The skill's name.
        title: The skill, as people read it.
        topic: The subject.
        minutes: Time to read it.
        idea: Markdown with LaTeX, as the next.
        rest: A worked example and the usual mistake.
        figure: A figure described in data, or None; it stands between the two.
        needs: The skills it builds on.
        leads_to: The skills that build on it.
        exercises: Longer tasks of the skill.
        read_at: When the learner finished it last, or None.
    """

    content_id: int
    skill: str
    title: str
    topic: str
    minutes: int
    idea: str
    rest: str
    figure: Mapping[str, Any] | None
    needs: tuple[Neighbour, ...]
    leads_to: tuple[Neighbour, ...]
    exercises: tuple[LongTask, ...]
    read_at: dt.datetime | None
