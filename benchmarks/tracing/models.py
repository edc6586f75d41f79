"""The models that are compared: each learns from some students and predicts others, in order."""

from __future__ import annotations

import itertools
import math
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.tracing.answers import Answer
from tutor_core.knowledge.model import KnowledgeModel, sigmoid


class Model(Protocol):
    """Predicts an answer, then is told of it."""

    def fit(self, answers: Sequence[Answer]) -> None:
        """Learn from other students' answers, in their order."""

    def predict(self, answer: Answer) -> float:
        """Return the chance that it is right, as seen just before; changes nothing."""

    def observe(self, answer: Answer) -> None:
        """Learn from it."""


class Online(ABC):
    """A model that is fitted by observing."""

    def fit(self, answers: Sequence[Answer]) -> None:
        for answer in answers:
            self.observe(answer)

    @abstractmethod
    def observe(self, answer: Answer) -> None:
        """Learn from an answer."""


class Ours(Online):
    """The product's model with its shipped parameters."""

    def __init__(self) -> None:
        self.model = KnowledgeModel()

    def predict(self, answer: Answer) -> float:
        return self.model.predict(
            answer.student, answer.item, (answer.skill,), level=answer.level, at=answer.at
        ).probability

    def observe(self, answer: Answer) -> None:
        self.model.observe(
            answer.student,
            answer.item,
            (answer.skill,),
            answer.correct,
            level=answer.level,
            at=answer.at,
        )


class SkillMean(Online):
    """The share of right answers to a skill so far, drawn to two thirds."""

    def __init__(self) -> None:
        self.right: defaultdict[str, float] = defaultdict(lambda: 2.0)
        self.all: defaultdict[str, float] = defaultdict(lambda: 3.0)

    def predict(self, answer: Answer) -> float:
        return self.right[answer.skill] / self.all[answer.skill]

    def observe(self, answer: Answer) -> None:
        self.right[answer.skill] += answer.correct
        self.all[answer.skill] += 1


class Elo(Online):
    """Elo of student and item with the step a / (1 + b n), a = 1, b = 0.05 (Pelanek 2016)."""

    def __init__(self) -> None:
        self.rating: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.seen: defaultdict[tuple[str, str], int] = defaultdict(int)

    def predict(self, answer: Answer) -> float:
        return sigmoid(self.rating["student", answer.student] - self.rating["item", answer.item])

    def observe(self, answer: Answer) -> None:
        surprise = answer.correct - self.predict(answer)
        for key, sign in ((("student", answer.student), 1), (("item", answer.item), -1)):
            self.rating[key] += sign * surprise / (1 + 0.05 * self.seen[key])
            self.seen[key] += 1


class PerformanceFactors:
    """Performance factors analysis (Pavlik, Cen & Koedinger 2009).

    By skill an easiness, and a weight for each success and each failure so far; fitted by logistic
    regression with a weak ridge.
    """

    RIDGE = 1e-4

    def __init__(self) -> None:
        self.place: dict[str, int] = {}
        self.weights = np.zeros(0)
        self.tried: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])

    def fit(self, answers: Sequence[Answer]) -> None:
        for answer in answers:
            self.place.setdefault(answer.skill, len(self.place))
        rows, columns, values = [], [], []
        for number, answer in enumerate(answers):
            for column, value in self._features(answer):
                rows.append(number)
                columns.append(column)
                values.append(value)
            self.observe(answer)
        features = csr_matrix((values, (rows, columns)), (len(answers), 3 * len(self.place)))
        right = np.array([answer.correct for answer in answers], dtype=float)

        def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
            odds = features @ weights
            fitted = 1 / (1 + np.exp(-odds))
            total = np.logaddexp(0, odds).sum() - odds @ right
            slope = features.T @ (fitted - right) + self.RIDGE * len(right) * weights
            return total + self.RIDGE * len(right) * (weights @ weights) / 2, slope

        self.weights = minimize(
            loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B",
            options={"maxiter": 300},
        ).x  # fmt: skip

    def predict(self, answer: Answer) -> float:
        return sigmoid(sum(self.weights[c] * v for c, v in self._features(answer)))

    def observe(self, answer: Answer) -> None:
        self.tried[answer.student, answer.skill][not answer.correct] += 1

    def _features(self, answer: Answer) -> list[tuple[int, float]]:
        if answer.skill not in self.place:
            return []
        at = 3 * self.place[answer.skill]
        right, wrong = self.tried[answer.student, answer.skill]
        return [(at, 1.0), (at + 1, float(right)), (at + 2, float(wrong))]


class BayesianTracing:
    """Bayesian knowledge tracing (Corbett & Anderson 1995), without forgetting.

    By skill the best of a grid of prior, learning, slip and guess, by the likelihood of the other
    students' answers.
    """

    GRID = np.array(
        list(
            itertools.product(
                (0.1, 0.3, 0.5, 0.7, 0.9),
                (0.02, 0.05, 0.1, 0.2, 0.4),
                (0.05, 0.1, 0.2, 0.3),
                (0.1, 0.2, 0.3, 0.4, 0.5),
            )
        )
    )
    FALLBACK = (0.5, 0.1, 0.15, 0.3)

    def __init__(self) -> None:
        self.parameters: dict[str, tuple[float, ...]] = {}
        self.known: dict[tuple[str, str], float] = {}

    def fit(self, answers: Sequence[Answer]) -> None:
        by_skill: defaultdict[str, defaultdict[str, list[bool]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for answer in answers:
            by_skill[answer.skill][answer.student].append(answer.correct)
        prior, learns, slips, guesses = self.GRID.T
        for skill, by_student in by_skill.items():
            likelihood = np.zeros(len(self.GRID))
            for history in by_student.values():
                known = prior
                for correct in history:
                    right = known * (1 - slips) + (1 - known) * guesses
                    likelihood += np.log(right if correct else 1 - right)
                    known = _after(known, correct, learns, slips, guesses)
            self.parameters[skill] = tuple(self.GRID[likelihood.argmax()])

    def predict(self, answer: Answer) -> float:
        prior, _, slip, guess = self.parameters.get(answer.skill, self.FALLBACK)
        known = self.known.get((answer.student, answer.skill), prior)
        return known * (1 - slip) + (1 - known) * guess

    def observe(self, answer: Answer) -> None:
        prior, learns, slip, guess = self.parameters.get(answer.skill, self.FALLBACK)
        key = (answer.student, answer.skill)
        known = self.known.get(key, prior)
        self.known[key] = float(_after(known, answer.correct, learns, slip, guess))


def _after(known, correct, learns, slips, guesses):  # noqa: ANN001, ANN202 - numbers or arrays
    if correct:
        hit, luck = known * (1 - slips), (1 - known) * guesses
    else:
        hit, luck = known * slips, (1 - known) * (1 - guesses)
    known = hit / (hit + luck)
    return known + (1 - known) * learns


MODELS: dict[str, type[Model]] = {
    "per-skill mean": SkillMean,
    "PFA": PerformanceFactors,
    "BKT": BayesianTracing,
    "plain Elo": Elo,
    "ours": Ours,
}


def log_loss(predicted: np.ndarray, right: np.ndarray) -> float:
    """Return the mean of -log of the chance given to what happened."""
    chance = np.where(right, predicted, 1 - predicted)
    return float(-np.log(np.maximum(chance, math.ulp(1.0))).mean())


def area(predicted: np.ndarray, right: np.ndarray) -> float:
    """Return the area under the ROC curve: ranks, ties shared."""
    order = np.unique(predicted, return_inverse=True, return_counts=True)
    _, places, counts = order
    ranks = np.cumsum(counts) - (counts - 1) / 2
    hits = int(right.sum())
    misses = len(right) - hits
    above = ranks[places][right].sum() - hits * (hits + 1) / 2
    return float(above / (hits * misses)) if hits and misses else math.nan


def calibration_error(predicted: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Return the mean distance of predicted from observed over equal bins, by their answers."""
    places = np.minimum((predicted * bins).astype(int), bins - 1)
    total = 0.0
    for place in range(bins):
        own = places == place
        if own.any():
            total += own.sum() * abs(predicted[own].mean() - right[own].mean())
    return total / len(right)
