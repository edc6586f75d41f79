"""A learner's day as it stands in `performance_metrics`, made of its attempts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

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


NO_REVIEWS = ReviewsOfDay()


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


def day_of(
    date: dt.date,
    topics: Sequence[TopicDay],
    reviews: ReviewsOfDay = NO_REVIEWS,
    *,
    before: FreezeState,
) -> Day:
    """Return a day from its attempts by topic and its reviews.

    Args:
        date: Which day.
        topics: Its attempts.
        reviews: Of its cards.
        before: Learning days in a row as of the last of them before this day.
    """
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
