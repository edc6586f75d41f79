"""The span of days that a learner looks at, and the steps in which it is drawn."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

Step = Literal["day", "week", "month"]

DRAWN_BY_DAY, DRAWN_BY_WEEK = 31, 371  # the most days of a span that is drawn so
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `first` to `last`, both within it; `last` is not before `first`."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1

    @property
    def step(self) -> Step:
        """Of what length the steps are: the longer the span, the longer."""
        if self.days <= DRAWN_BY_DAY:
            return "day"
        return "week" if self.days <= DRAWN_BY_WEEK else "month"

    def steps(self) -> tuple[dt.date, ...]:
        """Return the first day of every step; weeks begin on Monday, the first step may be cut."""
        days = (self.first + _DAY * number for number in range(self.days))
        return tuple(day for day in days if day == self.first or self._begins_at(day))

    def _begins_at(self, day: dt.date) -> bool:
        if self.step == "day":
            return True
        return day.weekday() == 0 if self.step == "week" else day.day == 1


def step_of(day: dt.date, steps: tuple[dt.date, ...]) -> int:
    """Return the place of the step that a day belongs to; days before the first belong to it."""
    return max(0, bisect_right(steps, day) - 1)
