"""How a plan begins and goes on from day to day; values in, values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from tutor_core.planning.course import Course, Entry, KeptDay
from tutor_core.planning.needing import Ground, needs_of
from tutor_core.planning.replanning import Standing, replanned, standing_of
from tutor_core.planning.request import DAY, PlanRequest, SkillNeed, to_learn
from tutor_core.planning.schedule import plan
from tutor_core.planning.tasks import Plan, Task
from tutor_core.planning.wishes import TARGET_LEVELS, PlanWish
from tutor_core.planning.working import Work, settled, worked_on


def request_of(
    wish: PlanWish, needs: Mapping[int, SkillNeed], ground: Ground, *, course: Course | None = None
) -> PlanRequest:
    """Return what is asked for from today on.

    Raises:
        InvalidInputError: No plan can be made of it.
    """
    return PlanRequest(
        goal=wish.goal,
        targets=wish.targets,
        skills=needs,
        first_day=ground.today,
        target_date=wish.target_date,
        minutes_a_day=wish.minutes_a_day,
        weekdays_off=wish.weekdays_off,
        days_off=wish.days_off,
        pinned={} if course is None else course.pinned,
        done=() if course is None else course.done,
        card_minutes=ground.card_minutes,
    )


def asked_for(wish: PlanWish, ground: Ground) -> PlanRequest:
    """Return the request of a plan that is to begin today.

    Raises:
        InvalidInputError: No plan can be made of it.
    """
    needs = needs_of(ground, wish.targets, level=TARGET_LEVELS[wish.goal])
    return request_of(wish, needs, ground)


def begun(wish: PlanWish, ground: Ground) -> Course:
    """Return a plan on its first day.

    Raises:
        InvalidInputError: No plan can be made of it.
    """
    request = asked_for(wish, ground)
    first = plan(request)
    return Course(
        wish=wish,
        began_on=ground.today,
        planned_on=ground.today,
        days=_kept(first),
        plan=first,
        first=first,
        needs=_learnt_in(request),
    )


def settle(course: Course, work: Mapping[dt.date, Work], ground: Ground) -> Course:
    """Return a plan of which the days before today are over, and that names only skills taught.

    Args:
        course: The plan as it was kept.
        work: By day from `course.planned_on` on, what was done.
        ground: What it stands on now.
    """
    reached = reached_now(course, ground)
    days = {day.on: day.entries for day in course.days}
    for on in (on for on in sorted({*work, *days}) if course.planned_on <= on < ground.today):
        over = {skill for skill, day in reached.items() if day <= on}
        entries = worked_on(days.get(on, ()), work.get(on, Work()), on=on, reached=over)
        if entries:
            days[on] = settled(entries)
    gone = [skill for skill in course.wish.targets if skill not in ground.taught]
    left = tuple(skill for skill in course.wish.targets if skill in ground.taught)
    return replace(
        course,
        wish=replace(course.wish, targets=left),
        days=tuple(KeptDay(on=on, entries=days[on]) for on in sorted(days)),
        reached=reached,
        dropped=(*course.dropped, *map(ground.title_of, gone)),
    )


def with_today(course: Course, work: Work, today: dt.date) -> Course:
    """Return a plan in which those of today's tasks are over that are done by now."""
    entries = course.entries_on(today)
    found = worked_on(entries, work, on=today, reached=course.reached)[: len(entries)]
    kept = tuple(
        after if after.outcome == "done" else before
        for before, after in zip(entries, found, strict=True)
    )
    return replace(
        course,
        days=tuple(replace(day, entries=kept) if day.on == today else day for day in course.days),
    )


def is_reached(course: Course) -> bool:
    """Tell whether all that a plan was to teach is at its level."""
    return not course.waiting


def last_day(wish: PlanWish) -> dt.date:
    """Return the last day of work; the day of an exam has none."""
    return wish.target_date - DAY if wish.goal == "exam_prep" else wish.target_date


def reached_now(course: Course, ground: Ground) -> dict[int, dt.date]:
    """Return when each skill of a plan got to its level; what was reached stays so."""
    level = TARGET_LEVELS[course.wish.goal]
    last = max(course.began_on, ground.today - DAY)
    found = dict(course.reached)
    found.update({skill: last for skill in course.waiting if ground.is_reached(skill, level)})
    return found


def gone_on(course: Course, ground: Ground, wish: PlanWish | None = None) -> Course:
    """Return a settled plan as it goes on from today.

    Args:
        course: The plan.
        ground: What it stands on.
        wish: What it is to be from today on; None for as it is. What was planned until today
            stays what is compared with, from today on the new days are.

    Raises:
        InvalidInputError: There is no day left, or what is pinned does not fit.
    """
    wanted = wish or course.wish
    level = TARGET_LEVELS[wanted.goal]
    needs = needs_of(ground, wanted.targets, level=level, reached=course.reached)
    request = request_of(wanted, needs, ground, course=_without_lost_pins(course, needs, ground))
    found = replanned(course.ahead, request)
    past = [day for day in course.days if day.on < ground.today]
    over = tuple(e for e in course.entries_on(ground.today) if e.outcome != "open")
    going = replace(
        course,
        wish=wanted,
        planned_on=ground.today,
        days=(*past, *_with_over(_kept(found), ground.today, over)),
        plan=found,
    )
    return going if wish is None else _compared_anew(going, request, found)


def standing_in(course: Course, today: dt.date) -> Standing:
    """Return how a plan goes."""
    return standing_of(course.first, course.needs, course.done, course.reached, today=today)


def _learnt_in(request: PlanRequest) -> dict[int, SkillNeed]:
    """Return what is needed of the skills that are to be learnt, and of those chosen."""
    wanted = {*to_learn(request), *request.targets}
    return {skill: need for skill, need in request.skills.items() if skill in wanted}


def _compared_anew(course: Course, request: PlanRequest, found: Plan) -> Course:
    today = request.first_day
    before = {skill: on for skill, on in course.first.finished_on.items() if on < today}
    first = replace(
        found,
        days=(*(day for day in course.first.days if day.on < today), *found.days),
        finished_on=dict(found.finished_on) | before,
    )
    return replace(course, first=first, needs=_learnt_in(request) | dict(course.needs))


def _without_lost_pins(course: Course, needs: Mapping[int, SkillNeed], ground: Ground) -> Course:
    """Leave out what is pinned to days that are over, or of which nothing is left to learn."""

    def is_lost(task: Task) -> bool:
        if task.skill is None:
            return False
        need = needs.get(task.skill)
        return need is None or (task.kind == "learn" and not need.minutes)

    days = {
        day.on: [
            e
            if day.on >= ground.today and not is_lost(e.task)
            else replace(e, task=replace(e.task, is_pinned=False))
            for e in day.entries
        ]
        for day in course.days
    }
    return with_days(replace(course, planned_on=ground.today), days)


def with_days(course: Course, days: Mapping[dt.date, Sequence[Entry]]) -> Course:
    """Return a plan with other days."""
    kept = tuple(KeptDay(on=on, entries=tuple(days[on])) for on in sorted(days))
    return replace(course, days=kept)


def _kept(found: Plan) -> tuple[KeptDay, ...]:
    return tuple(
        KeptDay(on=day.on, entries=tuple(Entry(task=task) for task in day.tasks))
        for day in found.days
    )


def _with_over(
    days: Collection[KeptDay], today: dt.date, over: tuple[Entry, ...]
) -> tuple[KeptDay, ...]:
    """Put what of today is over before what is open."""
    if not over:
        return tuple(days)
    found = {day.on: day for day in days}
    now = found.get(today, KeptDay(on=today, entries=()))
    found[today] = KeptDay(on=today, entries=(*over, *now.entries))
    return tuple(found[on] for on in sorted(found))
