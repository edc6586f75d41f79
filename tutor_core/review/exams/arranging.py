"""Which of an exam's cards are answered today, and what is to be expected on its day."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from tutor_core.review.desk.queue import Waiting
from tutor_core.review.exams.worth import chosen_today, drawn_recall
from tutor_core.review.memories import Remembered, memories_of

MORE_MINUTES = 10  # a day, of which is said what they would bring
FUTURES = 20  # that are drawn to foresee the day of the exam


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """What a study plan prepares for.

    Attributes:
        plan_id: The plan.
        title: As the learner named it.
        on: The day.
        minutes: A day for its cards.
        skills: Names of those it asks for.
    """

    plan_id: int
    title: str
    on: dt.date
    minutes: int
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamDay:
    """An exam's cards on a day before it.

    Attributes:
        cards: To be answered today, the worthiest first.
        new: Numbers of those among them that were never answered.
        held_back: Due, and left for a day on which they are worth more, or for want of time.
    """

    cards: tuple[Waiting, ...]
    new: frozenset[int]
    held_back: int


NO_EXAM = ExamDay(cards=(), new=frozenset(), held_back=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamForecast:
    """What is to be expected of an exam's cards on its day; shares are 0 to 1.

    Attributes:
        exam: The exam.
        cards: How many there are.
        a_day: Answers a day that fit into the minutes.
        untouched: Recalled if nothing were answered any more.
        expected: Recalled after the plan's minutes a day, on the mean of `FUTURES` drawn futures.
        least: In the worst of them.
        most: In the best of them.
        expected_of_more: Recalled after `MORE_MINUTES` more a day.
        seconds: Of an answer.
    """

    exam: Exam
    cards: int
    a_day: int
    untouched: float
    expected: float
    least: float
    most: float
    expected_of_more: float
    seconds: float


def answers_in(minutes: int, seconds: float) -> int:
    """Return how many answers of so many seconds fit into minutes, at least one."""
    return max(1, math.floor(60 * minutes / max(1.0, seconds)))


def exam_day(cards: Sequence[Remembered], exam: Exam, *, on: dt.date, seconds: float) -> ExamDay:
    """Return what is answered today of an exam's cards, within its minutes.

    Args:
        cards: All of them that may be asked, due or not.
        exam: The exam, on this day or later.
        on: The learner's day.
        seconds: Of an answer.
    """
    done = sum(card.last_on == on for card in cards)
    left = max(0, answers_in(exam.minutes, seconds) - done)
    places = chosen_today(memories_of(cards, on), (exam.on - on).days, left)
    chosen = {cards[place].card_id: cards[place] for place in places}
    held_back = sum(
        card.due_on <= on and card.card_id not in chosen and card.drill_on != on for card in cards
    )
    return ExamDay(
        new=frozenset(number for number, card in chosen.items() if card.last_on is None),
        cards=tuple(Waiting(number, card.content_id) for number, card in chosen.items()),
        held_back=held_back,
    )


def forecast(
    cards: Sequence[Remembered], exam: Exam, *, on: dt.date, seconds: float, rng: random.Random
) -> ExamForecast:
    """Return what is to be expected of an exam's cards; see `exam_day`."""
    memories, exam_in, seed = memories_of(cards, on), (exam.on - on).days, rng.getrandbits(64)
    untouched, drawn, of_more = (
        drawn_recall(memories, exam_in, a_day, runs=FUTURES, rng=random.Random(seed))  # noqa: S311 - a simulation
        for a_day in (  # with the same luck, so that only the minutes tell them apart
            0,
            answers_in(exam.minutes, seconds),
            answers_in(exam.minutes + MORE_MINUTES, seconds),
        )
    )
    return ExamForecast(
        exam=exam,
        cards=len(cards),
        a_day=answers_in(exam.minutes, seconds),
        untouched=float(untouched.mean()),
        expected=float(drawn.mean()),
        least=float(drawn.min()),
        most=float(drawn.max()),
        expected_of_more=float(of_more.mean()),
        seconds=seconds,
    )
