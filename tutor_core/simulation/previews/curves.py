"""What two policies would teach simulated learners, before anybody is exposed to the new one.

Both teach the same learners, drawn by one seed, so that what is compared are pairs. Simulated
learners are not pupils: this shows which policy is worse under three assumptions about learning.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.simulation.learners import KINDS, SimulatedLearner, drawn_traits
from tutor_core.simulation.tutor import Curriculum, InMemoryTutor

A_DAY = 20  # questions
EVERY = 10  # questions between two points of a curve


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """What there is to learn.

    Attributes:
        curriculum: Items and prerequisites, skills by their number.
        levels: How hard each skill is, 1 to 5.
    """

    curriculum: Curriculum
    levels: Mapping[Hashable, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """True mastery gained by each learner, taught by the one policy and by the other.

    Attributes:
        questions: After how many questions each point stands.
        before: By learner their points, mean over all skills (0 to 1), under the policy that holds.
        after: The same learners' under the new one.
    """

    questions: tuple[int, ...]
    before: tuple[tuple[float, ...], ...]
    after: tuple[tuple[float, ...], ...]


def teaching_curves(
    bank: Bank,
    before: BanditPolicy,
    after: BanditPolicy,
    *,
    parameters: KnowledgeParameters,
    learners: int,
    questions: int,
    seed: int,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> Curves:
    """Teach simulated learners of all kinds by two policies.

    Args:
        bank: What is taught; it needs items.
        before: The policy that holds.
        after: The other one.
        parameters: Of the knowledge model.
        learners: How many, of the kinds in turn.
        questions: How many each is asked; whole tens.
        seed: Draws them; the same gives the same curves.
        advance: Told how many lessons are given and how many there are.
    """
    total = 2 * learners
    done = itertools.count(1)

    def taught(policy: BanditPolicy) -> Iterator[tuple[float, ...]]:
        for number in range(learners):
            yield _points(bank, policy, parameters, number, questions=questions, seed=seed)
            advance(next(done), total)

    return Curves(
        questions=tuple(range(EVERY, questions + 1, EVERY)),
        before=tuple(taught(before)),
        after=tuple(taught(after)),
    )


def _points(
    bank: Bank,
    policy: BanditPolicy,
    parameters: KnowledgeParameters,
    number: int,
    *,
    questions: int,
    seed: int,
) -> tuple[float, ...]:
    """Teach one learner; return what they gained after every tenth question."""
    rng = random.Random(f"{seed}:{number}")
    kind = KINDS[number % len(KINDS)]
    learner = SimulatedLearner(
        drawn_traits(bank.levels, kind=kind, rng=rng), bank.curriculum.prerequisites
    )
    tutor = InMemoryTutor(bank.curriculum, policy=policy, parameters=parameters, rng=rng)
    placed = {content_id: (skill, level) for content_id, skill, level in bank.curriculum.items}
    begun, points = _mastery(learner, list(bank.levels), 0), []
    for question in range(1, questions + 1):
        day = (question - 1) // A_DAY
        item = tutor.next_item(number, day=day)
        skill, level = placed[item]
        correct = rng.random() < learner.chance(skill, level, day=day)
        learner.practise(skill, item, level, correct=correct, day=day, rng=rng)
        tutor.observe(number, item, correct, day=day)
        if question % EVERY == 0:
            points.append(_mastery(learner, list(bank.levels), day) - begun)
    return tuple(points)


def _mastery(learner: SimulatedLearner, skills: Sequence[Hashable], day: int) -> float:
    return sum(learner.mastery(skill, day=day) for skill in skills) / len(skills)
