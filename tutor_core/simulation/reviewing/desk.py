"""A simulated learner at the cards of a day: what is recalled, how long it takes."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tutor_core.review.foreseeing import drawn_quality
from tutor_core.simulation.reviewing.cards import Card
from tutor_core.simulation.reviewing.deck import Deck
from tutor_core.tuning.policies import InForce

SECONDS = 9.0  # that an answer to a card takes, in the middle
LEAST_SECONDS, MOST_SECONDS = 2, 90
BETWEEN = dt.timedelta(seconds=2)  # one card and the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where the cards of a day are answered.

    Attributes:
        deck: The learner's.
        policies: In force for them.
        speed: Of their time over the usual.
        day: The learner's.
        rng: Source of chance.
    """

    deck: Deck
    policies: InForce
    speed: float
    day: dt.date
    rng: random.Random

    def sit(self, now: dt.datetime) -> dt.datetime:
        """Answer the cards of the day, those not known until they are; return when it is done."""
        cards = {card.id: card for card in self.deck.cards.values()}
        queue = self.deck.queue(self.policies, on=self.day, now=now)
        for waiting in queue.cards:
            now = self._answer(cards[waiting.card_id], now)
        while again := self.deck.once_more(on=self.day):
            for card in again:
                now = self._answer(card, now)
        return now

    def _answer(self, card: Card, now: dt.datetime) -> dt.datetime:
        memory = self.deck.memory_of(card, self.policies)
        quality = drawn_quality(memory, on=self.day, rng=self.rng)
        took = SECONDS * self.speed * self.rng.lognormvariate(0.0, 0.5)
        seconds = min(MOST_SECONDS, max(LEAST_SECONDS, round(took)))
        ends_at = now + dt.timedelta(seconds=seconds)
        self.deck.answer(card, quality, self.policies, seconds=seconds, now=ends_at)
        return ends_at + BETWEEN
