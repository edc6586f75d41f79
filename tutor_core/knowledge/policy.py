"""The constants of the knowledge model, with their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from tutor_core.tuning.policies import check_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeParameters:
    """How the knowledge model starts and how fast it moves.

    Fitted on 220,070 answers of 2,491 learners (ASSISTments 2009), except the forgetting,
    which that data could not show. Means are log-odds, variances their squares.

    Attributes:
        base: Log-odds of a right answer of an average learner at a level-3 item.
        level_step: How much harder an item is for each level above 3.
        ability_variance: Of a learner nothing is known about.
        skill_variance: Of a learner's strength in a skill not yet seen.
        item_variance: Of an item nobody answered yet, around its level.
        skill_difficulty_variance: Of a skill nobody answered yet.
        ability_noise: Added to the ability's variance by each answer.
        skill_noise: Added to the skill's variance by each answer.
        practice_gain: Added to the skill by each answer, right or wrong: practice teaches.
        forgetting_days: Days after which an unpractised strength has shrunk to 1/e; each
            answer seen adds as many again.
        forgetting_noise: Added to the skill's variance by each day without practice.
        contested_variance: The least variance of a skill whose estimate its learner contests:
            the answers of the test-out then count for more.
    """

    name: ClassVar[str] = "knowledge"
    bounds: ClassVar[Mapping[str, tuple[float, float]]] = {
        "base": (-3.0, 3.0),
        "level_step": (0.0, 3.0),
        "ability_variance": (0.01, 10.0),
        "skill_variance": (0.01, 10.0),
        "item_variance": (0.01, 10.0),
        "skill_difficulty_variance": (0.01, 10.0),
        "ability_noise": (0.0, 1.0),
        "skill_noise": (0.0, 1.0),
        "practice_gain": (0.0, 1.0),
        "forgetting_days": (1.0, 3650.0),
        "forgetting_noise": (0.0, 1.0),
        "contested_variance": (0.01, 10.0),
    }

    base: float = 0.65
    level_step: float = 0.6
    ability_variance: float = 1.2
    skill_variance: float = 0.2
    item_variance: float = 1.0
    skill_difficulty_variance: float = 0.4
    ability_noise: float = 0.01
    skill_noise: float = 0.05
    practice_gain: float = 0.05
    forgetting_days: float = 30.0
    forgetting_noise: float = 0.01
    contested_variance: float = 1.0

    def __post_init__(self) -> None:
        check_bounds(self)
