"""What the pages are told of study plans."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from tutor_core.planning.course import Outcome
from tutor_core.planning.feasible import Feasibility
from tutor_core.planning.replanning import Standing, Trend
from tutor_core.planning.request import Goal
from tutor_core.planning.tasks import Kind
from tutor_core.planning.wishes import PlanWish

Status = Literal["active", "completed", "abandoned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task of a plan.

    Attributes:
        plan_id: The plan.
        plan_title: Its title.
        key: The task's name within it.
        kind: What to do.
        skill: The skill's name; None for cards and a mock test.
        title: The skill as people read it; empty likewise.
        minutes: What it takes.
        minutes_done: Worked on it so far.
        outcome: What came of it.
        is_pinned: Whether the learner wants it on its day.
        is_beside: Whether it was no task: work that came beside those of the day.
    """

    plan_id: int
    plan_title: str
    key: str
    kind: Kind
    skill: str | None
    title: str
    minutes: int
    minutes_done: int
    outcome: Outcome
    is_pinned: bool = False
    is_beside: bool = False

    @property
    def reference(self) -> str:
        """Name it among all plans, for addresses and attempts."""
        return f"{self.plan_id}:{self.key}"

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.outcome in ("done", "skipped")

    @property
    def is_cards(self) -> bool:
        """Whether it is the review of the cards due."""
        return self.kind == "review" and self.skill is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A day of a plan and its tasks."""

    on: dt.date
    tasks: tuple[TaskView, ...]

    @property
    def minutes(self) -> int:
        """What its tasks take together; what came beside them is left out."""
        return sum(task.minutes for task in self.tasks if not task.is_beside)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A plan in a list.

    Attributes:
        plan_id: Its number.
        title: Its title.
        goal: What for.
        status: Active, completed or abandoned.
        target_date: By when.
        progress: 0 to 100.
        trend: None before its first day is over.
        ended_at: When it was completed or stopped; None while it is active.
    """

    plan_id: int
    title: str
    goal: Goal
    status: Status
    target_date: dt.date
    progress: float
    trend: Trend | None
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A plan on its page.

    Attributes:
        line: As in a list.
        version: What a change must name, so that two tabs do not undo each other.
        wish: What it is to be.
        began_on: Its first day.
        today: The learner's day.
        standing: How it goes.
        days: All its days.
        targets: Titles of the skills chosen.
        added: Titles of the prerequisites that were added.
        left_out: Titles of skills for which there is no time.
        reached: How many of the skills to be learnt are at their level.
        to_learn: How many there are.
        dropped: Titles of skills that are not taught any more.
    """

    line: PlanLine
    version: int
    wish: PlanWish
    began_on: dt.date
    today: dt.date
    standing: Standing
    days: tuple[DayView, ...]
    targets: tuple[str, ...]
    added: tuple[str, ...]
    left_out: tuple[str, ...]
    reached: int
    to_learn: int
    dropped: tuple[str, ...]

    @property
    def tasks_today(self) -> tuple[TaskView, ...]:
        """Today's tasks."""
        return next((day.tasks for day in self.days if day.on == self.today), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A prerequisite that a plan needs, and the chosen skills that stand on it, as titles."""

    title: str
    needed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A plan before it is kept.

    Attributes:
        wish: What was asked for.
        today: The learner's day.
        feasibility: Whether it fits, and what would.
        days: What it would look like.
        added: Prerequisites that were added, and why.
        left_out: Titles of skills for which there is no time.
        minutes: Of learning and repetition in all.
    """

    wish: PlanWish
    today: dt.date
    feasibility: Feasibility
    days: tuple[DayView, ...]
    added: tuple[Added, ...]
    left_out: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """A skill that a plan may be about.

    Attributes:
        skill_id: Its number.
        title: As people read it.
        topic: The subject.
    """

    skill_id: int
    title: str
    topic: str
