"""Mastery of a learner's skills and of whole topics, from their standing."""

from __future__ import annotations

from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.levels import Mastery, mastery_of


def topic_scores(standing: Standing, parameters: KnowledgeParameters) -> dict[str, float]:
    """Return by topic the mean mastery of its skills, 0 to 1; a skill never tried counts 0."""
    by_topic: dict[str, list[float]] = {}
    for skill in standing.skills.values():
        value = mastery_in(standing, skill, parameters).value if skill.strength.answers else 0.0
        by_topic.setdefault(skill.topic, []).append(value)
    return {topic: sum(values) / len(values) for topic, values in by_topic.items()}


def mastery_in(
    standing: Standing, skill: SkillStanding, parameters: KnowledgeParameters
) -> Mastery:
    """Return how well the learner masters a skill."""
    return mastery_of(standing.ability, skill.strength, skill.difficulty, parameters)
