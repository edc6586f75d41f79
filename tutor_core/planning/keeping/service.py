"""Writes the row of a plan; whoever calls it has found the plan to be the actor's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from tutor_core.db import storable
from tutor_core.models import StudyPlan, table_of
from tutor_core.planning.course import Course, baseline_to, course_to, schedule_to
from tutor_core.planning.living import standing_in
from tutor_core.planning.wishes import wishes_to

_plans = table_of(StudyPlan)
_CHANGE = update(_plans).where(_plans.c.id == bindparam("plan_id"))


def columns_of(course: Course, today: dt.date) -> dict[str, Any]:
    """Return what a row keeps of a plan, by its columns."""
    standing = standing_in(course, today)
    return {
        "title": storable(course.wish.title),
        "target_skills": list(course.wish.targets),
        "target_date": course.wish.target_date,
        "daily_minutes": course.wish.minutes_a_day,
        "wishes": wishes_to(course.wish),
        "schedule": schedule_to(course.days),
        "course": course_to(course),
        "baseline": baseline_to(course),
        "planned_on": course.planned_on,
        "progress_percentage": standing.progress,
        "performance_trend": standing.trend,
    }


def store(db: Session, plan_id: int, values: dict[str, Any], now: dt.datetime) -> None:
    """Change the row of a plan."""
    db.execute(_CHANGE.values(values | {"updated_at": now}), {"plan_id": plan_id})
