"""What is written into a calendar, and what is told of the address at which one reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tutor_core.planning.calendar_files import CalendarWish
from tutor_core.planning.tasks import Plan
from tutor_core.planning.views import TaskView


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCalendar:
    """A plan for a calendar.

    Attributes:
        plan: Its days with what was done and what is still to do.
        wish: How it is written.
        tasks: By key, what is written.
        changed_at: When the plan last changed.
    """

    plan: Plan
    wish: CalendarWish
    tasks: Mapping[str, TaskView]
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An address at which calendar programs read a plan.

    Attributes:
        created_at: When it was made.
        last_fetched_at: When it was last read, to the hour; None for never.
    """

    created_at: dt.datetime
    last_fetched_at: dt.datetime | None
