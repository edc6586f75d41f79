"""The arms of an experiment compared, with intervals that know that answers come from learners.

Answers of one learner are alike, so the unit is the learner: each has one figure, and an arm's
mean is the mean of its learners' figures, each counting once. Its 95 % interval is Student's t
around that mean; a difference of two means has Welch's (1947), with unequal variances and the
degrees of freedom of Satterthwaite (1946). Whoever answered at all is counted: to leave those out
who stopped early would compare those who stayed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.special import stdtrit

FEWEST_LEARNERS = 10  # in every arm, with so many answers each, before anything is compared
FEWEST_ANSWERS = 5
UPPER = 0.975

Measure = Literal["gain", "right", "mastery"]
MEASURES: tuple[Measure, ...] = ("gain", "right", "mastery")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to a question that an arm chose.

    Attributes:
        learner: Whose; any key.
        gain: Learning gain, -1 to 1.
        is_right: Whether it was right.
        mastery: Mean mastery moved over the item's skills, -1 to 1.
    """

    learner: int
    gain: float
    is_right: bool
    mastery: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean, or a difference of two, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResult:
    """What an arm came to.

    Attributes:
        label: What people call it.
        assigned: Learners who have it.
        learners: Those among them with at least one answer.
        steady: Those with at least `FEWEST_ANSWERS` answers.
        answers: Their number.
    """

    label: str
    assigned: int
    learners: int
    steady: int
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All arms and what can be said of them.

    Attributes:
        arms: As they were planned, the first being what the others are compared with.
        means: By measure the mean of each arm: learning gain an answer, share of right answers,
            mastery gained a learner; empty where there is not enough data.
        differences: By measure the difference of each further arm to the first.
    """

    arms: tuple[ArmResult, ...]
    means: Mapping[Measure, tuple[Interval, ...]]
    differences: Mapping[Measure, tuple[Interval, ...]]

    @property
    def is_enough(self) -> bool:
        """Whether there are enough learners and answers to compare."""
        return all(arm.steady >= FEWEST_LEARNERS for arm in self.arms)

    @property
    def lacking(self) -> str:
        """What is still needed, in a sentence."""
        there = ", ".join(f"{arm.steady} in “{arm.label}”" for arm in self.arms)
        return (
            f"Not enough data yet: {FEWEST_LEARNERS} learners with at least {FEWEST_ANSWERS} "
            f"answers each are needed in every version; there are {there}."
        )


def compared(arms: Sequence[tuple[str, int, Sequence[Answer]]]) -> Comparison:
    """Compare arms, each given by its label, how many learners have it, and their answers."""
    results = tuple(_result(label, assigned, answers) for label, assigned, answers in arms)
    counts = Comparison(arms=results, means={}, differences={})
    if not counts.is_enough:
        return counts
    figures = [_figures(answers) for _, _, answers in arms]
    return Comparison(
        arms=results,
        means={one: tuple(mean_of(arm[one]) for arm in figures) for one in MEASURES},
        differences={
            one: tuple(difference_of(figures[0][one], arm[one]) for arm in figures[1:])
            for one in MEASURES
        },
    )


def mean_of(values: Sequence[float]) -> Interval:
    """Return a mean with Student's interval.

    Args:
        values: One a learner, at least two.
    """
    mean, error = _mean(values), math.sqrt(_variance(values) / len(values))
    return _interval(mean, error, len(values) - 1)


def difference_of(first: Sequence[float], other: Sequence[float]) -> Interval:
    """Return by how much the mean of `other` is above that of `first`, with Welch's interval.

    Args:
        first: One value a learner, at least two.
        other: The same of the other arm.
    """
    parts = [(_variance(values) / len(values), len(values) - 1) for values in (first, other)]
    error = sum(part for part, _ in parts)
    below = sum(part**2 / freedom for part, freedom in parts)
    value = _mean(other) - _mean(first)
    return _interval(value, math.sqrt(error), error**2 / below if below else 1)


def _interval(value: float, error: float, freedom: float) -> Interval:
    half = float(stdtrit(freedom, UPPER)) * error
    return Interval(value=value, low=value - half, high=value + half)


def _result(label: str, assigned: int, answers: Sequence[Answer]) -> ArmResult:
    by_learner = _by_learner(answers)
    return ArmResult(
        label=label,
        assigned=assigned,
        learners=len(by_learner),
        steady=sum(len(own) >= FEWEST_ANSWERS for own in by_learner.values()),
        answers=len(answers),
    )


def _figures(answers: Sequence[Answer]) -> dict[Measure, list[float]]:
    """Return each learner's figures: means an answer, but mastery summed up."""
    by_learner = _by_learner(answers).values()
    return {
        "gain": [_mean([one.gain for one in own]) for own in by_learner],
        "right": [_mean([one.is_right for one in own]) for own in by_learner],
        "mastery": [math.fsum(one.mastery for one in own) for own in by_learner],
    }


def _by_learner(answers: Sequence[Answer]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = {}
    for one in answers:
        found.setdefault(one.learner, []).append(one)
    return found


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _variance(values: Sequence[float]) -> float:
    mean = _mean(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
