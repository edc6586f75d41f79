"""What rules of reviewing would cost and bring, before anybody has them.

Cards are answered by chance as the model of memory says, whatever plans them, so that two rules
can be compared on the same ground. Nobody's real answers are foreseen.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tutor_core.review.memory import Memory
from tutor_core.review.scheduling import AGAIN, EASY, GOOD, HARD, ReviewRules, Standing, outcome_of
from tutor_core.review.sm2 import SM2Policy, new_card, review

MOST_CARDS = 300  # that are followed one by one; more are counted for by these
USUAL_SECONDS = 10.0  # of a review, for whoever has made none
# How cards are rated: of those recalled, and of those asked for the first time.
RECALLED = ((HARD, 0.1), (GOOD, 0.75), (EASY, 0.15))
FIRST = ((AGAIN, 0.25), (HARD, 0.1), (GOOD, 0.55), (EASY, 0.1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What came of a number of days.

    Attributes:
        reviews: A day, repetitions on the same day among them.
        known: Share of the cards that were asked at least once and are recalled on the last day,
            0 to 1; 0 where there are none.
    """

    reviews: tuple[float, ...]
    known: float

    @property
    def a_day(self) -> float:
        """Reviews a day on the mean of the last half, when the first rush is over."""
        last = self.reviews[len(self.reviews) // 2 :]
        return sum(last) / len(last) if last else 0.0


def intervals_of(policy: SM2Policy, answers: Sequence[int], *, on: dt.date) -> list[int]:
    """Return the planned intervals, in days, of a new card that is answered like this."""
    card, found = new_card(policy), []
    for quality in answers:
        card = review(card, quality, on=card.due_on or on, policy=policy)
        found.append(card.interval_days)
    return found


def drawn_quality(memory: Memory | None, *, on: dt.date, rng: random.Random) -> int:
    """Draw how well a card is recalled, 0 to 5, by the chance that the model of memory gives it.

    Args:
        memory: What is left of it; None for a card not yet answered.
        on: The learner's day.
        rng: Source of chance.
    """
    if memory is None:
        return _drawn(FIRST, rng)
    return _drawn(RECALLED, rng) if rng.random() < memory.recall(on) else AGAIN


def foreseen(
    cards: Sequence[Standing],
    rules: ReviewRules,
    *,
    new_a_day: int,
    days: int,
    on: dt.date,
    rng: random.Random,
) -> Foreseen:
    """Return what reviewing by rules would come to.

    Args:
        cards: Those there are, each answered at least once.
        rules: What decides.
        new_a_day: Cards added on each day.
        days: How many to look ahead, 1 and above.
        on: The first of them.
        rng: Source of chance.
    """
    followed = list(cards) if len(cards) <= MOST_CARDS else rng.sample(cards, MOST_CARDS)
    weight = len(cards) / len(followed) if followed else 1.0
    deck = dict(enumerate(followed))
    weights = dict.fromkeys(deck, weight)
    waiting: dict[dt.date, list[int]] = defaultdict(list)
    for number, card in deck.items():
        waiting[max(on, card.state.due_on or on)].append(number)
    reviews = []
    for after in range(days):
        day = on + dt.timedelta(days=after)
        for _ in range(new_a_day):
            number = len(deck)
            deck[number] = Standing(state=new_card(rules.sm2))
            weights[number] = 1.0
            waiting[day].append(number)
        done = 0.0
        for number in waiting.pop(day, ()):
            deck[number], times = _answered(number, deck[number], rules, day, rng)
            done += times * weights[number]
            waiting[max(deck[number].state.due_on or day, day + dt.timedelta(days=1))].append(
                number
            )
        reviews.append(done)
    last = on + dt.timedelta(days=days - 1)
    kept = [
        (weights[number], card.memory.recall(last)) for number, card in deck.items() if card.memory
    ]
    total = sum(weight for weight, _ in kept)
    known = sum(weight * recall for weight, recall in kept) / total if total else 0.0
    return Foreseen(reviews=tuple(reviews), known=known)


def _answered(
    number: int, card: Standing, rules: ReviewRules, day: dt.date, rng: random.Random
) -> tuple[Standing, int]:
    """Answer a card, again until it needs no more today; return it and how often it was asked."""
    quality = drawn_quality(card.memory, on=day, rng=rng)
    card = outcome_of(number, card, quality, on=day, loads={}, rules=rules).standing
    times = 1
    while card.drill_on == day:
        card = outcome_of(number, card, GOOD, on=day, loads={}, rules=rules).standing
        times += 1
        if rules.policy.drill_below > GOOD:
            break
    return card, times


def _drawn(shares: Sequence[tuple[int, float]], rng: random.Random) -> int:
    qualities, weights = zip(*shares, strict=True)
    return int(rng.choices(qualities, weights)[0])
