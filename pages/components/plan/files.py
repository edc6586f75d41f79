"""A plan as the bytes of a calendar file."""

from __future__ import annotations

from pages.components.plan import words
from tutor_core.planning.calendar_files import calendar_file
from tutor_core.planning.calendars.views import PlanCalendar


def calendar_bytes(found: PlanCalendar) -> bytes:
    """Return the file; the same plan gives the same bytes."""
    summaries = {key: words.what(task) for key, task in found.tasks.items()}
    return calendar_file(found.plan, found.wish, summaries, now=found.changed_at)
