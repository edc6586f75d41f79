"""Reads a logged choice, and tells whether its log agrees with the policy that is said to be its.

A choice whose probability cannot be found again from its candidates is no ground for an estimate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor_core.recommend.counterfactual import Decision, probability_of_choice
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.shortlist import shortlist_from

CLOSE = 1e-6  # of two probabilities that are the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Choices that can be evaluated, in their order, and how many could not be read.

    Attributes:
        decisions: The choices.
        learners: How many learners they are of.
        incomplete: Choices whose log lacks candidates: those of an earlier release.
        inconsistent: Choices whose probability does not follow from what is logged.
        there: All choices of the period; where there are more than were looked at, the ones
            looked at are spread evenly over it.
    """

    decisions: tuple[Decision, ...]
    learners: int
    incomplete: int
    inconsistent: int
    there: int


def decision_from(
    action: Mapping[str, Any],
    state: Mapping[str, Any],
    *,
    reward: float,
    propensity: float,
    policy: BanditPolicy,
) -> Decision | None:
    """Return a logged choice; None where the log lacks its candidates.

    Args:
        action: The row's `rl_action`.
        state: Its `rl_state`.
        reward: What it brought.
        propensity: Probability with which it was made.
        policy: The version by which it was made.
    """
    columns = action.get("considered")
    if not columns or action.get("chosen_id") not in columns.get("content_id", ()):
        return None
    try:
        shortlist = shortlist_from(columns)
    except (TypeError, ValueError):
        return None
    return Decision(
        reward=reward,
        propensity=propensity,
        chosen_id=action["chosen_id"],
        shortlist=shortlist,
        policy=policy,
        pulls=int(action.get("pulls", 0)),
        lean=float(state.get("lean", 0.0)),
    )


def is_consistent(decision: Decision) -> bool:
    """Tell whether the logged probability follows from the logged candidates and the policy."""
    found = probability_of_choice(decision, decision.policy)
    return abs(found - decision.propensity) < CLOSE
