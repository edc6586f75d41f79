"""Share of an exam's cards recalled on its day: asked when they are due, or as the exam needs them.

    python -m benchmarks.exam [--runs 20]

Both have the same number of answers a day. Answers are drawn by the model of memory, once as the
tutor knows it and once with cards that are up to twice as easy or as hard to keep as it believes
(each card's true stability is the believed one times exp of a normal deviate of 0.5).
"""

import argparse
import datetime as dt
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.report import machine, table
from tutor_core.review.desk.queue import Askable, DoneToday, Waiting, queue_of
from tutor_core.review.exams.worth import chosen_today, drawn_recall
from tutor_core.review.memories import Remembered, memories_of
from tutor_core.review.memory import recall_after
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.preferences import ReviewWishes
from tutor_core.review.scheduling import AGAIN, GOOD, ReviewRules, Standing, outcome_of
from tutor_core.review.sm2 import SM2Policy, new_card

BEGIN = dt.date(2026, 11, 2)
NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
DECKS = (
    (100, 7, 20, 0.3),
    (300, 14, 20, 0.3),
    (300, 30, 20, 0.3),
    (1000, 30, 40, 0.5),
    (200, 60, 10, 0.5),
    (400, 10, 20, 0.6),
)  # cards, days to the exam, answers a day, share of new cards


@dataclass
class Card:
    """A card as the tutor sees it, and how much longer it is truly kept than it believes."""

    number: int
    standing: Standing
    truly: float

    def recall(self, on: dt.date) -> float:
        """Return the true chance of recall."""
        memory = self.standing.memory
        if memory is None:
            return 0.0
        return recall_after((on - memory.last_on).days, memory.stability * self.truly)

    def remembered(self, on: dt.date) -> Remembered:
        """Return the card as the tutor sees it."""
        memory, state = self.standing.memory, self.standing.state
        return Remembered(
            card_id=self.number,
            content_id=self.number,
            due_on=state.due_on or on,
            interval_days=state.interval_days,
            stability=memory.stability if memory else None,
            difficulty=memory.difficulty if memory else None,
            last_on=memory.last_on if memory else None,
        )


Chooser = Callable[[Sequence[Remembered], dt.date, int, int], list[int]]


def by_day(cards: Sequence[Remembered], on: dt.date, exam_in: int, a_day: int) -> list[int]:
    """Choose what is due, new cards between it so that all are begun before the exam."""
    waiting = sorted(
        (card for card in cards if card.due_on <= on), key=lambda card: (card.due_on, card.card_id)
    )
    due, new = (
        [
            Waiting(card.card_id, card.content_id)
            for card in waiting
            if (card.last_on is None) == is_new
        ]
        for is_new in (False, True)
    )
    limits = min(math.ceil(len(new) / max(1, exam_in)), a_day), a_day
    askable = Askable(new=new, due=due)
    found = queue_of(askable, DoneToday(), limits=limits, wishes=ReviewWishes(), on=on, now=NOON)
    return [card.card_id for card in found.cards][:a_day]


def by_exam(cards: Sequence[Remembered], on: dt.date, exam_in: int, a_day: int) -> list[int]:
    """Choose what helps most on the day of the exam."""
    places = chosen_today(memories_of(cards, on), exam_in, a_day)
    return [cards[place].card_id for place in places]


def deck(cards: int, new: float, spread: float, rng: random.Random) -> list[Card]:
    """Draw cards with a past of some answers, or none."""
    rules = rules_of("fsrs")
    found = []
    for number in range(cards):
        standing, day = Standing(state=new_card(rules.sm2)), BEGIN - dt.timedelta(days=200)
        answers = 0 if rng.random() < new else rng.randint(1, 6)
        for _ in range(answers):
            standing = answered(number, standing, day, 1.0, rules, rng)
            interval = (standing.state.due_on or day) - day
            day = min(BEGIN, day + interval * rng.uniform(0.8, 1.6)) - dt.timedelta(
                days=rng.randint(0, 1)
            )
        found.append(Card(number, standing, math.exp(rng.gauss(0, spread))))
    return found


def answered(
    number: int,
    standing: Standing,
    on: dt.date,
    truly: float,
    rules: ReviewRules,
    rng: random.Random,
) -> Standing:
    """Return where a card stands after an answer drawn by its memory."""
    recall = 0.75 if standing.memory is None else Card(number, standing, truly).recall(on)
    quality = GOOD if rng.random() < recall else AGAIN
    return outcome_of(number, standing, quality, on=on, loads={}, rules=rules).standing


def rules_of(scheduling: str) -> ReviewRules:
    """Return the rules of an algorithm, nothing asked twice a day."""
    wishes = ReviewWishes(scheduling=scheduling)  # type: ignore[arg-type]
    return ReviewRules(sm2=SM2Policy(), policy=ReviewPolicy(drill_below=0), wishes=wishes)


def recalled(
    cards: Sequence[Card], choose: Chooser, days: int, a_day: int, scheduling: str, seed: int
) -> tuple[float, float]:
    """Return the share recalled on the day of the exam, and how many were answered a day."""
    rng, rules = random.Random(seed), rules_of(scheduling)
    held = {card.number: replace(card) for card in cards}
    asked = 0
    for after in range(days):
        on = BEGIN + dt.timedelta(days=after)
        cards_now = [card.remembered(on) for card in held.values()]
        for number in choose(cards_now, on, days - after, a_day):
            asked += 1
            card = held[number]
            card.standing = answered(number, card.standing, on, card.truly, rules, rng)
    exam = BEGIN + dt.timedelta(days=days)
    return sum(card.recall(exam) for card in held.values()) / len(held), asked / days


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    rows = []
    for spread in (0.0, 0.5):
        for cards, days, a_day, new in DECKS:
            found = [measured(cards, days, a_day, new, spread, seed) for seed in range(runs)]
            sm2, fsrs, exam, said = (np.array(column) for column in zip(*found, strict=True))
            gains = exam[:, 0] - np.maximum(sm2[:, 0], fsrs[:, 0])
            rows.append(
                (
                    f"{cards} cards, {days} days, {a_day} a day, {100 * new:.0f} % new",
                    f"{spread:g}",
                    *(
                        f"{one[:, 0].mean():.3f} ({one[:, 1].mean():.0f})"
                        for one in (sm2, fsrs, exam)
                    ),
                    f"{said.mean():.3f}",
                    f"{gains.mean():+.3f} ± {gains.std() / math.sqrt(runs):.3f}",
                )
            )
    head = ("deck", "spread", "due, SM-2", "due, FSRS", "for the exam", "foretold", "gain")
    print(machine())
    print(table(head, rows))


def measured(
    cards: int, days: int, a_day: int, new: float, spread: float, seed: int
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float], float]:
    """Return what SM-2, FSRS and the exam's order come to with one deck, and what was foretold."""
    drawn = deck(cards, new, spread, random.Random(seed))
    memories = memories_of([card.remembered(BEGIN) for card in drawn], BEGIN)
    futures = drawn_recall(memories, days, a_day, runs=10, rng=random.Random(seed))
    return (
        recalled(drawn, by_day, days, a_day, "sm2", seed),
        recalled(drawn, by_day, days, a_day, "fsrs", seed),
        recalled(drawn, by_exam, days, a_day, "fsrs", seed),
        float(futures.mean()),
    )


if __name__ == "__main__":
    main()
