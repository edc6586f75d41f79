"""In which order the cards of a day come, and how many of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tutor_core.review.memory import recall_after
from tutor_core.review.preferences import Order, ReviewWishes

DRILL_WAIT = dt.timedelta(minutes=5)  # before a card is asked once more, while others are left


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A card that may be asked today.

    Attributes:
        card_id: The card.
        content_id: What it was made from; cards of the same are siblings.
        due_on: The learner's day on which it was to be asked.
        interval_days: Planned between its last answer and that day.
        stability: Days after which it is recalled with a chance of 0.9; None where not known.
        difficulty: How hard it is to make it last, 1 to 10; None where not known.
        last_on: The learner's day of its last answer; None for a new card.
        answered_at: The moment of its last answer; None for a new card.
        is_drill: Whether it is asked once more on the day of its review.
    """

    card_id: int
    content_id: int
    due_on: dt.date
    interval_days: int
    stability: float | None = None
    difficulty: float | None = None
    last_on: dt.date | None = None
    answered_at: dt.datetime | None = None
    is_drill: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it was never answered."""
        return self.answered_at is None

    def recall(self, on: dt.date) -> float:
        """Return the chance that it is recalled on a day, 0 to 1."""
        if self.last_on is None:
            return 0.0
        stability = self.stability or float(max(1, self.interval_days))
        return recall_after((on - self.last_on).days, stability)


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


def queue_of(
    waiting: Sequence[Waiting],
    done: DoneToday,
    *,
    limits: tuple[int, int],
    wishes: ReviewWishes,
    on: dt.date,
    now: dt.datetime,
    exam: Sequence[Waiting] = (),
) -> Queue:
    """Return the cards of today in their order.

    A card to be asked once more waits some minutes while others are left. New cards stand evenly
    between the due ones. Of the cards of one note only one comes a day, where the learner has not
    wished otherwise. What is answered for an exam comes before all that is new or due, and takes
    its part of the limits without being held to them.

    Args:
        waiting: All that may be asked today, but those of an exam.
        done: What was answered today.
        limits: New and due cards a day at most.
        wishes: Order, siblings, holiday.
        on: The learner's day.
        now: The moment.
        exam: What is answered today for an exam, in its order.
    """
    drill = sorted((card for card in waiting if card.is_drill), key=_answered)
    if wishes.is_closed(on):
        waiting = exam = ()
    fresh = [card for card in waiting if not card.is_drill]
    new = sorted((card for card in fresh if card.is_new), key=lambda one: one.card_id)
    due = sorted((card for card in fresh if not card.is_new), key=_order(wishes.order, on))
    if not wishes.siblings_together:
        exam = list(_one_a_note(exam, done, {card.content_id for card in drill}))
        due = list(_one_a_note(due, done, {card.content_id for card in (*drill, *exam)}))
        new = list(_one_a_note(new, done, {card.content_id for card in (*drill, *exam, *due)}))
    most_new, most_due = limits
    new_of_exam = sum(card.is_new for card in exam)
    due_of_exam = len(exam) - new_of_exam
    kept_due = due[: max(0, most_due - done.due - due_of_exam)]
    kept_new = new[: max(0, most_new - done.new - new_of_exam)]
    ready = [card for card in drill if card.answered_at and now - card.answered_at >= DRILL_WAIT]
    later = [card for card in drill if card not in ready]
    return Queue(
        cards=(*ready, *exam, *_mixed(kept_due, kept_new), *later),
        new=new_of_exam + len(kept_new),
        drill=len(drill),
        due=due_of_exam + len(kept_due),
        held_back=len(due) + len(new) - len(kept_due) - len(kept_new),
    )


def _one_a_note(
    cards: Sequence[Waiting], done: DoneToday, taken: Collection[int]
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


def _order(order: Order, on: dt.date) -> Callable[[Waiting], tuple[float, int]]:
    def key(card: Waiting) -> tuple[float, int]:
        if order == "longest_due":
            first = float(card.due_on.toordinal())
        elif order == "shortest_interval":
            first = float(card.interval_days)
        elif order == "least_recalled":
            first = card.recall(on)
        elif order == "most_recalled":
            first = -card.recall(on)
        else:
            first = _drawn(card.card_id, on)
        return first, card.card_id

    return key


def _answered(card: Waiting) -> tuple[float, int]:
    return card.answered_at.timestamp() if card.answered_at else -math.inf, card.card_id


def _drawn(card_id: int, on: dt.date) -> float:
    name = f"{card_id} {on.toordinal()}"
    return float(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest()))
