"""The thresholds of the levels of mastery, with their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from tutor_core.tuning.policies import check_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteryPolicy:
    """From which mastery on a learner has which level.

    A level is read off the cautious end of the estimate, one standard deviation below it.

    Attributes:
        developing: Mastery from which the level is Developing, 0.05 to 0.99.
        proficient: The same of Proficient.
        advanced: The same of Advanced.
        master: The same of Master.
        master_answers: Answers that must stand behind the level Master, 1 to 50.
        master_days: Days of practice that must stand behind it, 1 to 30.

    Raises:
        ValueError: A parameter is out of its bounds, or a level lies below a lower one.
    """

    name: ClassVar[str] = "mastery"
    bounds: ClassVar[Mapping[str, tuple[float, float]]] = {
        "developing": (0.05, 0.99),
        "proficient": (0.05, 0.99),
        "advanced": (0.05, 0.99),
        "master": (0.05, 0.99),
        "master_answers": (1, 50),
        "master_days": (1, 30),
    }

    developing: float = 0.4
    proficient: float = 0.6
    advanced: float = 0.75
    master: float = 0.9
    master_answers: int = 5
    master_days: int = 2

    def __post_init__(self) -> None:
        check_bounds(self)
        if list(self.thresholds) != sorted(self.thresholds):
            raise ValueError("developing, proficient, advanced and master must not go down")

    @property
    def thresholds(self) -> tuple[float, float, float, float]:
        """Mastery from which each of the levels 2 to 5 is given."""
        return self.developing, self.proficient, self.advanced, self.master
