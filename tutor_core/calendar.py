"""The learner's day: when it begins, and what makes it count."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

ATTEMPTS_OF_A_LEARNING_DAY = 5
REVIEWS_OF_A_LEARNING_DAY = 10
SECOND, WEEK = dt.timedelta(seconds=1), dt.timedelta(days=7)


@cache
def zone_names() -> frozenset[str]:
    """Return the names of the IANA zones; looked up once, for it reads hundreds of files."""
    return frozenset(available_timezones())


def zone_named(name: str | None) -> ZoneInfo:
    """Return the IANA zone called `name`; UTC where there is none of that name."""
    return ZoneInfo(name if name and name in zone_names() else "UTC")


def learner_day(at: dt.datetime, zone: ZoneInfo, *, starts_at: int = 4) -> dt.date:
    """Return the day `at` belongs to for a learner living in `zone`.

    A day runs from `starts_at` o'clock on the wall to the same hour of the next day, so that
    an evening past midnight still counts as that evening. On the days on which the clock
    changes the day is an hour longer or shorter; none is lost or counted twice.

    Args:
        at: An aware moment.
        zone: Where the learner is.
        starts_at: Wall-clock hour, 0 to 23, at which the learner's day begins.
    """
    if at.tzinfo is None:
        raise ValueError(f"a moment needs a zone, got the naive {at!r}")
    wall = at.astimezone(zone)
    return wall.date() if wall.hour >= starts_at else wall.date() - dt.timedelta(days=1)


def start_of_day(day: dt.date, zone: ZoneInfo, *, starts_at: int = 4) -> dt.datetime:
    """Return the first moment, in UTC, of the learner's `day`."""
    return dt.datetime.combine(day, dt.time(starts_at), tzinfo=zone).astimezone(dt.UTC)


def offsets_between(
    zone: ZoneInfo, first: dt.datetime, last: dt.datetime
) -> list[tuple[dt.datetime, int]]:
    """Return by how many seconds a zone's clock was ahead of UTC, each with the moment from which.

    The latest stands first; that of `first` stands last and holds from there on.

    Args:
        zone: Where somebody lives.
        first: An aware moment.
        last: A later one.
    """
    found = [(first, _ahead(zone, first))]
    while (at := min(first + WEEK, last)) > first:
        if _ahead(zone, at) != _ahead(zone, first):
            before, after = first, at
            while after - before > SECOND:
                middle = before + (after - before) // 2
                if _ahead(zone, middle) == _ahead(zone, first):
                    before = middle
                else:
                    after = middle
            found.append((after.replace(microsecond=0), _ahead(zone, after)))
        first = at
    return found[::-1]


def _ahead(zone: ZoneInfo, at: dt.datetime) -> int:
    offset = at.astimezone(zone).utcoffset() or dt.timedelta()
    return int(offset.total_seconds())


def whole_minutes(seconds: int) -> int:
    """Return the minutes nearest to a number of seconds; half a minute counts as one."""
    return (seconds + 30) // 60


def is_learning_day(attempts: int, reviews: int = 0) -> bool:
    """Tell whether so many graded attempts and card reviews make a day count for the streak."""
    return attempts >= ATTEMPTS_OF_A_LEARNING_DAY or reviews >= REVIEWS_OF_A_LEARNING_DAY
