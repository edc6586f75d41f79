"""A plan as it is kept: its days with what came of them, and as documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from tutor_core.planning.request import SkillNeed
from tutor_core.planning.tasks import Day, Done, Plan, Task
from tutor_core.planning.wishes import PlanWish

Outcome = Literal["open", "done", "part", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A task on a day, and what came of it.

    Attributes:
        task: The task.
        minutes: Worked on it.
        outcome: Open: nothing came of it yet, or at all; part: too little to count as done.
    """

    task: Task
    minutes: int = 0
    outcome: Outcome = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """A day of a plan, its tasks in their order; what was done beside them stands last."""

    on: dt.date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A plan since its beginning.

    Attributes:
        wish: What it is to be.
        began_on: Its first day.
        planned_on: The day for which it was last planned; days before are settled.
        days: All its days, as they were planned last, in order.
        plan: What was planned last; its own days are left out, they are among `days`.
        reached: When skills got to their level since it began.
        first: What was done is compared with this.
        needs: What the skills took when that was planned.
        dropped: Titles of chosen skills that are not taught any more.
    """

    wish: PlanWish
    began_on: dt.date
    planned_on: dt.date
    days: tuple[KeptDay, ...]
    plan: Plan
    first: Plan
    needs: Mapping[int, SkillNeed]
    reached: Mapping[int, dt.date] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()

    @property
    def skills(self) -> frozenset[int]:
        """Every skill that it names."""
        tasks = (entry.task.skill for day in self.days for entry in day.entries)
        named = (*self.wish.targets, *self.needs, *self.plan.added, *tasks)
        return frozenset(skill for skill in named if skill is not None)

    @property
    def waiting(self) -> tuple[int, ...]:
        """The skills that are not at their level yet."""
        needs = self.needs.items()
        return tuple(one for one, need in needs if need.minutes and one not in self.reached)

    @property
    def done(self) -> tuple[Done, ...]:
        """All that was done or skipped so far."""
        return tuple(
            Done(task=entry.task, on=day.on, minutes=entry.minutes)
            for day in self.days
            for entry in day.entries
            if entry.outcome != "open"
        )

    @property
    def ahead(self) -> Plan:
        """What is still to be done, from `planned_on` on."""
        return self.plan_with(
            Day(on=day.on, tasks=tuple(e.task for e in day.entries if e.outcome == "open"))
            for day in self.days
            if day.on >= self.planned_on
        )

    def plan_with(self, days: Iterable[Day]) -> Plan:
        """Return what was planned last with other days."""
        return replace(self.plan, days=tuple(days))

    @property
    def pinned(self) -> dict[dt.date, tuple[Task, ...]]:
        """By day from `planned_on` on, the open tasks that the learner wants on it."""
        found = {
            day.on: tuple(task for task in day.tasks if task.is_pinned) for day in self.ahead.days
        }
        return {on: tasks for on, tasks in found.items() if tasks}

    def entries_on(self, on: dt.date) -> tuple[Entry, ...]:
        """Return what a day holds."""
        return next((day.entries for day in self.days if day.on == on), ())


def schedule_to(days: Iterable[KeptDay]) -> list[dict[str, Any]]:
    """Return days as a document."""
    return [
        {"on": day.on.isoformat(), "tasks": [_entry_to(entry) for entry in day.entries]}
        for day in days
    ]


def schedule_from(document: Iterable[Mapping[str, Any]]) -> tuple[KeptDay, ...]:
    """Return the days of such a document."""
    return tuple(
        KeptDay(
            on=dt.date.fromisoformat(day["on"]),
            entries=tuple(_entry_from(one) for one in day["tasks"]),
        )
        for day in document
    )


def course_to(course: Course) -> dict[str, Any]:
    """Return how a plan goes, as a document."""
    return _plan_to(course.plan) | {
        "began_on": course.began_on.isoformat(),
        "reached": _days_to(course.reached),
        "dropped": list(course.dropped),
        "waiting": list(course.waiting),
    }


def baseline_to(course: Course) -> dict[str, Any]:
    """Return what a plan is compared with, as a document."""
    days = [KeptDay(on=day.on, entries=_open(day.tasks)) for day in course.first.days]
    return _plan_to(course.first) | {
        "days": schedule_to(days),
        "needs": {
            str(skill): {
                "prerequisites": list(need.prerequisites),
                "minutes": need.minutes,
                "value": need.value,
                "finished_on": need.finished_on.isoformat() if need.finished_on else None,
            }
            for skill, need in course.needs.items()
        },
    }


def course_from(
    wish: PlanWish,
    planned_on: dt.date,
    *,
    schedule: Iterable[Mapping[str, Any]],
    course: Mapping[str, Any],
    baseline: Mapping[str, Any],
) -> Course:
    """Return a plan from what is kept of it."""
    days = schedule_from(baseline["days"])
    return Course(
        wish=wish,
        began_on=dt.date.fromisoformat(course["began_on"]),
        planned_on=planned_on,
        days=schedule_from(schedule),
        plan=_plan_from(course, ()),
        first=_plan_from(
            baseline, (Day(on=day.on, tasks=tuple(e.task for e in day.entries)) for day in days)
        ),
        needs={int(skill): _need_from(one) for skill, one in baseline["needs"].items()},
        reached=_days_from(course["reached"]),
        dropped=tuple(course["dropped"]),
    )


def _open(tasks: Iterable[Task]) -> tuple[Entry, ...]:
    return tuple(Entry(task=task) for task in tasks)


def _need_from(document: Mapping[str, Any]) -> SkillNeed:
    on = document["finished_on"]
    return SkillNeed(
        prerequisites=tuple(document["prerequisites"]),
        minutes=document["minutes"],
        value=document["value"],
        finished_on=dt.date.fromisoformat(on) if on else None,
    )


def _plan_to(plan: Plan) -> dict[str, Any]:
    return {
        "added": list(plan.added),
        "finished_on": _days_to(plan.finished_on),
        "left_out": [_entry_to(entry) for entry in _open(plan.left_out)],
        "order": list(plan.order),
        "pace": plan.pace,
    }


def _plan_from(document: Mapping[str, Any], days: Iterable[Day]) -> Plan:
    return Plan(
        days=tuple(days),
        added=tuple(document["added"]),
        finished_on=_days_from(document["finished_on"]),
        left_out=tuple(_entry_from(one).task for one in document["left_out"]),
        order=tuple(document["order"]),
        pace=document["pace"],
    )


def _days_to(days: Mapping[int, dt.date]) -> dict[str, str]:
    return {str(skill): on.isoformat() for skill, on in days.items()}


def _days_from(document: Mapping[str, str]) -> dict[int, dt.date]:
    return {int(skill): dt.date.fromisoformat(on) for skill, on in document.items()}


def _entry_to(entry: Entry) -> dict[str, Any]:
    task = entry.task
    told: dict[str, Any] = {
        "key": task.key, "kind": task.kind, "skill": task.skill, "minutes": task.minutes,
    }  # fmt: skip
    if task.is_pinned:
        told["pinned"] = True
    if entry.outcome != "open":
        told |= {"outcome": entry.outcome, "done_minutes": entry.minutes}
    return told


def _entry_from(document: Mapping[str, Any]) -> Entry:
    return Entry(
        task=Task(
            key=document["key"],
            kind=document["kind"],
            skill=document["skill"],
            minutes=document["minutes"],
            is_pinned=document.get("pinned", False),
        ),
        minutes=document.get("done_minutes", 0),
        outcome=document.get("outcome", "open"),
    )
