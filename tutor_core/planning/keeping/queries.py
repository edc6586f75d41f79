"""Reads the rows of plans, and what was done for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError
from tutor_core.models import Skill, StudyPlan, table_of
from tutor_core.planning.course import Course, course_from
from tutor_core.planning.ground.queries import Worked, worked_since, zone_of
from tutor_core.planning.views import PlanLine
from tutor_core.planning.wishes import PlanWish, with_wishes

_plans, _skills = table_of(StudyPlan), table_of(Skill)
_OWN = select(_plans).where(_plans.c.student_id == bindparam("student_id"))
_ONE = _OWN.where(_plans.c.id == bindparam("plan_id"))
_ACTIVE = _OWN.where(_plans.c.status == "active").order_by(_plans.c.id)
_NAMES = select(_skills.c.id, _skills.c.name, _skills.c.display_name).where(
    _skills.c.id.in_(bindparam("skills", expanding=True))
)

Names = Mapping[int, tuple[str, str]]


def plan_row(db: Session, actor: Actor, plan_id: int) -> Row[Any]:
    """Return the row of one of the actor's plans.

    Raises:
        NotFoundError: It is not theirs.
    """
    row = db.execute(_ONE, {"student_id": actor.id, "plan_id": plan_id}).one_or_none()
    if row is None:
        raise NotFoundError("There is no such plan among yours.")
    return row


def active_rows(db: Session, actor: Actor) -> list[Row[Any]]:
    """Return the rows of the actor's active plans, the oldest first."""
    return list(db.execute(_ACTIVE, {"student_id": actor.id}))


def wish_in(row: Row[Any]) -> PlanWish:
    """Return what a row says that its plan is to be."""
    wish = PlanWish(
        title=row.title,
        goal=row.goal_type,
        targets=tuple(int(skill) for skill in row.target_skills),
        target_date=row.target_date,
        minutes_a_day=row.daily_minutes or 1,
    )
    return with_wishes(wish, row.wishes)


def course_in(row: Row[Any]) -> Course:
    """Return the plan of a row.

    Raises:
        NotFoundError: It was never planned.
    """
    if row.course is None:
        raise NotFoundError("This plan was not begun yet: look at it again.")
    return course_from(
        wish_in(row),
        row.planned_on,
        schedule=row.schedule,
        course=row.course,
        baseline=row.baseline,
    )


def line_in(row: Row[Any]) -> PlanLine:
    """Return a row as a line of a list."""
    return PlanLine(
        plan_id=row.id,
        title=row.title,
        goal=row.goal_type,
        status=row.status or "active",
        target_date=row.target_date,
        progress=row.progress_percentage or 0.0,
        trend=row.performance_trend,
        ended_at=row.completed_at,
    )


def names_of(db: Session, courses: Iterable[Course]) -> Names:
    """Return by number the name and the title of every skill that plans name."""
    wanted = {skill for course in courses for skill in course.skills}
    rows = db.execute(_NAMES, {"skills": sorted(wanted)})
    return {row.id: (row.name, row.display_name) for row in rows}


def work_for(
    db: Session,
    actor: Actor,
    courses: Mapping[int, Course],
    names: Names,
    *,
    since: dt.date,
    day_starts_at: int,
) -> Worked:
    """Return what the actor did for plans, by their numbers, since a day."""
    return worked_since(
        db,
        actor,
        {name: number for number, (name, _) in names.items()},
        courses,
        since=since,
        zone=zone_of(db, actor),
        day_starts_at=day_starts_at,
    )
