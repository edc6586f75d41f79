"""What is taught and whom: a drawn curriculum, and learners whose truth no tutor sees."""

import random
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from tutor_core.simulation.learners import Kind, SimulatedLearner, drawn_traits
from tutor_core.simulation.tutor import Curriculum

SKILLS, LEVELS, COPIES = 60, (1, 2, 3, 4, 5), 2
TAUGHT_MORE = 1.5  # log-odds by which they are abler who were taught before: they know half


@dataclass(frozen=True)
class World:
    """A curriculum and how hard its skills are, 1 to 5; skills are numbered as they build up."""

    curriculum: Curriculum
    difficulty: Mapping[int, int]
    skill_of: Mapping[int, int]
    level_of: Mapping[int, int]


def drawn_world(seed: int) -> World:
    """Draw 60 skills, each but the first six building on one to three before it, and 600 items."""
    rng = random.Random(seed)
    needs: dict[int, list[int]] = {}
    difficulty: dict[int, int] = {}
    for skill in range(SKILLS):
        earlier = range(max(0, skill - 15), skill)
        count = 0 if skill < 6 else rng.randint(1, 3)
        needs[skill] = sorted(rng.sample(earlier, min(count, len(earlier))))
        difficulty[skill] = min(5, 1 + skill * 5 // SKILLS)
    items = [
        (number, number // (len(LEVELS) * COPIES), LEVELS[number // COPIES % len(LEVELS)])
        for number in range(SKILLS * len(LEVELS) * COPIES)
    ]
    return World(
        Curriculum(items=items, prerequisites=needs),
        difficulty,
        {item: skill for item, skill, _ in items},
        {item: level for item, _, level in items},
    )


def drawn_class(world: World, kind: Kind, *, learners: int, seed: int) -> list[SimulatedLearner]:
    """Draw learners of one kind; the same seed gives the same ones to every tutor."""
    rng = random.Random(seed)
    return [
        SimulatedLearner(
            drawn_traits(world.difficulty, kind=kind, rng=rng), world.curriculum.prerequisites
        )
        for _ in range(learners)
    ]


def taught_along(world: World, learner: SimulatedLearner) -> SimulatedLearner:
    """Return the learner as one who was taught before: no skill begins above what it builds on."""
    begun: dict[Hashable, float] = {}
    for skill, own in learner.traits.beginnings.items():
        needed = world.curriculum.prerequisites[skill]
        begun[skill] = min([own, *(begun[one] for one in needed)])
    ability = learner.traits.ability + TAUGHT_MORE
    traits = replace(learner.traits, ability=ability, beginnings=begun)
    return SimulatedLearner(traits, learner.prerequisites)


def mean_mastery(learner: SimulatedLearner, *, day: float) -> float:
    """Return the true mastery over all skills, 0 to 1."""
    return sum(learner.mastery(skill, day=day) for skill in range(SKILLS)) / SKILLS
