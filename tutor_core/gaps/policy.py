"""The parameters by which gaps are found, weighed and closed, with their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from tutor_core.tuning.policies import check_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPolicy:
    """When a skill is a gap, how much it matters, and when it is closed.

    A gap opens where the tutor is sure and closes where it no longer is: between `opens_at` and
    `closes_at` nothing changes, so that a gap does not come and go with every answer.

    Attributes:
        target: Mastery that learners are to reach, 0.5 to 0.99.
        ready: Mastery from which a skill carries what is built on it, 0.3 to 0.95.
        opens_at: Chance that mastery is too low from which a gap opens, 0.55 to 0.99.
        closes_at: Chance down to which an open gap stays, 0.05 to 0.5; at 0.5 it closes where
            the estimate reaches its target.
        answers: Answers in a skill before it can be weak or forgotten, 1 to 20.
        fading: By how much mastery must lie below the target to be called forgotten, 0 to 0.3.
        working_days: Days after an answer for which its skill counts as worked on, 1 to 365;
            nothing is forgotten meanwhile.
        waiting_weight: How much more a gap counts for what waits on it, 0 to 2.
        step_factor: What a gap's urgency is multiplied with for each step between it and what
            needs it, 0.1 to 1.
        unneeded: Urgency of a gap that nothing needs now, 0 to 1.
        critical: Priority from which a gap is critical, 2 to 10.
        high: Priority from which it is high, 2 to 10.
        medium: Priority from which it is medium, 2 to 10; below, it is low.

    Raises:
        ValueError: A parameter is out of its bounds, or two of them contradict each other.
    """

    name: ClassVar[str] = "gaps"
    bounds: ClassVar[Mapping[str, tuple[float, float]]] = {
        "target": (0.5, 0.99),
        "ready": (0.3, 0.95),
        "opens_at": (0.55, 0.99),
        "closes_at": (0.05, 0.5),
        "answers": (1, 20),
        "fading": (0.0, 0.3),
        "working_days": (1, 365),
        "waiting_weight": (0.0, 2.0),
        "step_factor": (0.1, 1.0),
        "unneeded": (0.0, 1.0),
        "critical": (2, 10),
        "high": (2, 10),
        "medium": (2, 10),
    }

    target: float = 0.8
    ready: float = 0.62
    opens_at: float = 0.75
    closes_at: float = 0.5
    answers: int = 3
    fading: float = 0.005
    working_days: int = 28
    waiting_weight: float = 0.3
    step_factor: float = 0.85
    unneeded: float = 0.5
    critical: int = 9
    high: int = 7
    medium: int = 4

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.ready > self.target:
            raise ValueError("ready must not be above target")
        if not self.medium <= self.high <= self.critical:
            raise ValueError("medium, high and critical must not go down")
