"""Changes and ends study plans by hand; each change plans the days anew from today on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.errors import StaleStateError
from tutor_core.planning import by_hand
from tutor_core.planning.course import Course
from tutor_core.planning.ground.queries import ground_of
from tutor_core.planning.keeping.queries import active_rows, course_in, names_of, plan_row
from tutor_core.planning.keeping.service import columns_of, store
from tutor_core.planning.living import gone_on, with_today
from tutor_core.planning.needing import Ground
from tutor_core.planning.queries import work_today
from tutor_core.planning.service import plan_the_day
from tutor_core.planning.wishes import PlanWish, checked_wish

CHANGED_ELSEWHERE = "This plan was changed in another tab: look at it again; nothing was lost."


def change_plan(
    db: Session,
    actor: Actor,
    plan_id: int,
    wish: PlanWish,
    *,
    version: int,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> None:
    """Give one of the actor's plans another title, date, minutes or days off.

    Args:
        db: An open transaction.
        actor: The learner.
        plan_id: The plan.
        wish: What it is to be from today on; its goal and skills stay as they are.
        version: Of the plan as it was shown.
        now: The moment.
        day_starts_at: Wall-clock hour at which their day begins.

    Raises:
        NotFoundError: It is not theirs.
        StaleStateError: It was changed or ended meanwhile.
        InvalidInputError: No plan can be made of it.
    """
    wish = checked_wish(wish)

    def change(course: Course, ground: Ground) -> Course:
        own = course.wish
        wanted = replace(wish, goal=own.goal, targets=own.targets)
        return gone_on(course, ground, wanted)

    _change(db, actor, plan_id, version, change, now=now, day_starts_at=day_starts_at)


def move_task(
    db: Session,
    actor: Actor,
    plan_id: int,
    key: str,
    on: dt.date,
    *,
    version: int,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> None:
    """Put an open task on another day, where it stays; see `change_plan`."""
    _by_hand(
        db, actor, plan_id, version,
        lambda course, _ground: by_hand.with_pin(course, key, on, is_pinned=True),
        now=now, day_starts_at=day_starts_at,
    )  # fmt: skip


def pin_task(
    db: Session,
    actor: Actor,
    plan_id: int,
    key: str,
    *,
    is_pinned: bool,
    version: int,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> None:
    """Keep an open task on its day, or let it go again; see `change_plan`."""

    def pin(course: Course, _ground: Ground) -> Course:
        on = by_hand.day_of_task(course, key)
        return by_hand.with_pin(course, key, on, is_pinned=is_pinned)

    _by_hand(db, actor, plan_id, version, pin, now=now, day_starts_at=day_starts_at)


def skip_task(
    db: Session,
    actor: Actor,
    plan_id: int,
    key: str,
    *,
    version: int,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> None:
    """Leave an open task out; what is to be learnt in it comes another day; see `change_plan`."""
    _by_hand(
        db, actor, plan_id, version,
        lambda course, ground: by_hand.without(course, key, ground.today),
        now=now, day_starts_at=day_starts_at,
    )  # fmt: skip


def end_plan(
    db: Session,
    actor: Actor,
    plan_id: int,
    status: Literal["completed", "abandoned"],
    *,
    version: int,
    now: dt.datetime,
) -> None:
    """Complete or stop one of the actor's plans; it stays among the finished ones.

    Raises:
        NotFoundError: It is not theirs.
        StaleStateError: It was changed or ended meanwhile.
    """
    lock_learner(db, actor)
    row = _current(db, actor, plan_id, version)
    store(db, plan_id, {"status": status, "completed_at": now, "version": row.version + 1}, now)


def _by_hand(
    db: Session,
    actor: Actor,
    plan_id: int,
    version: int,
    change: Callable[[Course, Ground], Course],
    *,
    now: dt.datetime,
    day_starts_at: int,
) -> None:
    """Change a plan's days and plan them anew."""
    _change(
        db, actor, plan_id, version,
        lambda course, ground: gone_on(change(course, ground), ground),
        now=now, day_starts_at=day_starts_at,
    )  # fmt: skip


def _change(
    db: Session,
    actor: Actor,
    plan_id: int,
    version: int,
    change: Callable[[Course, Ground], Course],
    *,
    now: dt.datetime,
    day_starts_at: int,
) -> None:
    """Change a plan as it is now: planned for today, and what is done today done."""
    plan_the_day(db, actor, now=now, day_starts_at=day_starts_at)
    row = _current(db, actor, plan_id, version)
    course = course_in(row)
    oldest = active_rows(db, actor)[0].id
    ground = ground_of(db, actor, has_cards=oldest == plan_id, now=now, day_starts_at=day_starts_at)
    names = names_of(db, [course])
    _, work = work_today(db, actor, {plan_id: course}, names, now=now, day_starts_at=day_starts_at)
    changed = change(with_today(course, work[plan_id], ground.today), ground)
    store(db, plan_id, columns_of(changed, ground.today) | {"version": version + 1}, now)


def _current(db: Session, actor: Actor, plan_id: int, version: int) -> Row[Any]:
    row = plan_row(db, actor, plan_id)
    if row.version != version or row.status != "active":
        raise StaleStateError(CHANGED_ELSEWHERE)
    return row
