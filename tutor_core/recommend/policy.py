"""The parameters by which the next item is chosen, with their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from tutor_core.tuning.policies import check_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class BanditPolicy:
    """How candidates are gated, valued and chosen from.

    Attributes:
        epsilon: Share of choices made at random among the candidates, 0 to 1.
        epsilon_decay: Choices after which that share has halved, 0 to 10,000; 0 keeps it.
        epsilon_floor: Below which it does not sink as it decays, 0 to 1.
        target: Chance of success at which an item is worth most, 0.3 to 0.95.
        width: How far from the target an item still is worth something, 0.05 to 2.
        ready: Mastery of every prerequisite from which a skill may be practised, 0 to 1.
        ready_answers: Answers that must stand behind that mastery, 0 to 20: a skill never
            tried opens nothing, however able the learner is elsewhere.
        mastered: Mastery from which a skill needs no more practice for now, 0 to 1.
        mastered_answers: Answers that must stand behind that mastery, 0 to 50.
        mastered_placed: Mastery from which a skill with fewer answers, that a placement spoke
            about, needs no practice for now and carries what builds on it, 0 to 1: what was only
            inferred must be surer.
        exercise_answers: Answers in its skill before a learner is given an exercise, 0 to 50.
        unlock_weight: How much more a skill counts for what it leads to, 0 to 2.
        footing_weight: How much less a skill counts on weak ground, 0 to 1: at 1 in proportion
            to the least mastery among its prerequisites, at 0 not at all.
        repeat_factor: What an item is worth of itself right after it was met, 0 to 1.
        recovery_days: Days in which the memory of meeting an item halves four times, above 0.
        recent_items: How many of the last items are not asked again, 0 to 30.
        prior_weight: Pulls' worth of trust in the model's value, above 0.
        gap_weight: How much more an item counts that repairs the most pressing gap, 0 to 10.
        review_weight: The same where a review of its skill is due.
        plan_weight: The same where the learner's study plan names its skill.
        assignment_weight: The same where it was assigned.
        similar_weight: How much more an item the learner has not met counts where similar
            learners gained a whole standard deviation from it, 0 to 1.
        decline_factor: What an item is worth of itself right after it was sent away, 0 to 1.
        decline_days: Days in which the memory of that halves four times, above 0.
        pause_hours: Hours in which the memory of "not now" halves four times for the other
            items of its skill, above 0.
        lean_step: By how much "too easy" lowers the target, and "too hard" raises it, 0 to 0.2;
            it fades as `decline_days` says, and three of a kind are the most that count.
        skills_at_once: How many open skills, the most valuable first, a choice looks at, 1 to 60.
        shortlist: How many of their items, the most valuable first, chance chooses among,
            2 to 100.
    """

    name: ClassVar[str] = "bandit"
    bounds: ClassVar[Mapping[str, tuple[float, float]]] = {
        "epsilon": (0.0, 1.0),
        "epsilon_decay": (0.0, 10_000.0),
        "epsilon_floor": (0.0, 1.0),
        "target": (0.3, 0.95),
        "width": (0.05, 2.0),
        "ready": (0.0, 1.0),
        "ready_answers": (0, 20),
        "mastered": (0.0, 1.0),
        "mastered_answers": (0, 50),
        "mastered_placed": (0.0, 1.0),
        "exercise_answers": (0, 50),
        "unlock_weight": (0.0, 2.0),
        "footing_weight": (0.0, 1.0),
        "repeat_factor": (0.0, 1.0),
        "recovery_days": (0.1, 365.0),
        "recent_items": (0, 30),
        "prior_weight": (0.1, 1000.0),
        "gap_weight": (0.0, 10.0),
        "review_weight": (0.0, 10.0),
        "plan_weight": (0.0, 10.0),
        "assignment_weight": (0.0, 10.0),
        "similar_weight": (0.0, 1.0),
        "decline_factor": (0.0, 1.0),
        "decline_days": (0.1, 365.0),
        "pause_hours": (0.1, 168.0),
        "lean_step": (0.0, 0.2),
        "skills_at_once": (1, 60),
        "shortlist": (2, 100),
    }

    epsilon: float = 0.1
    epsilon_decay: float = 0.0
    epsilon_floor: float = 0.05
    target: float = 0.70
    width: float = 0.5
    ready: float = 0.54
    ready_answers: int = 2
    mastered: float = 0.56
    mastered_answers: int = 2
    mastered_placed: float = 0.70
    exercise_answers: int = 3
    unlock_weight: float = 0.3
    footing_weight: float = 1.0
    repeat_factor: float = 0.4
    recovery_days: float = 14.0
    recent_items: int = 10
    prior_weight: float = 3.0
    gap_weight: float = 0.5
    review_weight: float = 0.5
    plan_weight: float = 1.0
    assignment_weight: float = 3.0
    similar_weight: float = 0.3
    decline_factor: float = 0.1
    decline_days: float = 14.0
    pause_hours: float = 12.0
    lean_step: float = 0.05
    skills_at_once: int = 6
    shortlist: int = 20

    def __post_init__(self) -> None:
        check_bounds(self)

    def epsilon_after(self, pulls: int) -> float:
        """Return the share of random choices for a learner who had so many, 0 to 1."""
        if not self.epsilon_decay:
            return self.epsilon
        decayed = self.epsilon / (1 + pulls / self.epsilon_decay)
        return max(decayed, min(self.epsilon, self.epsilon_floor))
