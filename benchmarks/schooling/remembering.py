"""Learners who practise and review cards: what they remember, which no scheduler sees.

The true memory of a card is that of FSRS, and a review moves it as FSRS says. What answering a
question does to it is assumed, as a `Truth`:

- A right answer strengthens every card of its skill by a part of what a review rated Good would,
  once a day at most: the stability by that part of the way on a scale of logarithms, and the days
  since the last answer shrink by that part. Cards of prerequisites are strengthened by less at each
  step.
- With a chance of the same size the question needs one card of its skill. Where that is not
  recalled, the answer is wrong, and the card is learnt again as after a review rated Again.
"""

import datetime as dt
import random
import statistics
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.schooling.world import World
from tutor_core.review.crediting.moving import moved_to, shares_of
from tutor_core.review.foreseeing import drawn_quality
from tutor_core.review.memory import Memory, answered
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.scheduling import AGAIN, GOOD, ReviewRules, Standing, outcome_of
from tutor_core.review.sm2 import CardState, new_card
from tutor_core.simulation.learners import SimulatedLearner
from tutor_core.simulation.tutor import InMemoryTutor

FIRST_DAY = dt.date(2001, 1, 1)
ONE_DAY = dt.timedelta(days=1)
SETTLED_AFTER = 20  # days, from which on recall is looked at


@dataclass(frozen=True)
class Truth:
    """What an answer does to the cards of its skill, 0 to 1, and how much is left a step."""

    name: str
    transfer: float
    a_step: float


@dataclass(frozen=True)
class Asked:
    """A question that was answered: item, skill, and whether what is no card's matter sufficed."""

    item: int
    skill: int
    correct: bool


@dataclass(frozen=True)
class Came:
    """What came of reviewing by rules.

    Attributes:
        reviews: Answers to cards, repetitions on the same day among them.
        recall: Mean true chance of recall over the cards and the days, each at its beginning.
        last: The same on the last day.
    """

    reviews: float
    recall: float
    last: float


def practised(
    world: World, learner: SimulatedLearner, *, days: int, a_day: int, seed: int
) -> list[list[Asked]]:
    """Return what the shipped tutor asks a learner day by day, and what they answer."""
    rng = random.Random(f"{seed}:practice")
    tutor = InMemoryTutor(world.curriculum, rng=rng)
    log: list[list[Asked]] = []
    for day in range(days):
        log.append([])
        for _ in range(a_day):
            item = int(str(tutor.next_item(0, day=day)))
            skill, level = world.skill_of[item], world.level_of[item]
            correct = rng.random() < learner.chance(skill, level, day=day)
            learner.practise(skill, item, level, correct=correct, day=day, rng=rng)
            tutor.observe(0, item, correct, day=day)
            log[-1].append(Asked(item, skill, correct))
    return log


@dataclass
class Reviewer:
    """A learner with cards of the questions they missed, asked by rules.

    Chance is drawn anew for every card and day, so that other rules meet the same chance.
    """

    prerequisites: Mapping[Hashable, Sequence[Hashable]]
    truth: Truth
    rules: ReviewRules
    seed: int
    standings: dict[int, Standing] = field(default_factory=dict)
    memories: dict[int, Memory] = field(default_factory=dict)
    by_skill: dict[Hashable, list[int]] = field(default_factory=lambda: defaultdict(list))
    reviews: int = 0
    _strengthened_on: dict[int, dt.date] = field(default_factory=dict)

    def works(self, log: Sequence[Sequence[Asked]]) -> Came:
        """Review and practise day by day."""
        recall = []
        for day, asked in enumerate(log):
            on = FIRST_DAY + day * ONE_DAY
            if day >= SETTLED_AFTER and self.memories:
                recall.append(statistics.fmean(one.recall(on) for one in self.memories.values()))
            self._review(on)
            rng = random.Random(f"{self.seed}:{day}:questions")
            for one in asked:
                self._answer(one, on, rng)
        return Came(self.reviews, statistics.fmean(recall), recall[-1])

    def _review(self, on: dt.date) -> None:
        for card, standing in sorted(self.standings.items()):
            if standing.state.due_on is None or standing.state.due_on > on:
                continue
            rng = random.Random(f"{self.seed}:{card}:{on}")
            self._rate(card, drawn_quality(self.memories.get(card), on=on, rng=rng), on)
            while self.standings[card].drill_on == on:
                self._rate(card, GOOD, on)

    def _rate(self, card: int, quality: int, on: dt.date) -> None:
        self.memories[card] = answered(self.memories.get(card), quality, on=on)
        before = self.standings[card]
        done = outcome_of(card, before, quality, on=on, loads={}, rules=self.rules)
        self.standings[card] = done.standing
        self.reviews += 1

    def _answer(self, asked: Asked, on: dt.date, rng: random.Random) -> None:
        """Answer a question: memory first, then the cards' days, then a card of what was missed."""
        forgot = self._forgot(asked.skill, on, rng)
        correct = asked.correct and not forgot
        if correct:
            self._strengthen(asked.skill, on)
        self._credit(asked.skill, on, correct=correct)
        if not asked.correct and asked.item not in self.standings:
            state = new_card(self.rules.sm2)
            self.standings[asked.item] = Standing(state=due(state, on + ONE_DAY))
            self.by_skill[asked.skill].append(asked.item)

    def _forgot(self, skill: int, on: dt.date, rng: random.Random) -> bool:
        """Tell whether the question needed a card that was not recalled, and learn it again."""
        is_needed, which, luck = (rng.random() for _ in range(3))
        known = [card for card in self.by_skill[skill] if card in self.memories]
        if not known or is_needed >= self.truth.transfer:
            return False
        card = known[int(which * len(known))]
        if luck < self.memories[card].recall(on):
            return False
        self.memories[card] = answered(self.memories[card], AGAIN, on=on)
        return True

    def _strengthen(self, skill: int, on: dt.date) -> None:
        for card, share in self._reached(skill, self.truth.transfer, self.truth.a_step):
            if self._strengthened_on.get(card) != on:
                self._strengthened_on[card] = on
                self.memories[card] = strengthened(self.memories[card], share, on=on)

    def _credit(self, skill: int, on: dt.date, *, correct: bool) -> None:
        policy = self.rules.policy
        for card, share in self._reached(skill, policy.credit, policy.credit_a_step):
            standing = self.standings[card]
            if standing.memory is None or standing.state.due_on is None:
                continue
            day = moved_to(
                standing.state.due_on,
                standing.memory,
                share,
                correct=correct,
                on=on,
                retention=self.rules.retention,
            )
            self.standings[card] = Standing(
                state=due(standing.state, day), memory=standing.memory, lapses=standing.lapses
            )

    def _reached(self, skill: int, share: float, a_step: float) -> list[tuple[int, float]]:
        """Return the cards that an answer reaches and were reviewed before, each with its share."""
        policy = ReviewPolicy(credit=share, credit_a_step=a_step)
        shares: dict[Hashable, float] = shares_of(skill, self.prerequisites, policy)
        return [
            (card, share)
            for one, share in shares.items()
            for card in self.by_skill.get(one, ())
            if card in self.memories
        ]


def due(state: CardState, day: dt.date) -> CardState:
    """Return the state of a card that is asked on a day."""
    return replace(state, due_on=day)


def strengthened(memory: Memory, share: float, *, on: dt.date) -> Memory:
    """Return a memory after a part of a review rated Good, 0 to 1."""
    after = answered(memory, GOOD, on=on)
    days = (on - memory.last_on).days
    return Memory(
        stability=memory.stability ** (1 - share) * after.stability**share,
        difficulty=memory.difficulty + share * (after.difficulty - memory.difficulty),
        last_on=on - round((1 - share) * days) * ONE_DAY,
    )
