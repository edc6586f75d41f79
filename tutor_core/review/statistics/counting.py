"""From plain rows to figures: the learner's days and hours, recall, histograms.

True retention is that of Anki's table: the first answer to a card on the day it came back counts,
its repetitions on that day, cramming and cards never answered before do not. A card is mature from
an interval of 21 days on.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor_core.review.statistics.views import (
    STAGES,
    Bin,
    Buttons,
    DayDone,
    Forecast,
    Period,
    Recall,
    Retention,
    Stage,
)

MATURE_DAYS = 21
RECALLED = 3  # the least quality that is a recall
ASKED: tuple[Stage, ...] = ("young", "mature")  # what retention is of
FORECAST_DAYS = 30
YEAR_DAYS = 365
PERIODS: Mapping[Period, int] = {"day": 1, "week": 7, "month": 30}
INTERVAL_STEPS = (1, 2, 4, 8, MATURE_DAYS, 61, 181, 366)  # days at which a bin begins
EASINESS_STEPS = (130, 150, 170, 190, 210, 230, 250, 270)  # hundredths
QUALITIES = range(6)


class Answers(NamedTuple):
    """Answers of a day that were not taken back and are alike.

    Attributes:
        day: The learner's day on which they were given.
        stage: Of the card before the answer; None where it is not known.
        is_review: Whether each was the one of its day, neither a repetition nor crammed.
        n: How many they are.
        recalled: At how many of them the card was recalled.
        seconds: How long they took together.
    """

    day: dt.date
    stage: Stage | None
    is_review: bool
    n: int
    recalled: int
    seconds: int


class Rated(NamedTuple):
    """Answers within the range that was chosen, alike in their hour and rating.

    Attributes:
        hour: That the learner's clock showed, 0 to 23.
        stage: Of the card before the answer; None where it is not known.
        is_review: Whether each was the one of its day, neither a repetition nor crammed.
        quality: How well the card was recalled, 0 to 5.
        n: How many they are.
    """

    hour: int
    stage: Stage | None
    is_review: bool
    quality: int
    n: int


class DueCards(NamedTuple):
    """Cards that are alike.

    Attributes:
        due_on: The day on which they come back.
        buried_until: The day before which they are not asked, or None.
        interval_days: Planned between the last answer and their day.
        hundredths: Their easiness.
        cards: How many they are.
    """

    due_on: dt.date
    buried_until: dt.date | None
    interval_days: int
    hundredths: int
    cards: int


@dataclass(slots=True)
class Tally:
    """Answers counted by the learner's day, and those of a range by hour and by rating."""

    reviews: Counter[dt.date] = field(default_factory=Counter)
    seconds: Counter[dt.date] = field(default_factory=Counter)
    asked: Counter[tuple[dt.date, Stage]] = field(default_factory=Counter)
    recalled: Counter[tuple[dt.date, Stage]] = field(default_factory=Counter)
    asked_at: Counter[int] = field(default_factory=Counter)
    recalled_at: Counter[int] = field(default_factory=Counter)
    ratings: Counter[tuple[Stage, int]] = field(default_factory=Counter)
    unplaced: int = 0

    def add(self, answers: Answers) -> None:
        """Count answers of a day."""
        day, stage, is_review, n, recalled, seconds = answers
        self.reviews[day] += n
        self.seconds[day] += seconds
        if is_review and stage is not None and stage in ASKED:
            self.asked[day, stage] += n
            self.recalled[day, stage] += recalled

    def add_rated(self, answers: Rated) -> None:
        """Count answers of the range."""
        hour, stage, is_review, quality, n = answers
        if stage is None:
            self.unplaced += n
        else:
            self.ratings[stage, quality] += n
        if is_review and stage in ASKED:
            self.asked_at[hour] += n
            self.recalled_at[hour] += n if quality >= RECALLED else 0

    def done_on(self, day: dt.date) -> DayDone:
        """Return what was done on a day."""
        return DayDone(day=day, reviews=self.reviews[day], seconds=self.seconds[day])

    def recall_between(self, first: dt.date | None, last: dt.date, stage: Stage) -> Recall:
        """Return the recall of cards of a stage from `first` (None: ever) to `last`."""
        days = [
            key
            for key in self.asked
            if key[1] == stage and (first is None or first <= key[0]) and key[0] <= last
        ]
        return Recall(
            recalled=sum(self.recalled[key] for key in days), n=sum(self.asked[key] for key in days)
        )

    def hours(self) -> tuple[Recall, ...]:
        """Return the recall by hour, midnight first."""
        return tuple(
            Recall(recalled=self.recalled_at[hour], n=self.asked_at[hour]) for hour in range(24)
        )


def year_of(tally: Tally, today: dt.date) -> tuple[DayDone, ...]:
    """Return what was done on each of the last 365 days, today last."""
    days = (today - dt.timedelta(days=back) for back in reversed(range(YEAR_DAYS)))
    return tuple(tally.done_on(day) for day in days)


def retention_of(tally: Tally, today: dt.date, since: dt.date | None) -> tuple[Retention, ...]:
    """Return true retention of today, of seven and of thirty days, and from `since` on."""
    begun: dict[Period, dt.date | None] = {
        period: today - dt.timedelta(days=days - 1) for period, days in PERIODS.items()
    }
    begun["range"] = since
    return tuple(
        Retention(
            period=period,
            young=tally.recall_between(first, today, "young"),
            mature=tally.recall_between(first, today, "mature"),
        )
        for period, first in begun.items()
    )


def forecast_of(
    cards: Sequence[DueCards],
    today: dt.date,
    *,
    new: int,
    suspended: int,
    deleted: int,
) -> Forecast:
    """Return on which days cards in review come back; a buried one not before its day."""
    away: Counter[int] = Counter()
    for one in cards:
        day = max(one.due_on, one.buried_until or one.due_on)
        away[(day - today).days] += one.cards
    return Forecast(
        first=today,
        by_day=tuple(away[days] for days in range(FORECAST_DAYS)),
        backlog=sum(count for days, count in away.items() if days < 0),
        later=sum(count for days, count in away.items() if days >= FORECAST_DAYS),
        new=new,
        suspended=suspended,
        deleted=deleted,
    )


def bins_of(values: Iterable[tuple[int, int]], steps: Sequence[int]) -> tuple[Bin, ...]:
    """Return how many cards lie from each step up to the next.

    Args:
        values: Value and how many cards have it; below the first step counts as on it.
        steps: At which a bin begins, ascending; the last has no end.
    """
    counts = [0] * len(steps)
    for value, cards in values:
        counts[max(0, sum(step <= value for step in steps) - 1)] += cards
    ends = [*(step - 1 for step in steps[1:]), None]
    return tuple(
        Bin(low=low, high=high, cards=count)
        for low, high, count in zip(steps, ends, counts, strict=True)
    )


def buttons_of(counts: Mapping[tuple[Stage, int], int]) -> tuple[Buttons, ...]:
    """Return the ratings of each stage from answers by stage and quality."""
    return tuple(
        Buttons(stage=stage, counts=tuple(counts.get((stage, one), 0) for one in QUALITIES))
        for stage in STAGES
    )
