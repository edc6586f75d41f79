"""Plans as the pages see them; values in, values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from tutor_core.content.graph import SkillGraph
from tutor_core.planning.course import Course, Entry, KeptDay
from tutor_core.planning.feasible import Feasibility
from tutor_core.planning.replanning import Standing
from tutor_core.planning.request import PlanRequest
from tutor_core.planning.tasks import Plan, Task
from tutor_core.planning.views import Added, DayView, Draft, PlanLine, PlanView, TaskView
from tutor_core.planning.wishes import PlanWish
from tutor_core.planning.working import BESIDE, Work, worked_on

Names = Mapping[int, tuple[str, str]]  # by number the name and the title of a skill


def day_of(
    plan_id: int, course: Course, on: dt.date, names: Names, work: Work | None = None
) -> DayView:
    """Return a day of a plan.

    Args:
        plan_id: The plan.
        course: As it goes.
        on: The day.
        names: Of its skills.
        work: What was done on it so far; None for a day that is settled or lies ahead.
    """
    entries = course.entries_on(on)
    if work is not None:
        entries = worked_on(entries, work, on=on, reached=course.reached)
    tasks = (_task(plan_id, course.wish.title, entry, names) for entry in entries)
    return DayView(on=on, tasks=tuple(tasks))


def plan_view(
    line: PlanLine,
    course: Course,
    standing: Standing,
    names: Names,
    *,
    work: Work | None,
    version: int,
    today: dt.date,
) -> PlanView:
    """Return a plan on its page.

    Args:
        line: As in a list.
        course: As it goes.
        standing: How it goes.
        names: Of its skills.
        work: What was done today; None for a plan that is over.
        version: Of its row.
        today: The learner's day.
    """
    wanted = {skill for skill, need in course.needs.items() if need.minutes}
    return PlanView(
        line=line,
        version=version,
        wish=course.wish,
        began_on=course.began_on,
        today=today,
        standing=standing,
        days=tuple(
            day_of(line.plan_id, course, day.on, names, work if day.on == today else None)
            for day in course.days
        ),
        targets=_titles(course.wish.targets, names),
        added=_titles(course.plan.added, names),
        left_out=_left_out(course.plan.left_out, names),
        reached=len(wanted & course.reached.keys()),
        to_learn=len(wanted),
        dropped=course.dropped,
    )


def draft_of(
    wish: PlanWish, request: PlanRequest, found: Plan, feasibility: Feasibility, names: Names
) -> Draft:
    """Return a plan before it is kept."""
    kept = (
        KeptDay(on=day.on, entries=tuple(Entry(task=task) for task in day.tasks))
        for day in found.days
    )
    tasks = [*(task for day in found.days for task in day.tasks), *found.left_out]
    return Draft(
        wish=wish,
        today=request.first_day,
        feasibility=feasibility,
        days=tuple(
            DayView(on=day.on, tasks=tuple(_task(0, wish.title, e, names) for e in day.entries))
            for day in kept
        ),
        added=_added(request, found, names),
        left_out=_left_out(found.left_out, names),
        minutes=sum(task.minutes for task in tasks if task.skill is not None),
    )


def _task(plan_id: int, title: str, entry: Entry, names: Names) -> TaskView:
    task = entry.task
    name, skill_title = ("", "") if task.skill is None else _named(task.skill, names)
    return TaskView(
        plan_id=plan_id,
        plan_title=title,
        key=task.key,
        kind=task.kind,
        skill=None if task.skill is None else name,
        title=skill_title,
        minutes=task.minutes,
        minutes_done=entry.minutes,
        outcome=entry.outcome,
        is_pinned=task.is_pinned,
        is_beside=task.key.startswith(BESIDE),
    )


def _added(request: PlanRequest, found: Plan, names: Names) -> tuple[Added, ...]:
    graph = SkillGraph({skill: need.prerequisites for skill, need in request.skills.items()})
    below = {target: graph.ancestors(target) for target in request.targets}
    return tuple(
        Added(
            title=_named(skill, names)[1],
            needed_by=_titles((one for one in request.targets if skill in below[one]), names),
        )
        for skill in found.added
    )


def _left_out(tasks: Iterable[Task], names: Names) -> tuple[str, ...]:
    return _titles((t.skill for t in tasks if t.kind == "learn" and t.skill is not None), names)


def _titles(skills: Iterable[int], names: Names) -> tuple[str, ...]:
    return tuple(_named(skill, names)[1] for skill in dict.fromkeys(skills))


def _named(skill: int, names: Names) -> tuple[str, str]:
    return names.get(skill, (str(skill), f"Skill {skill}"))
