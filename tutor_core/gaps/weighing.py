"""How much a gap matters: one formula, from which come priority and severity.

    need = shortfall * waiting * urgency * sureness, at most 1
    priority = 1 + 9 * need, rounded

where, with the values of `GapPolicy`,

    shortfall = (target - level) / target, at least 0: how far below the target
    waiting = 1 + waiting_weight * ln(1 + n): n skills that stand on it are not at their target
    urgency = step_factor ^ steps: how soon it is needed, as steps in the graph to the nearest
        skill worked on or aimed for, itself included; `unneeded` where there is none
    sureness = the chance that mastery really is below what closes the gap

`target` is the one mastery that learners are to reach, whatever closes the gap, so that all
gaps are measured with one scale.
"""

from __future__ import annotations

import math

from tutor_core.gaps.gap import Severity
from tutor_core.gaps.policy import GapPolicy


def priority_of(
    *, level: float, sureness: float, waiting: int, steps: int | None, policy: GapPolicy
) -> int:
    """Return how much a gap matters, 1 to 10.

    Args:
        level: Mastery, 0 to 1.
        sureness: Chance that mastery is too low, 0 to 1.
        waiting: How many skills that stand on it are not at their target.
        steps: To the nearest skill that needs it; None where nothing does.
        policy: Of gaps.
    """
    shortfall = max(0.0, policy.target - level) / policy.target
    weight = 1 + policy.waiting_weight * math.log(1 + waiting)
    urgency = policy.unneeded if steps is None else policy.step_factor**steps
    return 1 + math.floor(9 * min(1.0, shortfall * weight * urgency * sureness) + 0.5)


def severity_of(priority: int, policy: GapPolicy) -> Severity:
    """Return a priority, 1 to 10, in a word."""
    if priority >= policy.critical:
        return "critical"
    if priority >= policy.high:
        return "high"
    return "medium" if priority >= policy.medium else "low"


def hours_of(hours: float | None, *, level: float, target: float) -> float | None:
    """Return what is missing of the time that a skill takes in all, in hours; None if unknown."""
    if hours is None:
        return None
    return round(hours * max(0.0, target - level) / target, 2)


def progress_of(level: float, *, detected_level: float, target: float) -> float:
    """Return how much of the way from where a gap was found to its target is done, 0 to 100."""
    if detected_level >= target:
        return 0.0
    done = (level - detected_level) / (target - detected_level)
    return 100 * min(1.0, max(0.0, done))
