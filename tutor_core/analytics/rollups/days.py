"""A learner's day as it stands in `performance_metrics`, made of its attempts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tutor_core.badges.streaks import FreezeState, carried_on
from tutor_core.calendar import is_learning_day, whole_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDay:
    """The graded attempts of one day in one topic.

    Attributes:
        topic: The subject.
        attempts: How many.
        correct: Right ones among them.
        seconds: Worked on them.
        levels: Sum of their difficulties, 1 to 5 each.
        points: Earned with them.
    """

    topic: str
    attempts: int
    correct: int
    seconds: int
    levels: int
    points: int


@dataclass(frozen=True, slots=True)
class ReviewsOfDay:
    """The card reviews of one day: how many, and the seconds worked on them."""

    count: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """What was done on a day: graded attempts by subject, and card reviews."""

    topics: Sequence[TopicDay] = ()
    reviews: ReviewsOfDay = ReviewsOfDay()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A learner's day.

    Attributes:
        date: Which one.
        attempts: Graded attempts.
        correct: Right ones among them.
        reviews: Card reviews.
        minutes: Worked on both, rounded once.
        topics: Subjects practised, in alphabetical order.
        mean_difficulty: Of the attempts, 1 to 5; 0 without any.
        points: Earned.
        streak: Learning days in a row as of this day.
    """

    date: dt.date
    attempts: int
    correct: int
    reviews: int
    minutes: int
    topics: tuple[str, ...]
    mean_difficulty: float
    points: int
    streak: FreezeState

    @property
    def accuracy(self) -> float:
        """Share of right answers, 0 to 1."""
        return self.correct / self.attempts if self.attempts else 0.0

    @property
    def is_learning(self) -> bool:
        """Whether it counts for the streak."""
        return is_learning_day(self.attempts, self.reviews)


def day_of(date: dt.date, work: Work, *, before: FreezeState) -> Day:
    """Return a day from what was done on it.

    Args:
        date: Which day.
        work: What was done.
        before: Learning days in a row as of the last of them before this day.
    """
    topics, reviews = work.topics, work.reviews
    attempts = sum(topic.attempts for topic in topics)
    return Day(
        date=date,
        attempts=attempts,
        correct=sum(topic.correct for topic in topics),
        reviews=reviews.count,
        minutes=whole_minutes(reviews.seconds + sum(topic.seconds for topic in topics)),
        topics=tuple(sorted(topic.topic for topic in topics)),
        mean_difficulty=sum(topic.levels for topic in topics) / attempts if attempts else 0.0,
        points=sum(topic.points for topic in topics),
        streak=carried_on(before, date, is_learning=is_learning_day(attempts, reviews.count)),
    )


def days_of(work: Mapping[dt.date, Work]) -> Iterator[Day]:
    """Give a learner's days in their order, the streak carried on from one to the next."""
    streak = FreezeState()
    for date in sorted(work):
        day = day_of(date, work[date], before=streak)
        yield day
        if day.is_learning:
            streak = day.streak


def columns_of(day: Day) -> dict[str, Any]:
    """Return what `performance_metrics` says of a day."""
    return {
        "metric_date": day.date,
        "total_attempts": day.attempts,
        "correct_attempts": day.correct,
        "accuracy_rate": day.accuracy,
        "time_spent_minutes": day.minutes,
        "topics_studied": list(day.topics),
        "avg_difficulty": day.mean_difficulty,
        "current_streak": day.streak.current,
        "longest_streak": day.streak.longest,
        "freeze_credit": day.streak.credit,
        "points_earned": day.points,
        "reviews": day.reviews,
    }
