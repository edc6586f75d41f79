"""How much true mastery tutors bring about in 100 questions, learner by simulated learner.

    python -m benchmarks.teaching [--learners 300] [--world 7] [--taught] [--only ours oracle ...]

Three kinds of learners (see `simulation.learners`), who forget; 60 skills, 600 items, 20 answers
a day. The tutors know the items' levels 1 to 5 and the graph, a placement the skills' levels too,
nothing else; the oracle sees the truth. The questions of a placement teach nothing and count among
the 100. With `--taught` the learners know half of it at the beginning, and no skill better than
what it builds on; the goals are not about them. Worlds 1 to 6 are for trying things out; world 7 is
held out: no parameter is chosen on it. Simulated learners are not pupils: this tells which policy
is worse under three assumptions about learning, not what anybody will learn.
"""

import argparse
import itertools
import math
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from benchmarks.report import machine, table
from benchmarks.schooling.placing import PLACEMENT_QUESTIONS, placed_first
from benchmarks.schooling.tutors import (
    Chance,
    MasteryLearning,
    Oracle,
    RewardedForRightAnswers,
    Tutor,
    curriculum_in_order,
    easy_to_hard,
)
from benchmarks.schooling.world import (
    World,
    drawn_class,
    drawn_world,
    mean_mastery,
    taught_along,
)
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.simulation.learners import KINDS, Kind, SimulatedLearner
from tutor_core.simulation.tutor import InMemoryTutor

QUESTIONS, A_DAY = 100, 20
HELD_OUT = 7
CHANCE, SYLLABUS, MASTERY, OURS = "chance", "curriculum in order", "three in a row", "ours"
WITHOUT_CHANCE, PLACED = "ours, epsilon 0", "ours, placed by 10 questions"
RIVALS = (CHANCE, SYLLABUS, MASTERY)
BEGINS_AFTER = {PLACED: PLACEMENT_QUESTIONS}
Pupils = Sequence[SimulatedLearner]
Gains = Mapping[tuple[str, Kind], tuple[float, float, float]]


def ours(world: World, rng: random.Random, _pupils: Pupils, **values: float) -> Tutor:
    """Return the shipped tutor, with some parameters changed."""
    policy = BanditPolicy(**values)  # type: ignore[arg-type]
    return InMemoryTutor(world.curriculum, policy=policy, rng=rng)


def ours_placed(world: World, rng: random.Random, pupils: Pupils) -> Tutor:
    """Return the shipped tutor after a placement of every pupil."""
    return placed_first(InMemoryTutor(world.curriculum, rng=rng), world, pupils, rng=rng)


TUTORS: Mapping[str, Callable[[World, random.Random, Pupils], Tutor]] = {
    CHANCE: lambda world, rng, _: Chance(world, rng),
    "rewarded for right answers": lambda world, rng, _: RewardedForRightAnswers(world, rng),
    "easy to hard": lambda world, _rng, _: easy_to_hard(world),
    SYLLABUS: lambda world, _rng, _: curriculum_in_order(world),
    MASTERY: lambda world, _rng, _: MasteryLearning(world),
    OURS: ours,
    "ours, target .65": partial(ours, target=0.65),
    "ours, target .75": partial(ours, target=0.75),
    WITHOUT_CHANCE: partial(ours, epsilon=0.0),
    "ours, epsilon .3": partial(ours, epsilon=0.3),
    PLACED: ours_placed,
    "oracle": lambda world, _, pupils: Oracle(world, pupils),
}


def main() -> None:
    """Teach the classes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=300)
    parser.add_argument("--world", type=int, default=HELD_OUT)
    parser.add_argument("--only", nargs="*", default=list(TUTORS), choices=list(TUTORS))
    parser.add_argument("--taught", action="store_true")
    asked = parser.parse_args()
    begun = time.perf_counter()
    cells = list(itertools.product(asked.only, KINDS))
    with ProcessPoolExecutor() as pool:
        found = pool.map(
            partial(taught, world_seed=asked.world, learners=asked.learners, before=asked.taught),
            *zip(*cells, strict=True),
        )
        gains = dict(zip(cells, found, strict=True))
    print(machine())
    who = "learners taught before" if asked.taught else "learners"
    print(f"\nworld {asked.world}, {asked.learners} {who} a cell\n")
    print(table(("tutor", *KINDS, *RIVALS, "right"), rows(asked.only, gains)))
    if not asked.taught and (goals := judged(asked.only, gains)):
        print()
        print(table(("goal", "aimed at", "found", ""), goals))
    print(f"\n{time.perf_counter() - begun:.0f} s")


def taught(
    name: str, kind: Kind, *, world_seed: int, learners: int, before: bool = False
) -> tuple[float, float, float]:
    """Return the mean gain in true mastery (0 to 1), its standard error, the share right.

    Args:
        name: Of the tutor.
        kind: Of the learners.
        world_seed: Of the curriculum, the learners and what chance brings them.
        learners: How many.
        before: Whether they were taught before, along the curriculum.
    """
    world = drawn_world(world_seed)
    pupils = drawn_class(world, kind, learners=learners, seed=1000 + world_seed)
    if before:
        pupils = [taught_along(world, pupil) for pupil in pupils]
    tutor = TUTORS[name](world, random.Random(world_seed), pupils)
    rng = random.Random(2000 + world_seed)
    began_at = [mean_mastery(pupil, day=0) for pupil in pupils]
    right = 0
    questions = range(BEGINS_AFTER.get(name, 0), QUESTIONS)
    for question in questions:
        day = question // A_DAY
        for number, pupil in enumerate(pupils):
            item = tutor.next_item(number, day=day)
            skill, level = world.skill_of[item], world.level_of[item]  # type: ignore[index]
            correct = rng.random() < pupil.chance(skill, level, day=day)
            right += correct
            pupil.practise(skill, item, level, correct=correct, day=day, rng=rng)
            tutor.observe(number, item, correct, day=day)
    gains = [
        mean_mastery(pupil, day=QUESTIONS // A_DAY) - was
        for pupil, was in zip(pupils, began_at, strict=True)
    ]
    error = statistics.stdev(gains) / math.sqrt(len(gains)) if len(gains) > 1 else math.nan
    return statistics.mean(gains), error, right / (len(questions) * learners)


def rows(names: Sequence[str], gains: Gains) -> list[tuple[str, ...]]:
    """Return by tutor the gains, and the geometric mean of their ratios to the rivals'."""

    def ratio(name: str, rival: str) -> str:
        if rival not in names:
            return ""
        found = mean_ratio(name, rival, gains)
        return "none" if math.isnan(found) else f"{found:.2f}"

    return [
        (
            name,
            *(f"{gains[name, kind][0]:+.4f} ± {gains[name, kind][1]:.4f}" for kind in KINDS),
            *(ratio(name, rival) for rival in RIVALS),
            f"{statistics.mean(gains[name, kind][2] for kind in KINDS):.2f}",
        )
        for name in names
    ]


def judged(names: Sequence[str], gains: Gains) -> list[tuple[str, ...]]:
    """Return what was aimed at and found, met or missed; only what these tutors can tell."""
    goals = [
        (f"{name}, beside {rival}", least, mean_ratio(name, rival, gains))
        for name, rival, least in (
            (OURS, CHANCE, 2.2),
            (OURS, SYLLABUS, 1.15),
            (OURS, MASTERY, 1.25),
            (OURS, WITHOUT_CHANCE, 0.97),
            (OURS, SYLLABUS, 1.25),
            (PLACED, SYLLABUS, 1.4),
        )
        if {name, rival} <= set(names)
    ]
    if {OURS, SYLLABUS} <= set(names):
        worst = min(gains[OURS, kind][0] / gains[SYLLABUS, kind][0] for kind in KINDS)
        goals.append((f"{OURS}, beside {SYLLABUS}, in the worst kind", 1.0, worst))
    return [
        (goal, f"{least:.2f}", f"{found:.3f}", "met" if found >= least else "missed")
        for goal, least, found in goals
    ]


def mean_ratio(name: str, rival: str, gains: Gains) -> float:
    """Return the geometric mean over the kinds of two tutors' gains, NaN where one taught none."""
    ratios = [gains[name, kind][0] / gains[rival, kind][0] for kind in KINDS]
    return statistics.geometric_mean(ratios) if min(ratios) > 0 else math.nan


if __name__ == "__main__":
    main()
