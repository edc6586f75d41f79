"""A plan as an iCalendar file (RFC 5545) that calendar programs take in and refresh."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import category
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vText

from tutor_core.planning.tasks import Day, Plan

PRODUCT = "-//Tutor//Study plan//EN"
YEAR = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWish:
    """How a plan is written into a calendar.

    Attributes:
        plan_id: The plan; with a task's key it names its entry for good.
        title: Of the plan, as the learner wrote it.
        zone: Where they live.
        starts_at: When they begin a day's tasks, on the wall; None for entries of whole days.
        host: The name under which the tutor is reached, part of every entry's name.
    """

    plan_id: int
    title: str
    zone: ZoneInfo
    starts_at: dt.time | None = None
    host: str = "tutor"


def calendar_file(
    plan: Plan, wish: CalendarWish, summaries: Mapping[str, str], *, now: dt.datetime
) -> bytes:
    """Return a plan as the bytes of an .ics file.

    Args:
        plan: What to write.
        wish: How.
        summaries: By a task's key, what to do, in plain text; tasks without one are not written.
        now: An aware moment: when this was written.

    Raises:
        ValueError: The moment has no zone.
    """
    if now.tzinfo is None:
        raise ValueError(f"a moment needs a zone, got the naive {now!r}")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_clean(wish.title)))  # else it is not escaped
    if wish.starts_at is not None and plan.days:
        calendar.add_component(_zone_of(wish.zone, plan))
    for day in plan.days:
        _add_day(calendar, day, wish, summaries, now)
    return bytes(calendar.to_ical())


def _zone_of(zone: ZoneInfo, plan: Plan) -> Timezone:
    """Return what a calendar must know of a zone's clock in the days of a plan."""
    first, last = plan.days[0].on, plan.days[-1].on
    return Timezone.from_tzinfo(zone, zone.key, first - YEAR, last + YEAR)


def _add_day(
    calendar: Calendar,
    day: Day,
    wish: CalendarWish,
    summaries: Mapping[str, str],
    now: dt.datetime,
) -> None:
    opens = dt.datetime.combine(day.on, wish.starts_at or dt.time(), tzinfo=wish.zone)
    begins = opens.astimezone(dt.UTC)  # minutes pass alike on the days on which clocks change
    for task in day.tasks:
        ends = begins + dt.timedelta(minutes=task.minutes)
        if task.key in summaries:
            event = Event()
            event.add("uid", f"plan-{wish.plan_id}-{task.key}@{wish.host}")
            event.add("dtstamp", now.astimezone(dt.UTC))
            event.add("summary", _clean(summaries[task.key]))
            if wish.starts_at is None:
                event.add("dtstart", day.on)
                event.add("transp", "TRANSPARENT")  # a whole day is not a busy day
            else:
                event.add("dtstart", begins.astimezone(wish.zone))
                event.add("dtend", ends.astimezone(wish.zone))
            calendar.add_component(event)
        begins = ends


def _clean(text: str) -> str:
    """Return a text without characters that no calendar may hold."""
    written = text.encode("utf-8", "ignore").decode()
    return "".join(one for one in written if one == "\n" or category(one) != "Cc")
