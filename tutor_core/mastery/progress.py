"""Mastery of a learner's skills and of whole topics, from their standing."""

from __future__ import annotations

from dataclasses import dataclass

from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.levels import LEVEL_NAMES, Mastery, level_of, mastery_of
from tutor_core.mastery.policy import MasteryPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a learner stands in a skill.

    Attributes:
        skill_id: The skill.
        name: Its stable name.
        level: 0 to 5.
        mastery: Chance of a right answer at a level-3 item, in (0, 1).
    """

    skill_id: int
    name: str
    level: int
    mastery: float

    @property
    def is_top(self) -> bool:
        """Whether there is no higher level."""
        return self.level == len(LEVEL_NAMES) - 1


def topic_scores(standing: Standing, parameters: KnowledgeParameters) -> dict[str, float]:
    """Return by topic the mean mastery of its skills, 0 to 1; one never met counts 0."""
    by_topic: dict[str, list[float]] = {}
    for skill in standing.skills.values():
        value = mastery_in(standing, skill, parameters).value if skill.is_met else 0.0
        by_topic.setdefault(skill.topic, []).append(value)
    return {topic: sum(values) / len(values) for topic, values in by_topic.items()}


def mastery_in(
    standing: Standing, skill: SkillStanding, parameters: KnowledgeParameters
) -> Mastery:
    """Return how well the learner masters a skill."""
    return mastery_of(standing.ability, skill.strength, skill.difficulty, parameters)


def progress_in(
    standing: Standing,
    skill: SkillStanding,
    parameters: KnowledgeParameters,
    levels: MasteryPolicy,
) -> Progress:
    """Return where the learner stands in a skill."""
    mastery = mastery_in(standing, skill, parameters)
    return Progress(
        skill_id=skill.skill_id,
        name=skill.name,
        level=level_of(
            mastery,
            levels,
            answers=skill.strength.answers,
            days_seen=skill.days_seen,
            is_placed=skill.placed_at is not None,
        ),
        mastery=mastery.value,
    )
