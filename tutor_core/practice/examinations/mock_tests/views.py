"""What the page of mock tests is given."""

from __future__ import annotations

from dataclasses import dataclass

from tutor_core.practice.examinations.views import ExaminedItem
from tutor_core.practice.views import Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillScore:
    """How a mock test went in a skill: its title, right answers, questions."""

    title: str
    right: int
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MockTest:
    """A mock test of a study plan.

    Attributes:
        reference: Its task.
        plan_title: The plan's.
        minutes: It is meant to take.
        questions: It has.
        answered: How many of them were answered.
        right: How many rightly; told when it is over.
        set_key: Its attempts belong to this set; None before the first question.
        attempt: The question that waits; None where the next one is to be chosen.
        skills: Names of the skills that it asks for.
        asked: Names of the skills of its answers, in their order.
        content_ids: Items that it asked.
        scores: By skill, once it is over.
        items: Its answers, once it is over.
    """

    reference: str
    plan_title: str
    minutes: int
    questions: int
    answered: int
    right: int
    set_key: str | None
    attempt: Attempt | None
    skills: tuple[str, ...]
    asked: tuple[str, ...]
    content_ids: frozenset[int]
    scores: tuple[SkillScore, ...]
    items: tuple[ExaminedItem, ...]

    @property
    def is_over(self) -> bool:
        """Whether all its questions were answered."""
        return self.answered >= self.questions

    @property
    def next_skill(self) -> str | None:
        """The skill that was asked least so far; None where it asks for none."""
        return min(self.skills, key=self.asked.count, default=None)
