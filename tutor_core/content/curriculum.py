"""The shipped curriculum as values: subjects, units, skills, items and lessons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tutor_core.content.graph import SkillGraph
from tutor_core.content.variants import ItemText, make_variant

# The word that mastery_skills.difficulty has for a difficulty level.
DIFFICULTY_WORDS = {1: "beginner", 2: "beginner", 3: "intermediate", 4: "advanced", 5: "expert"}


class CurriculumError(ValueError):
    """Files that cannot be taken in.

    Attributes:
        problems: One sentence for each thing to mend.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One of the six subjects; in the database a grouping node of `skills`."""

    id: int
    name: str
    display_name: str
    description: str
    category: str
    icon: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A group of skills within a subject; in the database a grouping node of `skills`."""

    id: int
    name: str
    subject: str
    display_name: str
    description: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillNode:
    """A skill: something one learns, masters and unlocks others with."""

    id: int
    name: str
    unit: str
    subject: str
    display_name: str
    description: str
    category: str
    difficulty_level: int
    estimated_time_hours: float
    icon: str
    prerequisites: tuple[str, ...]

    @property
    def difficulty(self) -> str:
        """The word that `mastery_skills.difficulty` has for the level."""
        return DIFFICULTY_WORDS[self.difficulty_level]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSource:
    """An item as its file gives it, placeholders and all.

    Attributes:
        kind: A question, or an exercise, which comes apart into steps.
        skills: Names of the skills that the item exercises; the first is its file's.
        minutes: Time that a learner of the level needs.
        check: Python code that finds the answer another way; only `check.py` uses it, it never
            reaches the database.
        step_checks: The same for each step.
        place: File and line, for messages.
    """

    slug: str
    kind: Literal["question", "exercise"]
    subject: str
    skills: tuple[str, ...]
    difficulty: int
    text: ItemText
    template: Mapping[str, Any] | None
    minutes: int
    points: int
    check: str
    step_checks: tuple[str, ...]
    place: str

    def variant(self, seed: int) -> ItemText:
        """Give the text for a seed; an item without a template has one text only."""
        return self.text if self.template is None else make_variant(self.text, self.template, seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonSource:
    """The lesson of a skill: half a page to read.

    Attributes:
        slug: Its key in the bank.
        skill: The name of the skill.
        subject: The subject of the skill.
        difficulty: Level of the skill.
        minutes: Time to read it.
        idea: What it is about and why it works; Markdown with LaTeX, as the other texts.
        example: A task, worked out.
        mistake: The usual mistake, and how to notice it.
        figure: A figure as `figures.py` describes it, curves drawn out; or None.
        place: File and line, for messages.
    """

    slug: str
    skill: str
    subject: str
    difficulty: int
    minutes: int
    idea: str
    example: str
    mistake: str
    figure: Mapping[str, Any] | None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curriculum:
    """Subjects and units in their order; skills after their prerequisites; items as in the files.

    Attributes:
        subjects: In the order in which pages list them.
        units: Of the first subject, then of the second.
        skills: After all of their prerequisites, else by subject and number.
        items: Questions and exercises.
        lessons: At most one a skill.
    """

    subjects: tuple[Subject, ...]
    units: tuple[Unit, ...]
    skills: tuple[SkillNode, ...]
    items: tuple[ItemSource, ...]
    lessons: tuple[LessonSource, ...]

    def graph(self) -> SkillGraph[str]:
        """Give the prerequisites between the skills' names."""
        return SkillGraph({skill.name: skill.prerequisites for skill in self.skills})
