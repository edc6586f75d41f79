"""How a learner wants to review; where they have not said so, the policy holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from tutor_core.errors import InvalidInputError
from tutor_core.review.memory import LEAST_RETENTION, MOST_RETENTION
from tutor_core.review.policy import ReviewPolicy

Scheduling = Literal["sm2", "sm2-compat", "fsrs"]
Order = Literal["longest_due", "least_recalled", "most_recalled", "shortest_interval", "chance"]
Buttons = Literal["four", "two", "six"]
ORDERS: tuple[Order, ...] = get_args(Order)
BUTTONS: tuple[Buttons, ...] = get_args(Buttons)
WEEK = 7
MOST_NEW, MOST_DUE = 500, 2000
LONGEST_HOLIDAY = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Days on which nothing is asked, both included."""

    begins: dt.date
    ends: dt.date

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is one of them."""
        return self.begins <= day <= self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWishes:
    """What a learner has said; None where the policy holds.

    Attributes:
        scheduling: Which algorithm decides when a card is asked again.
        retention: Chance of recall at which FSRS asks a card again, 0.7 to 0.97.
        new_a_day: New cards a day at most, 0 to 500.
        due_a_day: Due cards a day at most, 0 to 2,000.
        order: In which order due cards come.
        buttons: Four ratings, two, or the six of SM-2.
        is_spread: Whether cards are moved within their range to even out the days.
        siblings_together: Whether cards of one note may come on the same day.
        easy_days: Weekdays, 0 for Monday to 6, on which as little as possible is to fall.
        holiday: The next one; None for none.
    """

    scheduling: Scheduling | None = None
    retention: float | None = None
    new_a_day: int | None = None
    due_a_day: int | None = None
    order: Order = "longest_due"
    buttons: Buttons = "four"
    is_spread: bool = True
    siblings_together: bool = False
    easy_days: frozenset[int] = frozenset()
    holiday: Holiday | None = None

    def checked(self) -> ReviewWishes:
        """Return the wishes where they can be fulfilled.

        Raises:
            InvalidInputError: A number is out of its range, all days are easy, or the holiday
                ends before it begins or lasts more than a year.
        """
        for field, low, high, unit in (
            ("retention", LEAST_RETENTION, MOST_RETENTION, ""),
            ("new_a_day", 0, MOST_NEW, " cards a day"),
            ("due_a_day", 0, MOST_DUE, " cards a day"),
        ):
            value = getattr(self, field)
            if value is not None and not low <= value <= high:
                raise InvalidInputError(field, f"Choose from {low:g} to {high:g}{unit}.")
        if len(self.easy_days) >= WEEK:
            raise InvalidInputError("easy_days", "Leave at least one day of the week to review.")
        if self.holiday is not None:
            _check(self.holiday)
        return self

    def limits(self, policy: ReviewPolicy) -> tuple[int, int]:
        """Return how many new and how many due cards a day at most."""
        new = policy.new_a_day if self.new_a_day is None else self.new_a_day
        due = policy.due_a_day if self.due_a_day is None else self.due_a_day
        return new, due

    def is_closed(self, day: dt.date) -> bool:
        """Tell whether nothing is asked on a day."""
        return self.holiday is not None and self.holiday.holds(day)

    def is_easy(self, day: dt.date) -> bool:
        """Tell whether as little as possible is to fall on a day."""
        return day.weekday() in self.easy_days


def wishes_to(wishes: ReviewWishes) -> dict[str, Any]:
    """Return the wishes as they are stored."""
    document = asdict(wishes) | {"easy_days": sorted(wishes.easy_days)}
    if wishes.holiday is not None:
        document["holiday"] = [wishes.holiday.begins.isoformat(), wishes.holiday.ends.isoformat()]
    return document


def wishes_from(document: Mapping[str, Any] | None) -> ReviewWishes:
    """Read wishes as they are stored; what later versions added has its default."""
    if not document:
        return ReviewWishes()
    known = {name: document[name] for name in ReviewWishes.__slots__ if name in document}
    holiday = known.pop("holiday", None)
    easy_days: Collection[int] = known.pop("easy_days", ())
    found = replace(ReviewWishes(**known), easy_days=frozenset(easy_days))
    if holiday is None:
        return found
    begins, ends = (dt.date.fromisoformat(day) for day in holiday)
    return replace(found, holiday=Holiday(begins=begins, ends=ends))


def _check(holiday: Holiday) -> None:
    days = (holiday.ends - holiday.begins).days
    if days < 0:
        raise InvalidInputError("holiday", "The holiday ends before it begins; swap the days.")
    if days >= LONGEST_HOLIDAY:
        raise InvalidInputError("holiday", "A holiday lasts a year at most; choose an earlier end.")
