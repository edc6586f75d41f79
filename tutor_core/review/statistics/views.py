"""What a learner's reviews and cards come to, in figures that each say how many they rest on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Stage = Literal["new", "young", "mature"]
STAGES: tuple[Stage, ...] = ("new", "young", "mature")
Period = Literal["day", "week", "month", "range"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """How many of `n` answers were recalled."""

    recalled: int = 0
    n: int = 0

    @property
    def share(self) -> float | None:
        """Recalled of all, 0 to 1; None where nothing was asked."""
        return self.recalled / self.n if self.n else None

    def joined(self, other: Recall) -> Recall:
        """Return both together."""
        return Recall(recalled=self.recalled + other.recalled, n=self.n + other.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDone:
    """What was done on one of the learner's days: answers of every kind, and their seconds."""

    day: dt.date
    reviews: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """True retention over some days: of cards asked when they were due, how many were recalled."""

    period: Period
    young: Recall
    mature: Recall

    @property
    def both(self) -> Recall:
        """Young and mature cards together."""
        return self.young.joined(self.mature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Buttons:
    """Which ratings were given to cards of a stage.

    Attributes:
        stage: Of the card before the answer.
        counts: Answers by quality, from 0 to 5: six numbers.
    """

    stage: Stage
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """How many cards lie from `low` to `high`, both included; `high` None for no end."""

    low: int
    high: int | None
    cards: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When the cards in review come back.

    Attributes:
        first: Today, the day that `by_day` begins with.
        by_day: Cards due on each of the next days.
        backlog: Cards that were due before today.
        later: Cards due after those days.
        new: Cards never answered; in none of the above, as are the next two.
        suspended: Cards that are not asked, new or not.
        deleted: Cards put away for good.
    """

    first: dt.date
    by_day: tuple[int, ...]
    backlog: int = 0
    later: int = 0
    new: int = 0
    suspended: int = 0
    deleted: int = 0

    @property
    def n(self) -> int:
        """All cards in review."""
        return self.backlog + sum(self.by_day) + self.later


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStatistics:
    """All figures of a learner's cards.

    Attributes:
        today: What was done today.
        forecast: When the cards in review come back.
        year: What was done on each of the last 365 days, today last.
        retention: True retention of today, seven days, thirty days and the range asked for.
        hours: Recall by the hour of the learner's clock, 24 of them, within the range.
        buttons: Ratings by stage, within the range.
        intervals: Cards in review by their interval, days.
        easiness: Cards in review by their easiness, hundredths.
        unplaced: Answers within the range of which the interval before is not known; they count
            for the time only.
        has_reviews: Whether any answer was ever given and not taken back.
    """

    today: DayDone
    forecast: Forecast
    year: tuple[DayDone, ...]
    retention: tuple[Retention, ...]
    hours: tuple[Recall, ...]
    buttons: tuple[Buttons, ...]
    intervals: tuple[Bin, ...]
    easiness: tuple[Bin, ...]
    unplaced: int
    has_reviews: bool

    @property
    def recall_today(self) -> Recall:
        """True retention of today."""
        return next(one.both for one in self.retention if one.period == "day")
