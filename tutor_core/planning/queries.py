"""Reads a learner's study plans: today's tasks, a plan, a draft, what is to be expected of it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day
from tutor_core.errors import NotFoundError
from tutor_core.models import StudyPlan, table_of
from tutor_core.planning.course import Course
from tutor_core.planning.feasible import feasibility
from tutor_core.planning.foreseeing import Outlook, Pace, foreseen
from tutor_core.planning.ground.queries import ground_of, zone_of
from tutor_core.planning.keeping.queries import (
    active_rows,
    course_in,
    line_in,
    names_of,
    plan_row,
    wish_in,
    work_for,
)
from tutor_core.planning.living import asked_for, standing_in
from tutor_core.planning.schedule import plan
from tutor_core.planning.showing import Names, day_of, draft_of, plan_view
from tutor_core.planning.tasks import cards_key
from tutor_core.planning.views import Choosable, Draft, PlanLine, PlanView, TaskView
from tutor_core.planning.wishes import PlanWish, checked_wish
from tutor_core.planning.working import Work
from tutor_core.profiling.placements.queries import placeable_skills
from tutor_core.review.desk.queries import cards_left

_plans = table_of(StudyPlan)
_LINES: Select[Any] = (
    select(
        _plans.c.id,
        _plans.c.title,
        _plans.c.goal_type,
        _plans.c.status,
        _plans.c.target_date,
        _plans.c.progress_percentage,
        _plans.c.performance_trend,
        _plans.c.completed_at,
    )
    .where(_plans.c.student_id == bindparam("student_id"), _plans.c.course.is_not(None))
    .order_by(_plans.c.status != "active", _plans.c.target_date, _plans.c.id)
)
_PLANNED_ON = select(_plans.c.planned_on).where(
    _plans.c.student_id == bindparam("student_id"), _plans.c.status == "active"
)


def choosable_skills(db: Session, actor: Actor) -> list[Choosable]:
    """Return every skill that a plan may be about, by number."""
    return [
        Choosable(skill_id=one.skill_id, title=one.display_name, topic=one.topic)
        for one in placeable_skills(db, actor)
        if one.is_askable
    ]


def draft_plan(
    db: Session, actor: Actor, wish: PlanWish, *, now: dt.datetime, day_starts_at: int = 4
) -> Draft:
    """Return what a plan would be, and whether it fits; nothing is kept.

    Raises:
        InvalidInputError: No plan can be made of it.
    """
    wish = checked_wish(wish)
    has_cards = not db.execute(_PLANNED_ON, {"student_id": actor.id}).all()
    ground = ground_of(db, actor, has_cards=has_cards, now=now, day_starts_at=day_starts_at)
    request = asked_for(wish, ground)
    found = plan(request)
    names = {number: (s.name, s.display_name) for number, s in ground.standing.skills.items()}
    return draft_of(wish, request, found, feasibility(request, found), names)


def plans_of(db: Session, actor: Actor) -> list[PlanLine]:
    """Return all plans of the actor that were ever begun, the active ones first."""
    return [line_in(row) for row in db.execute(_LINES, {"student_id": actor.id})]


def needs_planning(db: Session, actor: Actor, *, now: dt.datetime, day_starts_at: int = 4) -> bool:
    """Tell whether a plan of the actor was not yet planned for today."""
    days = db.scalars(_PLANNED_ON, {"student_id": actor.id}).all()
    if not days:
        return False
    today = learner_day(now, zone_of(db, actor), starts_at=day_starts_at)
    return any(day is None or day < today for day in days)


def tasks_today(
    db: Session, actor: Actor, *, now: dt.datetime, day_starts_at: int = 4
) -> list[TaskView]:
    """Return today's tasks of all the actor's plans, as far as they are done by now."""
    rows = [row for row in active_rows(db, actor) if row.course is not None]
    if not rows:
        return []
    courses = {row.id: course_in(row) for row in rows}
    names = names_of(db, courses.values())
    today, work = work_today(db, actor, courses, names, now=now, day_starts_at=day_starts_at)
    return [
        task
        for plan_id, course in courses.items()
        for task in day_of(plan_id, course, today, names, work[plan_id]).tasks
        if not task.is_beside
    ]


def plan_of(
    db: Session, actor: Actor, plan_id: int, *, now: dt.datetime, day_starts_at: int = 4
) -> PlanView:
    """Return one of the actor's plans with all its days.

    Raises:
        NotFoundError: It is not theirs, or was never planned.
    """
    row = plan_row(db, actor, plan_id)
    course = course_in(row)
    names = names_of(db, [course])
    today, work = work_today(
        db, actor, {plan_id: course}, names, now=now, day_starts_at=day_starts_at
    )
    return plan_view(
        line_in(row),
        course,
        standing_in(course, today),
        names,
        work=work[plan_id] if row.status == "active" else None,
        version=row.version,
        today=today,
    )


def task_of(
    db: Session, actor: Actor, reference: str, *, now: dt.datetime, day_starts_at: int = 4
) -> TaskView:
    """Return one of today's tasks of the actor by its reference.

    Raises:
        NotFoundError: It is not among today's tasks of their active plans.
    """
    tasks = tasks_today(db, actor, now=now, day_starts_at=day_starts_at)
    found = next((task for task in tasks if task.reference == reference), None)
    if found is None:
        raise NotFoundError("This task is not among today's: look at your plan again.")
    return found


def targets_of(db: Session, actor: Actor, plan_id: int) -> tuple[str, ...]:
    """Return the names of the skills that one of the actor's plans is about, and that are asked.

    Raises:
        NotFoundError: It is not theirs.
    """
    wanted = wish_in(plan_row(db, actor, plan_id)).targets
    skills = placeable_skills(db, actor)
    return tuple(one.name for one in skills if one.skill_id in wanted and one.is_askable)


def outlook_of(
    db: Session, actor: Actor, plan_id: int, *, now: dt.datetime, day_starts_at: int = 4
) -> tuple[list[dt.date], Outlook]:
    """Return the days left of one of the actor's plans, and what is to be expected of them.

    The same day gives the same futures.

    Raises:
        NotFoundError: It is not theirs, or was never planned.
    """
    course = course_in(plan_row(db, actor, plan_id))
    today = learner_day(now, zone_of(db, actor), starts_at=day_starts_at)
    history = [
        sum(entry.minutes for entry in day.entries if entry.task.skill is not None)
        for day in course.days
        if day.on < today
    ]
    ahead = course.ahead
    rng = random.Random(f"{plan_id}:{today.isoformat()}")  # noqa: S311 - a simulation
    return [day.on for day in ahead.days], foreseen(ahead, history, Pace(), rng=rng)


def work_today(
    db: Session,
    actor: Actor,
    courses: Mapping[int, Course],
    names: Names,
    *,
    now: dt.datetime,
    day_starts_at: int,
) -> tuple[dt.date, dict[int, Work]]:
    """Return the actor's day, and what was done on it for each of their plans."""
    zone = zone_of(db, actor)
    today = learner_day(now, zone, starts_at=day_starts_at)
    found = work_for(db, actor, courses, names, since=today, day_starts_at=day_starts_at)
    cards = cards_key(today)
    has_cards = any(
        entry.task.key == cards for course in courses.values() for entry in course.entries_on(today)
    )
    none_left = has_cards and not cards_left(db, actor, zone, now=now, day_starts_at=day_starts_at)
    return today, {
        plan_id: replace(found.of(plan_id, course.skills, today), no_cards_left=none_left)
        for plan_id, course in courses.items()
    }
