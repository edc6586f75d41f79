"""From the estimate of what a learner knows to the six levels of mastery.

A level needs proof, so it is read off the cautious end of the estimate (one standard
deviation below), and the top one also needs practice on several days: mastery that was not
there the day after is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.mastery.belief import belief_of
from tutor_core.mastery.policy import MasteryPolicy

LEVEL_NAMES = ("Not started", "Beginner", "Developing", "Proficient", "Advanced", "Master")


@dataclass(frozen=True, slots=True)
class Mastery:
    """How well a learner masters a skill.

    Attributes:
        value: Chance of a right answer at a level-3 item, in (0, 1).
        lower: The same, one standard deviation lower.
    """

    value: float
    lower: float


def mastery_of(
    ability: Estimate, strength: Strength, skill: Estimate, parameters: KnowledgeParameters
) -> Mastery:
    """Return how well a skill is mastered; `strength` as it stands at the moment asked about."""
    belief = belief_of(ability, strength, skill, parameters)
    return Mastery(value=belief.mastery, lower=belief.lower)


def level_of(
    mastery: Mastery,
    policy: MasteryPolicy,
    *,
    answers: int,
    days_seen: int,
    is_placed: bool = False,
) -> int:
    """Return the level, 0 to 5, from the estimate and the practice or placement behind it."""
    if answers == 0 and not is_placed:
        return 0
    level = 1 + sum(mastery.lower >= threshold for threshold in policy.thresholds)
    is_proved = answers >= policy.master_answers and days_seen >= policy.master_days
    return level if is_proved else min(level, len(LEVEL_NAMES) - 2)
