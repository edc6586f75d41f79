"""What the logged decisions would have earned under another policy, or why the log cannot say.

The estimators and their sources are in `evaluation`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from tutor_core.recommend.bandit import Candidate, probability_of
from tutor_core.recommend.evaluation import Estimate, ips, snips
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.value import Considered, candidates_under

MYOPIC = (
    "This estimate is step-wise (myopic): it takes the situations as they came, and does not see "
    "that another policy leads learners to other situations."
)
GATE = (
    "ready",
    "ready_answers",
    "mastered",
    "mastered_answers",
    "mastered_placed",
    "exercise_answers",
    "recent_items",
    "skills_at_once",
    "shortlist",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A logged choice and what it brought.

    Attributes:
        reward: What it brought.
        propensity: Probability with which it was made, in (0, 1].
        chosen_id: The chosen candidate.
        shortlist: Every candidate it was chosen among, each once.
        policy: By which it was chosen.
        pulls: How many choices the learner had had before: a share of chance may decay with them.
        lean: Which way the learner wanted it then: above 0 harder, below 0 easier.
    """

    reward: float
    propensity: float
    chosen_id: int
    shortlist: Sequence[Considered]
    policy: BanditPolicy
    pulls: int = 0
    lean: float = 0.0

    def __post_init__(self) -> None:
        ids = [candidate.content_id for candidate in self.shortlist]
        if ids.count(self.chosen_id) != 1:
            raise ValueError(
                f"the chosen item {self.chosen_id} must stand once among the candidates, "
                f"not {ids.count(self.chosen_id)} times"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """What the policy that chose earned, and what the other one would have.

    Attributes:
        behaviour: Mean reward of the logged decisions.
        ips: Of the other policy, by inverse propensity scoring.
        snips: The same, self-normalised.
        label: What every reader of these numbers is to be told.
    """

    label: ClassVar[str] = MYOPIC

    behaviour: Estimate
    ips: Estimate
    snips: Estimate


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Why the log cannot answer the question: sentences, at least one."""

    reasons: tuple[str, ...]


def value_of_choice(decision: Decision, candidates: Sequence[Candidate]) -> float:
    """Return what the chosen one of its candidates is worth."""
    return next(one.value for one in candidates if one.content_id == decision.chosen_id)


def probability_of_choice(decision: Decision, policy: BanditPolicy) -> float:
    """Return the probability with which a policy would have made the choice, 0 to 1.

    Candidates that share the highest value share the greedy probability. The gate is taken as it
    was: the policy chooses among the same candidates.
    """
    candidates = candidates_under(policy, decision.shortlist, lean=decision.lean)
    value = value_of_choice(decision, candidates)
    return probability_of(value, candidates, epsilon=policy.epsilon_after(decision.pulls))


def counterfactual(
    decisions: Sequence[Decision], policy: BanditPolicy, *, least_effective: float = 100
) -> Counterfactual | Unsupported:
    """Estimate what logged decisions would have earned under another policy, step by step.

    Args:
        decisions: The log; each may have been made under a policy of its own.
        policy: The other policy.
        least_effective: Effective sample size below which nothing is estimated.

    Returns:
        The estimates, or every reason why the log does not support them.

    Raises:
        ValueError: A decision with a propensity out of (0, 1] or a reward that is no number.
    """
    if not decisions:
        return Unsupported(
            ("Nothing was logged: choose a longer time or more learners, or wait for answers.",)
        )
    reasons = (*_changes_of_gate(decisions, policy), *_certain_choices(decisions, policy))
    if reasons:
        return Unsupported(reasons)
    target = [probability_of_choice(decision, policy) for decision in decisions]
    if not any(target):
        return Unsupported((_too_few(0, len(decisions), least_effective),))
    rewards = [decision.reward for decision in decisions]
    logged = [decision.propensity for decision in decisions]
    normalised = snips(rewards, logged, target)
    if normalised.effective_sample_size < least_effective:
        effective = normalised.effective_sample_size
        return Unsupported((_too_few(effective, len(decisions), least_effective),))
    return Counterfactual(
        behaviour=ips(rewards, logged, logged),
        ips=ips(rewards, logged, target),
        snips=normalised,
    )


def _changes_of_gate(decisions: Collection[Decision], policy: BanditPolicy) -> tuple[str, ...]:
    """Say which parameters of the gate the policy changes, where it does."""
    logged = {decision.policy for decision in decisions}
    changed = [
        name for name in GATE if any(getattr(one, name) != getattr(policy, name) for one in logged)
    ]
    if not changed:
        return ()
    return (
        f"The policy does not keep {', '.join(changed)} as in every logged decision. What the gate "
        "kept back at the time is not in the log: leave the gate as it was, or leave out the "
        "decisions made with another one; a new gate needs an experiment.",
    )


def _certain_choices(decisions: Collection[Decision], policy: BanditPolicy) -> tuple[str, ...]:
    """Say how many decisions left nothing to chance where the policy would choose otherwise."""
    count = sum(
        decision.policy.epsilon_after(decision.pulls) == 0 and _leaves_support(decision, policy)
        for decision in decisions
    )
    if not count:
        return ()
    return (
        f"{count} of {len(decisions)} decisions were made with epsilon 0, where this policy could "
        "choose items that had no chance then. Leave those decisions out, or log with an epsilon "
        "above 0 first.",
    )


def _leaves_support(decision: Decision, policy: BanditPolicy) -> bool:
    """Tell whether a policy may choose what the greedy choice of the log could not have been."""
    logged = candidates_under(decision.policy, decision.shortlist, lean=decision.lean)
    other = candidates_under(policy, decision.shortlist, lean=decision.lean)
    epsilon = policy.epsilon_after(decision.pulls)
    return any(
        probability_of(after.value, other, epsilon=epsilon) > 0
        and probability_of(before.value, logged, epsilon=0) == 0
        for before, after in zip(logged, other, strict=True)
    )


def _too_few(effective: float, decisions: int, least: float) -> str:
    return (
        f"The {decisions} decisions say as much about this policy as {effective:.0f} of its own "
        f"would, and at least {least:g} are needed. Use a longer log, or a policy closer to the "
        "one that chose."
    )
