"""What the tutor believes of a learner's mastery of a skill: a Gaussian on the log-odds scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tutor_core.knowledge.model import Estimate, Strength, sigmoid
from tutor_core.knowledge.policy import KnowledgeParameters


@dataclass(frozen=True, slots=True)
class Belief:
    """How well a skill is mastered, and how sure that is.

    Attributes:
        log_odds: Mean of the log-odds of a right answer at a level-3 item.
        sd: Their standard deviation, above 0.
    """

    log_odds: float
    sd: float

    @property
    def mastery(self) -> float:
        """Chance of a right answer at a level-3 item, in (0, 1)."""
        return sigmoid(self.log_odds)

    @property
    def lower(self) -> float:
        """The same, one standard deviation lower."""
        return sigmoid(self.log_odds - self.sd)

    @property
    def upper(self) -> float:
        """The same, one standard deviation higher."""
        return sigmoid(self.log_odds + self.sd)

    def chance_below(self, mastery: float) -> float:
        """Return the chance, 0 to 1, that the true mastery is below one in (0, 1)."""
        distance = math.log(mastery / (1 - mastery)) - self.log_odds
        return 0.5 * math.erfc(-distance / (self.sd * math.sqrt(2)))


def belief_of(
    ability: Estimate, strength: Strength, skill: Estimate, parameters: KnowledgeParameters
) -> Belief:
    """Return what is believed; `strength` as it stands at the moment asked about."""
    return Belief(
        log_odds=parameters.base + ability.mean + strength.mean - skill.mean,
        sd=math.sqrt(ability.variance + strength.variance + skill.variance),
    )
