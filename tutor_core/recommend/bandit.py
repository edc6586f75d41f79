"""Epsilon-greedy choice among candidates, with the probability of what was chosen.

Source: Sutton & Barto, "Reinforcement Learning" (2nd ed.), section 2.2. Deviations: arms that
share the highest value share the greedy probability; an arm never pulled starts from the
model's value, not from zero (`action_value`).
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be chosen now, and what choosing it is thought to be worth."""

    content_id: int
    value: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen and how.

    Attributes:
        content_id: The chosen arm.
        propensity: Probability with which it was chosen, in (0, 1].
        explored: Whether chance chose rather than value.
        greedy_id: What value would have chosen (one of the best, where several tie).
    """

    content_id: int
    propensity: float
    explored: bool
    greedy_id: int


def choose(candidates: Sequence[Candidate], *, epsilon: float, rng: random.Random) -> Choice:
    """Choose the best candidate, or with probability `epsilon` any of them.

    Args:
        candidates: At least one, each content id once.
        epsilon: Probability of exploring, 0 to 1.
        rng: Source of chance; the same state gives the same choice.

    Raises:
        ValueError: No candidates, a value that is no number, or epsilon out of range.
    """
    if not candidates:
        raise ValueError("there is nothing to choose from")
    if not 0 <= epsilon <= 1:
        raise ValueError(f"epsilon must be from 0 to 1, not {epsilon}")
    if any(math.isnan(candidate.value) for candidate in candidates):
        raise ValueError("a candidate's value is not a number")
    highest = max(candidate.value for candidate in candidates)
    best = [candidate for candidate in candidates if candidate.value == highest]
    greedy = rng.choice(best)
    explored = rng.random() < epsilon
    chosen = rng.choice(candidates) if explored else greedy
    return Choice(
        content_id=chosen.content_id,
        propensity=probability_of(chosen.value, candidates, epsilon=epsilon),
        explored=explored,
        greedy_id=greedy.content_id,
    )


def probability_of(value: float, candidates: Sequence[Candidate], *, epsilon: float) -> float:
    """Return the probability with which `choose` takes a candidate.

    Args:
        value: What the candidate is worth.
        candidates: All there are, it among them.
        epsilon: Probability of exploring, 0 to 1.
    """
    highest = max(candidate.value for candidate in candidates)
    ties = sum(candidate.value == highest for candidate in candidates)
    by_value = (1 - epsilon) / ties if value == highest else 0.0
    return epsilon / len(candidates) + by_value


def action_value(value: float, *, rewards: float, pulls: int, prior_weight: float) -> float:
    """Return Q of an arm: the model's value, outweighed bit by bit by the rewards it brought.

    Args:
        value: What the model expects of the arm, as if seen in `prior_weight` pulls.
        rewards: Sum of the rewards of its pulls.
        pulls: How often it was pulled.
        prior_weight: Above 0.
    """
    return (prior_weight * value + rewards) / (prior_weight + pulls)
