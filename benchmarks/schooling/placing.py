"""A placement of simulated learners, by the questions that a learner would be asked."""

import random
from collections import Counter
from collections.abc import Sequence

from benchmarks.schooling.world import World
from tutor_core.profiling.placement import Placement
from tutor_core.simulation.learners import SimulatedLearner
from tutor_core.simulation.tutor import InMemoryTutor

PLACEMENT_QUESTIONS = 10
PLACEMENT_LEVEL = 3


def placed_first(
    tutor: InMemoryTutor, world: World, pupils: Sequence[SimulatedLearner], *, rng: random.Random
) -> InMemoryTutor:
    """Place every learner on day 0; they are marked at the end only, and learn nothing by it."""
    for number, pupil in enumerate(pupils):
        placement = Placement(
            world.curriculum.prerequisites,
            world.difficulty,
            rng=random.Random(0),
            max_questions=PLACEMENT_QUESTIONS,
        )
        asked: Counter[int] = Counter()
        while (skill := placement.next_skill()) is not None:
            copies = [
                item
                for item, its in world.skill_of.items()
                if its == skill and world.level_of[item] == PLACEMENT_LEVEL
            ]
            correct = rng.random() < pupil.chance(skill, PLACEMENT_LEVEL, day=0)
            tutor.observe(number, copies[asked[skill] % len(copies)], correct, day=0)
            placement.answer(skill, correct)
            asked[skill] += 1
        tutor.place(number, placement.probabilities(), day=0)
    return tutor
