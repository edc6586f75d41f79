"""The tutors that ours is measured against; all have `next_item` and `observe` as ours has."""

import random
from collections.abc import Hashable, Sequence
from typing import Protocol

from benchmarks.schooling.world import World
from tutor_core.simulation.learners import SimulatedLearner

EPSILON = 0.1
IN_A_ROW = 3
A_SKILL = 5


class Tutor(Protocol):
    """Chooses items for students and is told their answers."""

    def next_item(self, student: Hashable, *, day: int) -> Hashable:
        """Return the item to ask."""

    def observe(self, student: Hashable, content_id: Hashable, correct: bool, *, day: int) -> None:
        """Learn of an answer."""


class Forgetful:
    """What tutors share that learn nothing from answers."""

    def observe(self, student: Hashable, content_id: Hashable, correct: bool, *, day: int) -> None:
        """Let the answer pass."""


class Chance(Forgetful):
    """Any item at all."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self._items, self._rng = list(world.skill_of), rng

    def next_item(self, student: Hashable, *, day: int) -> Hashable:
        """Return any item."""
        return self._rng.choice(self._items)


class RewardedForRightAnswers:
    """Epsilon-greedy read literally: the arm with the highest share of right answers."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self._items, self._rng = list(world.skill_of), rng
        self._right: dict[Hashable, dict[Hashable, int]] = {}
        self._pulls: dict[Hashable, dict[Hashable, int]] = {}

    def next_item(self, student: Hashable, *, day: int) -> Hashable:
        """Return the arm that brought most, or by chance any."""
        pulls, right = self._pulls.get(student, {}), self._right.get(student, {})
        means = {item: right.get(item, 0) / count for item, count in pulls.items()}
        best = max(means.values(), default=0.0)
        if best == 0 or self._rng.random() < EPSILON:
            return self._rng.choice(self._items)
        return self._rng.choice([item for item, mean in means.items() if mean == best])

    def observe(self, student: Hashable, content_id: Hashable, correct: bool, *, day: int) -> None:
        """Count the pull and its reward."""
        for counts, by in ((self._pulls, 1), (self._right, int(correct))):
            arms = counts.setdefault(student, {})
            arms[content_id] = arms.get(content_id, 0) + by


class OneAfterTheOther(Forgetful):
    """A list of items, gone through in its order and begun again at its end."""

    def __init__(self, items: Sequence[int]) -> None:
        self._items = items
        self._place: dict[Hashable, int] = {}

    def next_item(self, student: Hashable, *, day: int) -> Hashable:
        """Return the next of the list."""
        place = self._place.get(student, 0)
        self._place[student] = place + 1
        return self._items[place % len(self._items)]


def easy_to_hard(world: World) -> OneAfterTheOther:
    """Return the whole bank, easy items first; among equals the order in which skills build up."""
    return OneAfterTheOther(sorted(world.level_of, key=lambda item: (world.level_of[item], item)))


def curriculum_in_order(world: World) -> OneAfterTheOther:
    """Return a syllabus: skill by skill as they build up, five items each, easy to hard."""
    chosen = [
        [item for item, its in world.skill_of.items() if its == skill][::2][:A_SKILL]
        for skill in world.difficulty
    ]
    return OneAfterTheOther([item for items in chosen for item in items])


class MasteryLearning:
    """A skill until three answers in a row are right, easy to hard; then the next."""

    def __init__(self, world: World) -> None:
        self._items = {
            skill: [item for item, its in world.skill_of.items() if its == skill]
            for skill in world.difficulty
        }
        self._skill: dict[Hashable, int] = {}
        self._row: dict[Hashable, int] = {}
        self._asked: dict[Hashable, int] = {}

    def next_item(self, student: Hashable, *, day: int) -> Hashable:
        """Return an item of the skill that is not mastered yet."""
        items = self._items[self._skill.get(student, 0)]
        return items[self._asked.get(student, 0) % len(items)]

    def observe(self, student: Hashable, content_id: Hashable, correct: bool, *, day: int) -> None:
        """Count right answers in a row."""
        self._asked[student] = self._asked.get(student, 0) + 1
        self._row[student] = self._row.get(student, 0) + 1 if correct else 0
        if self._row[student] == IN_A_ROW:
            self._skill[student] = (self._skill.get(student, 0) + 1) % len(self._items)
            self._row[student] = self._asked[student] = 0


class Oracle(Forgetful):
    """Sees the truth: asks what raises true mastery most by this one answer."""

    def __init__(self, world: World, learners: Sequence[SimulatedLearner]) -> None:
        self._world, self._learners = world, learners

    def next_item(self, student: Hashable, *, day: int) -> Hashable:
        """Return the item with the highest expected rise of true mastery."""
        learner = self._learners[int(str(student))]
        return max(
            self._world.skill_of,
            key=lambda item: expected_rise(
                learner, self._world.skill_of[item], item, self._world.level_of[item], day
            ),
        )


def expected_rise(learner: SimulatedLearner, skill: int, item: int, level: int, day: int) -> float:
    """Return by how much one answer is expected to raise the true mastery of its skill."""
    chance = learner.chance(skill, level, day=day)
    return sum(
        share * learner.rise(skill, item, level, correct=correct, day=day)
        for correct, share in ((True, chance), (False, 1 - chance))
    )
