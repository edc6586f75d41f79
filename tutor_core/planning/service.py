"""Makes study plans, and plans them anew once a day from what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.errors import InvalidInputError
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import Standing
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.models import StudyPlan, table_of
from tutor_core.planning.course import Course
from tutor_core.planning.ground.queries import ground_of
from tutor_core.planning.keeping.queries import (
    active_rows,
    course_in,
    names_of,
    plan_row,
    wish_in,
    work_for,
)
from tutor_core.planning.keeping.service import columns_of, store
from tutor_core.planning.living import begun, gone_on, is_reached, last_day, settle
from tutor_core.planning.needing import Ground
from tutor_core.planning.wishes import TARGET_LEVELS, PlanWish, checked_wish

MOST_ACTIVE = 5  # plans at a time
ENDS_WHEN_REACHED = ("mastery", "custom")  # other plans go on to their day

_plans = table_of(StudyPlan)
_COUNT = select(func.count()).where(
    _plans.c.student_id == bindparam("student_id"), _plans.c.status == "active"
)
# Read after every answer, so without the days of the plans.
_WAITING = select(_plans.c.id, _plans.c.goal_type, _plans.c.course).where(
    _plans.c.student_id == bindparam("student_id"),
    _plans.c.status == "active",
    _plans.c.course.is_not(None),
)


def make_plan(
    db: Session, actor: Actor, wish: PlanWish, *, now: dt.datetime, day_starts_at: int = 4
) -> int:
    """Make a plan for the actor that begins today; return its number.

    Several may be active, each with its own minutes; the cards due belong to the oldest.

    Raises:
        InvalidInputError: No plan can be made of it, or there are five already.
    """
    lock_learner(db, actor)
    wish = checked_wish(wish)
    active = db.scalar(_COUNT, {"student_id": actor.id}) or 0
    if active >= MOST_ACTIVE:
        raise InvalidInputError(
            "title", f"You have {MOST_ACTIVE} plans going on: finish or stop one first."
        )
    ground = ground_of(db, actor, has_cards=not active, now=now, day_starts_at=day_starts_at)
    course = begun(wish, ground)
    values = columns_of(course, ground.today) | {
        "student_id": actor.id,
        "goal_type": wish.goal,
        "created_at": now,
        "updated_at": now,
    }
    made = db.execute(insert(_plans).values(values).returning(_plans.c.id))
    return int(made.scalar_one())


def plan_the_day(
    db: Session, actor: Actor, *, now: dt.datetime, day_starts_at: int = 4
) -> tuple[str, ...]:
    """Plan the actor's active plans for today, where that was not done yet; close what is over.

    A plan is over when its last day is past, or all is reached and nothing waits for a day. It is
    completed where every skill got to its level, otherwise stopped.

    Returns:
        Titles of the plans that were closed.
    """
    lock_learner(db, actor)
    closed: list[str] = []
    has_cards = True
    for row in active_rows(db, actor):
        ground = ground_of(db, actor, has_cards=has_cards, now=now, day_starts_at=day_starts_at)
        if row.planned_on is not None and row.planned_on >= ground.today:
            has_cards = False
            continue
        if _go_on(db, actor, row, ground, now=now, day_starts_at=day_starts_at):
            has_cards = False
        else:
            closed.append(row.title)
    return tuple(closed)


def record_reached(
    db: Session,
    actor: Actor,
    practised: Collection[int],
    standing: Standing,
    parameters: KnowledgeParameters,
    levels: MasteryPolicy,
    *,
    today: dt.date,
    now: dt.datetime,
) -> None:
    """Note in the actor's plans which of the skills just practised got to their level.

    The caller holds the lock of the learner's row.

    Args:
        db: An open transaction.
        actor: The learner.
        practised: Numbers of the skills.
        standing: After the answer.
        parameters: Of the knowledge model.
        levels: The thresholds.
        today: The learner's day.
        now: The moment.
    """
    ground = Ground(today=today, standing=standing, parameters=parameters, levels=levels)
    for plan_id, goal, course in db.execute(_WAITING, {"student_id": actor.id}).all():
        level = TARGET_LEVELS[goal]
        there = {*practised} & {*course["waiting"]}
        found = {skill: today for skill in there if ground.is_reached(skill, level)}
        if found:
            before = course_in(plan_row(db, actor, plan_id))
            after = replace(before, reached={**before.reached, **found})
            store(db, plan_id, columns_of(after, today), now)


def _go_on(
    db: Session,
    actor: Actor,
    row: Row[Any],
    ground: Ground,
    *,
    now: dt.datetime,
    day_starts_at: int,
) -> bool:
    """Plan a plan for today, or close it; tell whether it goes on."""
    wish = wish_in(row)
    is_past = last_day(wish) < ground.today
    if row.course is None:  # made without a schedule
        course = None if is_past else _begun_or_none(wish, ground)
        if course is None:
            store(db, row.id, {"status": "abandoned", "completed_at": now}, now)
        else:
            store(db, row.id, columns_of(course, ground.today), now)
        return course is not None
    kept = course_in(row)
    names = names_of(db, [kept])
    work = work_for(
        db, actor, {row.id: kept}, names, since=kept.planned_on, day_starts_at=day_starts_at
    )
    days = {on: work.of(row.id, kept.skills, on) for on in work.days}
    course = settle(kept, days, ground)
    is_whole = is_reached(course)
    is_early = is_whole and wish.goal in ENDS_WHEN_REACHED
    if is_past or is_early or not course.wish.targets:
        status = "completed" if is_whole and course.wish.targets else "abandoned"
        ended = columns_of(replace(course, planned_on=ground.today), ground.today)
        store(db, row.id, ended | {"status": status, "completed_at": now}, now)
        return False
    store(db, row.id, columns_of(gone_on(course, ground), ground.today), now)
    return True


def _begun_or_none(wish: PlanWish, ground: Ground) -> Course | None:
    try:
        return begun(wish, ground)
    except InvalidInputError:
        return None
