"""Placement: finds out with few questions which skills of a prerequisite graph a learner knows.

A few thousand knowledge states, each saying of every skill whether it is known, are drawn once
for a graph. Answers weigh them by Bayes' rule; the next question is on the skill that splits
their weight in half.

Sources: knowledge spaces and the half-split rule, Falmagne & Doignon 1988 ("A class of stochastic
procedures for the assessment of knowledge", British Journal of Mathematical and Statistical
Psychology 41); weighted samples in place of all states, as in particle filters. Deviations: the
states come from an ability and the skills' levels, closed under the prerequisites, where levels,
abilities and noise are spread differently in every state, so that no one scale is believed in;
a skill asked before counts as a little further from the half, so that no skill is asked
again and again.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from tutor_core.content.graph import SkillGraph

STATES = 6000
SLIP = 0.10  # chance of a wrong answer to what is known
GUESS = 0.15  # chance of a right answer to what is not known
KNOWN_BUT_UNSAID, UNKNOWN_AND_SAID = 0.03, 0.6  # chance of "not learnt yet" in either case
LEAST_QUESTIONS, MOST_QUESTIONS = 10, 25
SURE_ENOUGH = 0.02  # share of skills still expected to be judged wrongly
TYPICAL_SHRINKING, TYPICAL_WEIGHT = 0.15, 3  # of the log of that error, an answer; worth 3 answers
TINY = 1e-9
REPEAT_DISTANCE = 0.05  # added to the distance from a half for each time a skill was asked

# From which each state draws its own: log-odds a level, spread of ability, noise of a skill.
LEVEL_STEPS, ABILITY_SPREADS, SKILL_NOISES = (0.4, 1.4), (1.0, 1.5), (0.2, 0.9)

Skill = TypeVar("Skill", bound=Hashable)
Bits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Tree:
    """A graph by positions, prerequisites before what builds on them; equal trees share states."""

    prerequisites: tuple[tuple[int, ...], ...]
    levels: tuple[int, ...]


class Placement(Generic[Skill]):
    """One placement of one learner.

    Args:
        prerequisites: Every skill and those it builds on directly; one that is only named as a
            prerequisite is placed too.
        levels: Difficulty of each skill, 1 to 5; 3 where it is not given.
        rng: Source of chance; the same graph and state give the same placement.
        max_questions: After how many answers it ends, 1 or more.
        askable: Skills that can be asked about; None for all. The others are inferred only.

    Raises:
        ValueError: A level is out of range, or `max_questions` is below 1.
        SkillCycleError: Skills need each other.
    """

    def __init__(
        self,
        prerequisites: Mapping[Skill, Sequence[Skill]],
        levels: Mapping[Skill, int],
        *,
        rng: random.Random,
        max_questions: int = MOST_QUESTIONS,
        askable: Collection[Skill] | None = None,
    ) -> None:
        if max_questions < 1:
            raise ValueError(f"a placement asks at least one question, not {max_questions}")
        graph = SkillGraph(prerequisites)
        self._skills = graph.topological_order
        self._position = {skill: place for place, skill in enumerate(self._skills)}
        self._states = _states(self._tree(graph, levels), rng.getrandbits(32))
        self._weights = np.full(STATES, 1 / STATES)
        self._can_ask = np.array([askable is None or skill in askable for skill in self._skills])
        self._most = max_questions
        self._least = min(LEAST_QUESTIONS, max_questions, int(self._can_ask.sum()))
        self._asked: Counter[Skill] = Counter()
        self._expected_error_at_first = self.expected_error

    @property
    def asked(self) -> Mapping[Skill, int]:
        """How often each skill was asked about; only those that were."""
        return self._asked

    @property
    def expected_error(self) -> float:
        """The share of skills that would be judged wrongly now, as far as is known; 0 to 0.5."""
        known = self._probabilities()
        return float(np.minimum(known, 1 - known).mean()) if len(known) else 0.0

    @property
    def questions_left(self) -> int:
        """About how many more questions it takes; 0 where it is over.

        The error expected is taken to go on shrinking as it did so far, or at first as it does for
        most learners.
        """
        if self._is_over():
            return 0
        answers, error = self._asked.total(), max(self.expected_error, TINY)
        shrunk = max(0.0, math.log(self._expected_error_at_first / error))
        shrinks = (shrunk + TYPICAL_WEIGHT * TYPICAL_SHRINKING) / (answers + TYPICAL_WEIGHT)
        needed = math.ceil(math.log(max(1.0, error / SURE_ENOUGH)) / shrinks)
        return max(1, self._least - answers, min(needed, self._most - answers))

    def next_skill(self) -> Skill | None:
        """Return the skill to ask about, None where the placement is over."""
        if self._is_over():
            return None
        times = np.array([self._asked[skill] for skill in self._skills])
        distance = np.abs(self._probabilities() - 0.5) + REPEAT_DISTANCE * times
        return self._skills[int(np.where(self._can_ask, distance, np.inf).argmin())]

    def answer(self, skill: Skill, correct: bool | None) -> None:
        """Learn from an answer; None says that the learner has not learnt this yet.

        Raises:
            KeyError: There is no such skill.
        """
        known = self._states[:, self._position[skill]]
        if correct is None:
            if_known, if_unknown = KNOWN_BUT_UNSAID, UNKNOWN_AND_SAID
        elif correct:
            if_known, if_unknown = 1 - SLIP, GUESS
        else:
            if_known, if_unknown = SLIP, 1 - GUESS
        weights = self._weights * np.where(known > 0, if_known, if_unknown)
        self._weights = weights / weights.sum()
        self._asked[skill] += 1

    def probabilities(self) -> dict[Skill, float]:
        """Return the chance, 0 to 1, that each skill is known."""
        return dict(zip(self._skills, map(float, self._probabilities()), strict=True))

    def _probabilities(self) -> NDArray[np.float64]:
        known = self._weights.astype(np.float32) @ self._states
        return np.clip(known.astype(np.float64), 0.0, 1.0)

    def _is_over(self) -> bool:
        answers = self._asked.total()
        if answers >= self._most or not self._can_ask.any():
            return True
        return answers >= self._least and self.expected_error < SURE_ENOUGH

    def _tree(self, graph: SkillGraph[Skill], levels: Mapping[Skill, int]) -> _Tree:
        found = tuple(levels.get(skill, 3) for skill in self._skills)
        for skill, level in zip(self._skills, found, strict=True):
            if not 1 <= level <= 5:  # noqa: PLR2004 - the scale
                raise ValueError(f"the level of {skill!r} must be from 1 to 5, not {level}")
        return _Tree(
            tuple(
                tuple(sorted(self._position[needed] for needed in graph.prerequisites[skill]))
                for skill in self._skills
            ),
            found,
        )


@lru_cache(maxsize=16)
def _states(tree: _Tree, seed: int) -> Bits:
    """Draw the knowledge states of a graph: 0 or 1 by state and skill."""
    chance = np.random.default_rng(seed)

    def each(low: float, high: float) -> NDArray[np.float64]:
        return chance.uniform(low, high, (STATES, 1))

    ability = chance.normal(size=(STATES, 1)) * each(*ABILITY_SPREADS)
    noise = chance.normal(size=(STATES, len(tree.levels))) * each(*SKILL_NOISES)
    known = ability + noise > each(*LEVEL_STEPS) * (np.array(tree.levels) - 3)
    for place, needed in enumerate(tree.prerequisites):
        for one in needed:
            known[:, place] &= known[:, one]
    states: Bits = known.astype(np.float32)
    states.flags.writeable = False
    return states
