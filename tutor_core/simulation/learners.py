"""Learners of our own making, with a truth the tutor never sees.

Three kinds, for no single theory of learning may decide what teaches well: gains that peak at
medium difficulty (the zone of proximal development), all-or-none transitions (the assumption of
Bayesian knowledge tracing, Corbett & Anderson 1995) and gains mostly from success (that of
performance factors analysis, Pavlik, Cen & Koedinger 2009). The forms are ours.
"""

from __future__ import annotations

import math
import random
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tutor_core.knowledge.model import sigmoid

Kind = Literal["zone", "all_or_none", "success"]
KINDS: tuple[Kind, ...] = ("zone", "all_or_none", "success")

LEVEL_STEP = 0.6
KNOWN, UNKNOWN = 2.2, -1.6  # log-odds at level 3 of the all-or-none kind
LEAST_READINESS = 0.05  # what is learnt where prerequisites are missing
REPEAT_TEACHES = 0.6  # of the time before
FAILURE_TEACHES = 0.25  # of what a success teaches the third kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What makes a learner.

    Attributes:
        kind: How they learn.
        ability: Over all skills, log-odds.
        rate: What an answer teaches at best: log-odds, or a probability for the second kind.
        slip: Chance of a wrong answer to what is known, 0 to 1.
        guess: Chance of a right answer to what is not known, 0 to 1.
        memory_days: Days in which what was learnt shrinks to 1/e, at first.
        beginnings: Log-odds of each skill before any practice.
    """

    kind: Kind
    ability: float
    rate: float
    slip: float
    guess: float
    memory_days: float
    beginnings: Mapping[Hashable, float]


@dataclass(slots=True)
class _Trace:
    """What practice left of a skill: gained log-odds, answers, the day of the last one."""

    gained: float = 0.0
    is_known: bool = False
    answers: int = 0
    last_day: float = 0.0


@dataclass(slots=True)
class SimulatedLearner:
    """A learner at work.

    Attributes:
        traits: What makes them.
        prerequisites: By skill, what it builds on directly.
    """

    traits: Traits
    prerequisites: Mapping[Hashable, Sequence[Hashable]]
    _traces: dict[Hashable, _Trace] = field(default_factory=dict)
    _seen: dict[Hashable, int] = field(default_factory=dict)

    def chance(self, skill: Hashable, level: int, *, day: float) -> float:
        """Return the chance of a right answer, 0 to 1, on a day (counted from any start)."""
        traits = self.traits
        odds = self._log_odds(skill, day=day) - (level - 3) * LEVEL_STEP
        return traits.guess + (1 - traits.guess - traits.slip) * sigmoid(odds)

    def mastery(self, skill: Hashable, *, day: float) -> float:
        """Return the true mastery, 0 to 1: a level-3 item without slips and guesses."""
        return sigmoid(self._log_odds(skill, day=day))

    def practise(
        self,
        skill: Hashable,
        item: Hashable,
        level: int,
        *,
        correct: bool,
        day: float,
        rng: random.Random,
    ) -> None:
        """Learn from having answered an item, with the explanation read."""
        teaches = self._teaches(skill, item, level, correct=correct, day=day)
        trace = self._traces.setdefault(skill, _Trace())
        self._seen[item] = self._seen.get(item, 0) + 1
        if self.traits.kind == "all_or_none":
            trace.is_known = self._still_known(trace, day=day) or rng.random() < teaches
        else:
            trace.gained = self._kept(trace, day=day) + teaches
        trace.answers += 1
        trace.last_day = day

    def rise(
        self, skill: Hashable, item: Hashable, level: int, *, correct: bool, day: float
    ) -> float:
        """Return by how much answering an item is expected to raise true mastery, 0 to 1."""
        teaches = self._teaches(skill, item, level, correct=correct, day=day)
        odds = self._log_odds(skill, day=day)
        if self.traits.kind == "all_or_none":
            return teaches * (sigmoid(KNOWN) - sigmoid(odds))
        return sigmoid(odds + teaches) - sigmoid(odds)

    def _teaches(
        self, skill: Hashable, item: Hashable, level: int, *, correct: bool, day: float
    ) -> float:
        """Return what answering teaches: log-odds, or the chance to know it from then on."""
        again = REPEAT_TEACHES ** self._seen.get(item, 0)
        share = again * self._readiness(skill, day=day)
        return self._gain(skill, level, correct=correct, day=day) * share

    def _gain(self, skill: Hashable, level: int, *, correct: bool, day: float) -> float:
        rate = self.traits.rate
        if self.traits.kind == "zone":
            p = sigmoid(self._log_odds(skill, day=day) - (level - 3) * LEVEL_STEP)
            return rate * 4 * p * (1 - p)
        if self.traits.kind == "success":
            return rate if correct else rate * FAILURE_TEACHES
        return rate

    def _log_odds(self, skill: Hashable, *, day: float) -> float:
        begun = self.traits.ability + self.traits.beginnings.get(skill, 0.0)
        trace = self._traces.get(skill)
        if self.traits.kind == "all_or_none":
            known = begun > 0 if trace is None else self._still_known(trace, day=day) or begun > 0
            return KNOWN if known else UNKNOWN
        return begun + (0.0 if trace is None else self._kept(trace, day=day))

    def _readiness(self, skill: Hashable, *, day: float) -> float:
        needed = self.prerequisites.get(skill, ())
        weakest = min((self.mastery(one, day=day) for one in needed), default=1.0)
        return LEAST_READINESS + (1 - LEAST_READINESS) * weakest

    def _kept(self, trace: _Trace, *, day: float) -> float:
        return trace.gained * self._retention(trace, day=day)

    def _still_known(self, trace: _Trace, *, day: float) -> bool:
        return trace.is_known and self._retention(trace, day=day) > 1 / math.e

    def _retention(self, trace: _Trace, *, day: float) -> float:
        """Return the share of what was gained that is left, 0 to 1; practice makes it last."""
        days = max(0.0, day - trace.last_day)
        return math.exp(-days / (self.traits.memory_days * (1 + trace.answers / 5)))


def drawn_traits(skills: Mapping[Hashable, int], *, kind: Kind, rng: random.Random) -> Traits:
    """Draw a learner.

    Args:
        skills: Their difficulty, 1 to 5: harder ones are less known at the beginning.
        kind: How the learner learns.
        rng: Source of chance.
    """
    return Traits(
        kind=kind,
        ability=rng.gauss(0.0, 0.9),
        rate=min(0.9, rng.lognormvariate(math.log(0.28), 0.45)),
        slip=rng.uniform(0.03, 0.12),
        guess=rng.uniform(0.03, 0.15),
        memory_days=rng.uniform(15.0, 60.0),
        beginnings={skill: rng.gauss(0.5 - 0.45 * level, 0.6) for skill, level in skills.items()},
    )
