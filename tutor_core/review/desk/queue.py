"""In which order the cards of a day come, and how many of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from tutor_core.review.memory import recall_after
from tutor_core.review.preferences import ReviewWishes

DRILL_WAIT = dt.timedelta(minutes=5)  # before a card is asked once more, while others are left
RecallOrder = Literal["least_recalled", "most_recalled"]
RECALL_ORDERS: tuple[RecallOrder, ...] = get_args(RecallOrder)


class Waiting(NamedTuple):
    """A card that may be asked today; of some learners there are thousands at each click.

    Attributes:
        card_id: The card.
        content_id: What it was made from; cards of the same are siblings.
    """

    card_id: int
    content_id: int


class Fading(NamedTuple):
    """A card that is due, with what tells how well it is still recalled.

    Attributes:
        card: The card.
        stability: Days after which it is recalled with a chance of 0.9, above 0.
        days: Since its last answer.
    """

    card: Waiting
    stability: float
    days: int


class Drilled(NamedTuple):
    """A card that is asked once more on the day of its review.

    Attributes:
        card: The card.
        answered_at: The moment of its last answer.
    """

    card: Waiting
    answered_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneToday:
    """What the learner has answered today.

    Attributes:
        new: Cards answered for the first time.
        due: Cards reviewed that were not new.
        content_ids: What the cards answered were made from, by card.
    """

    new: int = 0
    due: int = 0
    content_ids: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The cards of today that are left, in their order.

    Attributes:
        cards: What comes, the next one first.
        new: How many of them are new.
        drill: How many are asked once more today.
        due: How many are due.
        held_back: Due and new cards that today's limits leave for another day.
    """

    cards: tuple[Waiting, ...]
    new: int
    drill: int
    due: int
    held_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """What may be asked today.

    Attributes:
        new: Cards never answered, in their order.
        due: Cards that are due, in the order that is wished.
        drill: Cards that are asked once more.
        exam: What is answered today for an exam, in its order; none of these is new or due above.
        new_of_exam: Numbers of those among it that were never answered.
    """

    new: Sequence[Waiting] = ()
    due: Sequence[Waiting] = ()
    drill: Iterable[Drilled] = ()
    exam: Sequence[Waiting] = ()
    new_of_exam: Collection[int] = ()


def queue_of(
    askable: Askable,
    done: DoneToday,
    *,
    limits: tuple[int, int],
    wishes: ReviewWishes,
    on: dt.date,
    now: dt.datetime,
) -> Queue:
    """Return the cards of today in their order.

    A card to be asked once more waits some minutes while others are left. What is answered for an
    exam comes before all that is new or due, and takes its part of the limits without being held
    to them. New cards stand evenly between the due ones. Of the cards of one note only one comes a
    day, where the learner has not wished otherwise.

    Args:
        askable: What may be asked.
        done: What was answered today.
        limits: New and due cards a day at most.
        wishes: Siblings, holiday.
        on: The learner's day.
        now: The moment.
    """
    drill = sorted(askable.drill, key=lambda one: (one.answered_at, one.card))
    lists = [list(cards) for cards in (askable.exam, askable.due, askable.new)]
    if wishes.is_closed(on):
        lists = [[], [], []]
    if not wishes.siblings_together:
        taken = {one.card.content_id for one in drill}
        for place, cards in enumerate(lists):
            lists[place] = list(_one_a_note(cards, done, taken))
            taken |= {card.content_id for card in lists[place]}
    exam, due, new = lists
    exam_new = sum(card.card_id in askable.new_of_exam for card in exam)
    exam_due = len(exam) - exam_new
    most_new, most_due = limits
    kept_due = due[: max(0, most_due - done.due - exam_due)]
    kept_new = new[: max(0, most_new - done.new - exam_new)]
    ready = [one.card for one in drill if now - one.answered_at >= DRILL_WAIT]
    later = [one.card for one in drill[len(ready) :]]
    return Queue(
        cards=(*ready, *exam, *_mixed(kept_due, kept_new), *later),
        new=exam_new + len(kept_new),
        drill=len(drill),
        due=exam_due + len(kept_due),
        held_back=len(due) + len(new) - len(kept_due) - len(kept_new),
    )


def by_recall(cards: Iterable[Fading], order: RecallOrder) -> list[Waiting]:
    """Return cards by the chance that they are recalled, the least or the greatest first."""
    sign = 1 if order == "least_recalled" else -1
    placed = [(sign * recall_after(one.days, one.stability), one.card) for one in cards]
    return [card for _, card in sorted(placed)]


def by_chance(cards: Iterable[Waiting], on: dt.date) -> list[Waiting]:
    """Return cards in an order that is another one each day, and the same all day."""
    return sorted(cards, key=lambda card: (_drawn(card.card_id, on), card))


def _one_a_note(
    cards: Iterable[Waiting], done: DoneToday, taken: Collection[int]
) -> Iterator[Waiting]:
    """Leave out cards of which a sibling was answered today or stands before them."""
    seen = set(taken)
    answered = {content_id: card for card, content_id in (done.content_ids or {}).items()}
    for card in cards:
        is_free = answered.get(card.content_id) in (None, card.card_id)
        if card.content_id not in seen and is_free:
            seen.add(card.content_id)
            yield card


def _mixed(due: Sequence[Waiting], new: Sequence[Waiting]) -> Iterator[Waiting]:
    """Put the new cards evenly between the due ones, a due one first."""
    places = [((number + 1) / (len(due) + 1), 0, card) for number, card in enumerate(due)]
    places += [((number + 1) / (len(new) + 1), 1, card) for number, card in enumerate(new)]
    return (card for _, _, card in sorted(places, key=lambda place: place[:2]))


def _drawn(card_id: int, on: dt.date) -> int:
    name = f"{card_id} {on.toordinal()}"
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest())
