"""A learner's cards in memory: made, asked, answered and moved by the services' functions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from zoneinfo import ZoneInfo

from tutor_core.calendar import learner_day
from tutor_core.content.items import Item
from tutor_core.review.cards import columns_answered, kept_state, standing_in
from tutor_core.review.crediting.moving import (
    MOST_MOVED,
    AnswerToQuestion,
    day_after,
    move_of,
    shares_of,
)
from tutor_core.review.desk.queue import Askable, DoneToday, Queue, Waiting, queue_of
from tutor_core.review.making.faces import card_of_item
from tutor_core.review.memory import Memory
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.preferences import ReviewWishes
from tutor_core.review.scheduling import outcome_of, rules_under
from tutor_core.simulation.reviewing.cards import Card, CardAnswer, CardMove
from tutor_core.tuning.policies import InForce

WISHES = ReviewWishes()  # a simulated learner leaves everything to the policy


@dataclass(slots=True, kw_only=True)
class Deck:
    """The cards of one learner and all that happened to them.

    Attributes:
        zone: Where they live.
        day_starts_at: Wall-clock hour at which their day begins.
        cards: By item: there is one card of each at most.
        answers: To cards, in their order.
        moves: Of cards by answers to questions, in their order.
    """

    zone: ZoneInfo
    day_starts_at: int
    cards: dict[int, Card] = field(default_factory=dict)
    answers: list[CardAnswer] = field(default_factory=list)
    moves: list[CardMove] = field(default_factory=list)

    def add(
        self,
        card_id: int,
        item: Item,
        seed: int | None,
        *,
        origin: str,
        due_on: dt.date,
        now: dt.datetime,
    ) -> None:
        """Add a card of an item that has none yet."""
        made = card_of_item(item, seed, origin=origin, due_on=due_on)
        self.cards[item.content_id] = Card(
            id=card_id,
            skill=item.skills[0],
            made=made,
            created_at=now,
            next_review_date=due_on,
        )

    def queue(self, policies: InForce, *, on: dt.date, now: dt.datetime) -> Queue:
        """Return the cards of a day of which nothing was answered yet."""
        rules, _ = rules_under(policies, WISHES)
        waiting = sorted(
            (card for card in self.cards.values() if card.next_review_date <= on),
            key=lambda card: (card.next_review_date, card.id),
        )
        new = (_waiting(card) for card in waiting if card.is_new)
        due = [_waiting(card) for card in waiting if not card.is_new]
        return queue_of(
            Askable(new=sorted(new), due=due),
            DoneToday(),
            limits=WISHES.limits(rules.policy),
            wishes=WISHES,
            on=on,
            now=now,
        )

    def once_more(self, *, on: dt.date) -> list[Card]:
        """Return the cards that are asked again on the day of their review."""
        return [card for card in self.cards.values() if card.drill_on == on]

    def due_skills(self, *, on: dt.date) -> set[str]:
        """Return the names of the skills of which a review is due."""
        return {
            card.skill
            for card in self.cards.values()
            if card.next_review_date <= on and not card.is_new
        }

    def memory_of(self, card: Card, policies: InForce) -> Memory | None:
        """Return what is left of a card; None for a new one."""
        rules, _ = rules_under(policies, WISHES)
        return standing_in(
            card, self.zone, constants=rules.sm2, starts_at=self.day_starts_at
        ).memory

    def answer(
        self, card: Card, quality: int, policies: InForce, *, seconds: int, now: dt.datetime
    ) -> None:
        """Take an answer to a card."""
        rules, version_id = rules_under(policies, WISHES)
        on = learner_day(now, self.zone, starts_at=self.day_starts_at)
        outcome = outcome_of(
            card.id,
            standing_in(card, self.zone, constants=rules.sm2, starts_at=self.day_starts_at),
            quality,
            on=on,
            loads=Counter(one.next_review_date for one in self.cards.values() if one is not card),
            rules=rules,
        )
        self.answers.append(
            CardAnswer(
                card_id=card.id,
                quality=quality,
                seconds=seconds,
                at=now,
                day=on,
                state_before=kept_state(card),
                version_id=version_id,
                kind=outcome.kind,
                scheduler=rules.scheduling,
            )
        )
        after = columns_answered(card, outcome.standing, quality, on=on, now=now)
        for column, value in after.items():
            setattr(card, column, value)

    def credit(self, answer: AnswerToQuestion, policies: InForce, *, now: dt.datetime) -> None:
        """Move the cards of what was answered."""
        policy = policies.of(ReviewPolicy)
        rules, _ = rules_under(policies, WISHES)
        shares = shares_of(answer.skill, answer.prerequisites, policy.policy)
        of_skills = (c for c in self.cards.values() if c.skill in shares and not c.is_new)
        ordered = sorted(of_skills, key=lambda card: (card.next_review_date, card.id))
        for card in islice(ordered, MOST_MOVED):
            share, before = shares[card.skill], card.next_review_date
            card.next_review_date = day_after(card, share, answer, rules)
            if card.next_review_date == before:
                continue
            self.moves.append(
                CardMove(
                    card_id=card.id,
                    kind=answer.kind,
                    attempt_id=answer.attempt_id,
                    version_id=policy.version_id,
                    at=now,
                    **move_of(before, card.next_review_date, share),
                )
            )


def _waiting(card: Card) -> Waiting:
    return Waiting(card.id, card.made["content_id"])
