"""What is left of a card in memory, by FSRS: from its reviews, in the learner's days.

Source: FSRS-6 with its published default parameters (package `fsrs`, Open Spaced Repetition).
Nothing is trained. Deviations: days are the learner's, not spans of 24 hours since the last answer
(on a real log raw moments cost more than half of what the model knows); there are no learning
steps, for what was not known is asked again the same day by the queue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import DEFAULT_PARAMETERS

from tutor_core.review.sm2 import check_quality

LEAST_RETENTION, MOST_RETENTION = 0.7, 0.97
LONGEST_INTERVAL = 36_500
DECAY: float = -DEFAULT_PARAMETERS[20]
FACTOR: float = 0.9 ** (1 / DECAY) - 1
_RATINGS = (Rating.Again, Rating.Again, Rating.Again, Rating.Hard, Rating.Good, Rating.Easy)
_MODEL = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True, slots=True)
class Recalled:
    """One answer to a card: on which of the learner's days, and how well, 0 to 5."""

    day: dt.date
    quality: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is left of a card.

    Attributes:
        stability: Days after which it is recalled with a chance of 0.9, above 0.
        difficulty: How hard it is to make it last, 1 to 10.
        last_on: The learner's day of the last answer.
    """

    stability: float
    difficulty: float
    last_on: dt.date

    def recall(self, on: dt.date) -> float:
        """Return the chance that it is recalled on a day, 0 to 1; 1 on the day of the answer."""
        return recall_after((on - self.last_on).days, self.stability)


def remembered_after(reviews: Iterable[Recalled], begun: Memory | None = None) -> Memory | None:
    """Return what is left of a card after its reviews, in their order; None where there are none.

    Args:
        reviews: From the first to the last; a clock set back counts as the same day.
        begun: Where the memory stood before the first of them; None for a new card.

    Raises:
        ValueError: A quality is none from 0 to 5.
    """
    memory = begun
    for one in reviews:
        memory = answered(memory, one.quality, on=one.day)
    return memory


def answered(memory: Memory | None, quality: int, *, on: dt.date) -> Memory:
    """Return what is left of a card right after an answer.

    Raises:
        ValueError: The quality is none from 0 to 5.
    """
    check_quality(quality)
    day = on if memory is None else max(on, memory.last_on)
    card = Card(
        card_id=0,
        state=State.Learning if memory is None else State.Review,
        step=0 if memory is None else None,
        stability=memory.stability if memory else None,
        difficulty=memory.difficulty if memory else None,
        last_review=_noon(memory.last_on) if memory else None,
        due=_noon(day),
    )
    after, _ = _MODEL.review_card(card, _RATINGS[quality], _noon(day))
    if after.stability is None or after.difficulty is None:
        raise ValueError("the model of memory lost a card")
    return Memory(stability=after.stability, difficulty=after.difficulty, last_on=day)


def carried_over(interval_days: int, last_on: dt.date) -> Memory:
    """Return a memory for a card of which only the interval is known, as other programs tell it.

    The interval is taken for its stability, as if it had been made for a recall of 0.9, and the
    difficulty for that of a card first answered well.
    """
    first = answered(None, 4, on=last_on)
    return Memory(
        stability=float(max(1, interval_days)), difficulty=first.difficulty, last_on=last_on
    )


def recall_after(days: float, stability: float) -> float:
    """Return the chance of recall so many days after the last answer, 0 to 1."""
    return float((1 + FACTOR * max(0.0, days) / stability) ** DECAY)


def interval_for(stability: float, retention: float, *, longest: int = LONGEST_INTERVAL) -> int:
    """Return after how many days the chance of recall has sunk to `retention`, at least 1.

    Args:
        stability: Of the card, days.
        retention: Chance of recall at which it is to be asked, 0.7 to 0.97.
        longest: Days beyond which nothing is put off.
    """
    days: int = round(stability / FACTOR * (retention ** (1 / DECAY) - 1))
    return max(1, min(days, longest))


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
