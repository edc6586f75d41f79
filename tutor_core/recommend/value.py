"""What an item is worth to a learner now, from the numbers that the log keeps of it.

The value is what was measured to teach most in `benchmarks.teaching` (success neither certain nor
hopeless, times how open the skill still is, times what it leads to, times how firm the ground is
that it stands on, less for what was just met),
times what the goals it serves, similar learners and the learner's own word say of it. Only the
first five were simulated; the others are design, each with a weight that can be set to nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tutor_core.recommend.bandit import Candidate, action_value
from tutor_core.recommend.goals import GoalKind, weight_of
from tutor_core.recommend.policy import BanditPolicy

HALVINGS_TO_RECOVER = 4
MOST_LEAN = 3.0  # signals of one kind beyond these change nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A candidate among which a choice is made: everything its value depends on.

    The log keeps all of it, so that the value can be found again, also under another policy.

    Attributes:
        content_id: The item.
        probability: Chance that the learner gets it right, 0 to 1.
        mastery: Of its main skill, in (0, 1).
        leads_to: How many skills build on that skill.
        seen: How often the learner had met the item.
        days_since_seen: Days since they last had; ignored where `seen` is 0.
        pulls: How often the arm had been pulled.
        rewards: Sum of what those pulls brought.
        footing: Least mastery among the skills that its skill builds on; 1 where there are none,
            and in logs older than this number.
        goal: The goal it serves; None for none.
        urgency: How much of the goal's weight counts, 0 to 1.
        gain: What similar learners gained from it on average, -1 to 1; None where not known.
        declined_days: Days since the learner sent it away; None where they did not.
        paused_hours: Hours since they said "not now" to another item of its skill; None where
            they did not.
    """

    content_id: int
    probability: float
    mastery: float
    leads_to: int
    seen: int
    days_since_seen: float
    pulls: int
    rewards: float
    footing: float = 1.0
    goal: GoalKind | None = None
    urgency: float = 0.0
    gain: float | None = None
    declined_days: float | None = None
    paused_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an item's value is made of; the value is their product.

    Attributes:
        fit: 1 where the chance of success is the target, less on both sides, above 0.
        openness: 4m(1-m) of the skill's mastery: 1 where it is half known, 0 at both ends.
        unlocking: At least 1; more where much builds on the skill.
        footing: 1 where all that the skill builds on is known, less the weaker the weakest of it.
        freshness: 1 for an item never met, less right after meeting it.
        serving: 1 where it serves no goal, else 1 and the goal's weight.
        company: Above 1 where similar learners gained from it, below where they lost, 1 where
            that is not known or the learner has met it.
        welcome: 1, less right after the learner sent it or its skill away.
    """

    fit: float
    openness: float
    unlocking: float
    footing: float
    freshness: float
    serving: float
    company: float
    welcome: float

    @property
    def value(self) -> float:
        """What asking the item is thought to be worth, 0 and above."""
        return (
            self.fit
            * self.openness
            * self.unlocking
            * self.footing
            * self.freshness
            * self.serving
            * self.company
            * self.welcome
        )


def parts_of(considered: Considered, policy: BanditPolicy, *, lean: float = 0.0) -> Parts:
    """Return what a candidate's value is made of.

    Args:
        considered: The candidate.
        policy: Of the choice.
        lean: Which way the learner wants it: above 0 harder, below 0 easier.
    """
    distance = (considered.probability - target_for(lean, policy)) / policy.width
    seen = considered.seen * remembered(considered.days_since_seen, policy.recovery_days)
    is_new = considered.gain is not None and not considered.pulls
    return Parts(
        fit=math.exp(-(distance**2)),
        openness=openness(considered.mastery),
        unlocking=unlocking(considered.leads_to, policy),
        footing=footing(considered.footing, policy),
        freshness=policy.repeat_factor**seen,
        serving=1 + weight_of(considered.goal, considered.urgency, policy),
        company=1 + policy.similar_weight * (considered.gain or 0.0) if is_new else 1.0,
        welcome=_welcome(considered, policy),
    )


def openness(mastery: float) -> float:
    """Return how much there still is to learn in a skill, 0 to 1, from its mastery."""
    return 4 * mastery * (1 - mastery)


def unlocking(leads_to: int, policy: BanditPolicy) -> float:
    """Return how much more a skill counts for the number of skills that build on it, at least 1."""
    return 1 + policy.unlock_weight * math.log(1 + leads_to)


def footing(weakest: float, policy: BanditPolicy) -> float:
    """Return how much an item counts on such ground, 0 to 1, for what is learnt stands on it.

    Args:
        weakest: Least mastery among the skills that its skill builds on, 0 to 1.
        policy: Of the choice.
    """
    return 1 - policy.footing_weight * (1 - weakest)


def target_for(lean: float, policy: BanditPolicy) -> float:
    """Return the chance of success that fits a learner who leans to harder (above 0) or easier."""
    shifted = policy.target - policy.lean_step * max(-MOST_LEAN, min(MOST_LEAN, lean))
    low, high = policy.bounds["target"]
    return max(low, min(high, shifted))


def remembered(elapsed: float, span: float) -> float:
    """Return how much of a signal is left, 1 to 0: after `span` it has halved four times."""
    return float(0.5 ** (HALVINGS_TO_RECOVER * max(0.0, elapsed) / span))


def candidates_under(
    policy: BanditPolicy, shortlist: Sequence[Considered], *, lean: float = 0.0
) -> list[Candidate]:
    """Return what each candidate is worth under a policy, in their order."""
    return [
        Candidate(
            one.content_id,
            action_value(
                parts_of(one, policy, lean=lean).value,
                rewards=one.rewards,
                pulls=one.pulls,
                prior_weight=policy.prior_weight,
            ),
        )
        for one in shortlist
    ]


def _welcome(considered: Considered, policy: BanditPolicy) -> float:
    sent_away = 0.0
    if considered.declined_days is not None:
        sent_away += remembered(considered.declined_days, policy.decline_days)
    if considered.paused_hours is not None:
        sent_away += remembered(considered.paused_hours, policy.pause_hours)
    return float(policy.decline_factor**sent_away)
