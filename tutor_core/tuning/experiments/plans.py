"""What is compared in an experiment, checked before it begins."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tutor_core.errors import InvalidInputError
from tutor_core.tuning.policies import Policy, to_parameters

# The policies that may be compared: attempts carry their version, and the yardstick, what an
# answer teaches by the knowledge model, is the same in every arm.
COMPARED = frozenset({"bandit"})
FEWEST_ARMS, MOST_ARMS = 2, 5
LONGEST_NAME, LONGEST_LABEL, LONGEST_QUESTION = 100, 50, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmPlan:
    """One of the versions to be compared.

    Attributes:
        label: What people call it.
        policy: Its parameters.
        weight: Its share of the learners beside the other arms' weights, above 0.
    """

    label: str
    policy: Policy
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentPlan:
    """An experiment to be.

    Attributes:
        name: What people call it; no other experiment is called so.
        question: What is to be found out.
        arms: What is compared; the first is what the others are compared with.
        cohort_id: The class whose learners take part; None for everybody.
        starts_at: When it starts; None for now.
        ends_at: When it ends, which is stated beforehand.
    """

    name: str
    question: str
    arms: Sequence[ArmPlan]
    cohort_id: int | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime


def check_plan(plan: ExperimentPlan, *, now: dt.datetime) -> None:
    """Refuse an experiment that could not answer its question.

    Raises:
        InvalidInputError: With what is to be mended.
    """
    _check_words("name", plan.name, LONGEST_NAME, "Give the experiment a name")
    _check_words("question", plan.question, LONGEST_QUESTION, "Say what you want to find out")
    starts = plan.starts_at or now
    if starts < now:
        raise InvalidInputError(
            "starts_at", "Choose a start that is still to come, or let it start now."
        )
    if plan.ends_at <= starts:
        raise InvalidInputError("ends_at", "Choose an end that is after the start.")
    _check_arms(plan.arms)


def _check_arms(arms: Sequence[ArmPlan]) -> None:
    if not FEWEST_ARMS <= len(arms) <= MOST_ARMS:
        raise InvalidInputError(
            "arms", f"Compare {FEWEST_ARMS} to {MOST_ARMS} versions; these are {len(arms)}."
        )
    for arm in arms:
        _check_words("label", arm.label, LONGEST_LABEL, "Give every version a name")
        if not (math.isfinite(arm.weight) and arm.weight > 0):
            raise InvalidInputError(
                "weight", f"The weight of “{arm.label}” must be above 0, not {arm.weight:g}."
            )
    if {arm.policy.name for arm in arms} - COMPARED or len({type(arm.policy) for arm in arms}) > 1:
        raise InvalidInputError("arms", "Only ways of choosing questions can be compared.")
    _check_all_different(arms)


def _check_all_different(arms: Sequence[ArmPlan]) -> None:
    label, times = Counter(arm.label.strip() for arm in arms).most_common(1)[0]
    if times > 1:
        raise InvalidInputError("label", f"Two versions are called “{label}”; rename one.")
    for place, arm in enumerate(arms):
        for other in arms[:place]:
            if to_parameters(arm.policy) == to_parameters(other.policy):
                raise InvalidInputError(
                    "arms", f"“{other.label}” and “{arm.label}” have the same parameters."
                )


def _check_words(field: str, words: str, longest: int, wish: str) -> None:
    if not words.strip() or "\0" in words:
        raise InvalidInputError(field, f"{wish}.")
    if len(words.strip()) > longest:
        raise InvalidInputError(field, f"{wish} in at most {longest} characters.")
