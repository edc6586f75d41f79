"""What another policy would have earned, from the log of the one that chose.

Sources: inverse propensity scoring is Horvitz & Thompson, "A generalization of sampling without
replacement" (1952); self-normalised, Swaminathan & Joachims, "The self-normalized estimator for
counterfactual learning" (2015). Their variances: Owen, "Monte Carlo theory, methods and examples"
(2013), sections 9.1 and 9.2; the effective sample size, section 9.3.

Decisions count as independent. Those of one learner are alike, so that with few learners the
true interval is wider than the one given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Z_95 = 1.959964  # half of a 95 % interval, in standard errors

Numbers = Sequence[float] | NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean reward with how sure it is.

    Attributes:
        value: Mean reward a decision.
        low: Lower end of the 95 % interval; minus infinity where the log shows no spread.
        high: Its upper end; infinity where the log shows no spread.
        effective_sample_size: How many decisions of the policy itself would say as much, 1 to n.
        n: Decisions in the log.
    """

    value: float
    low: float
    high: float
    effective_sample_size: float
    n: int


def ips(rewards: Numbers, logged_propensities: Numbers, target_probabilities: Numbers) -> Estimate:
    """Estimate a policy's mean reward by inverse propensity scoring.

    Each reward counts w = target probability / logged propensity times; the value is the mean of
    w r, without bias but possibly outside the range of the rewards. The interval is the normal
    one around that mean, with the sample's variance (n - 1); one decision alone shows no spread.

    Args:
        rewards: What each decision brought, finite.
        logged_propensities: With which probability its choice was made, in (0, 1].
        target_probabilities: With which the other policy would have made it, 0 to 1.

    Raises:
        ValueError: Nothing logged, lengths that differ, a number out of its range, or no choice
            that the other policy could have made.
    """
    earned, weights = _weighed(rewards, logged_propensities, target_probabilities)
    terms = weights * earned
    error = terms.std(ddof=1) / math.sqrt(len(terms)) if len(terms) > 1 else math.inf
    return _estimate(float(terms.mean()), float(error), weights)


def snips(
    rewards: Numbers, logged_propensities: Numbers, target_probabilities: Numbers
) -> Estimate:
    """Estimate a policy's mean reward by self-normalised inverse propensity scoring.

    As `ips`, but divided by the sum of the weights, not by their number: always within the range
    of the rewards and steadier, for a bias that vanishes as the log grows. The interval is the
    normal one with the delta method's variance of a ratio, sum w^2 (r - value)^2 / (sum w)^2;
    where one choice alone has weight there is no spread to see.

    Args:
        rewards: What each decision brought, finite.
        logged_propensities: With which probability its choice was made, in (0, 1].
        target_probabilities: With which the other policy would have made it, 0 to 1.

    Raises:
        ValueError: As for `ips`.
    """
    earned, weights = _weighed(rewards, logged_propensities, target_probabilities)
    shares = weights / weights.max()
    shares /= shares.sum()
    value = float(shares @ earned)
    is_alone = np.count_nonzero(weights) == 1
    error = math.inf if is_alone else float(np.linalg.norm(shares * (earned - value)))
    return _estimate(value, error, weights)


def _estimate(value: float, error: float, weights: NDArray[np.float64]) -> Estimate:
    relative = weights / weights.max()
    return Estimate(
        value=value,
        low=value - Z_95 * error,
        high=value + Z_95 * error,
        effective_sample_size=float(relative.sum() ** 2 / (relative**2).sum()),
        n=len(weights),
    )


def _weighed(
    rewards: Numbers, logged_propensities: Numbers, target_probabilities: Numbers
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the rewards and how often each counts, or refuse."""
    earned = np.asarray(rewards, dtype=np.float64)
    logged = np.asarray(logged_propensities, dtype=np.float64)
    target = np.asarray(target_probabilities, dtype=np.float64)
    if not len(earned) == len(logged) == len(target):
        raise ValueError(
            "each decision needs a reward, a propensity and a target probability, but there are "
            f"{len(earned)} rewards, {len(logged)} propensities and {len(target)} probabilities"
        )
    if not len(earned):
        raise ValueError("nothing is logged: there is no decision to learn from")
    _check(earned, np.isfinite(earned), "reward", "a finite number")
    _check(logged, (logged > 0) & (logged <= 1), "propensity", "above 0 and at most 1")
    _check(target, (target >= 0) & (target <= 1), "target probability", "from 0 to 1")
    if not target.any():
        raise ValueError(
            f"the other policy would have made none of the {len(target)} logged choices, so the "
            "log says nothing about it"
        )
    with np.errstate(over="ignore"):
        weights = target / logged
    _check(logged, np.isfinite(weights), "propensity", "large enough to divide by")
    return earned, weights


def _check(values: NDArray[np.float64], is_fine: NDArray[np.bool_], name: str, wanted: str) -> None:
    """Refuse the first value that is not what it must be."""
    if not is_fine.all():
        first = int(np.argmin(is_fine))
        raise ValueError(
            f"the {name} of decision {first + 1} must be {wanted}, not {values[first]}"
        )
