"""What a study plan is asked for: the goal, the skills it needs, and the time there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tutor_core.content.graph import SkillCycleError, SkillGraph
from tutor_core.errors import InvalidInputError
from tutor_core.planning.tasks import Done, Task

Goal = Literal["mastery", "exam_prep", "review", "custom"]

MOST_MINUTES = 1440  # of a day
MOST_DAYS = 731  # of a plan: two years
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillNeed:
    """What a skill still takes.

    Attributes:
        prerequisites: Skills that it stands on directly. One that the request does not name is
            not taught any more, and nothing waits for it.
        minutes: Needed to bring it to the target level, 0 where it is there.
        value: What having it by the date is worth, 0 and above, in any unit.
        finished_on: When it was brought there in the course of this plan; its repetitions are
            counted from that day. None where it was not.
    """

    prerequisites: tuple[int, ...] = ()
    minutes: int
    value: float = 1.0
    finished_on: dt.date | None = None

    def __post_init__(self) -> None:
        if self.minutes < 0 or self.value < 0:
            raise ValueError("a skill takes 0 minutes or more and is worth 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What a plan is made of.

    Attributes:
        goal: What for. Before an exam there is a mock test, and only review on the last day.
        targets: Skills to be learnt; those that are at their level already are repeated.
        skills: Every skill in reach, the targets and what they stand on.
        first_day: The learner's day from which to plan.
        target_date: The last day of work; the day of the exam itself has none.
        minutes_a_day: 1 to 1,440.
        weekdays_off: Days of the week without work, Monday is 0.
        days_off: Single days without work.
        pinned: By day, tasks that stay where they are, even on a day off or before what their
            skill stands on: it is the learner's own wish.
        done: What was done or skipped so far, today included.
        card_minutes: What the cards due will take on the first day, the second and so on, days
            off included; 0 for days not named.

    Raises:
        InvalidInputError: No plan can be made of this.
    """

    goal: Goal
    targets: tuple[int, ...]
    skills: Mapping[int, SkillNeed]
    first_day: dt.date
    target_date: dt.date
    minutes_a_day: int
    weekdays_off: frozenset[int] = frozenset()
    days_off: frozenset[dt.date] = frozenset()
    pinned: Mapping[dt.date, tuple[Task, ...]] = field(default_factory=dict)
    done: tuple[Done, ...] = ()
    card_minutes: Sequence[int] = ()

    def __post_init__(self) -> None:
        self._check_time()
        self._check_skills()
        for on, tasks in self.pinned.items():
            if not self.first_day <= on <= self.last_day:
                raise InvalidInputError(
                    "pinned", "A pinned task lies outside the plan: move it or unpin it."
                )
            if sum(task.minutes for task in tasks) > self.minutes_a_day:
                raise InvalidInputError(
                    "pinned", "A day has more pinned tasks than minutes: unpin one or add minutes."
                )

    @property
    def last_day(self) -> dt.date:
        """The last day that may hold work."""
        return self.target_date - DAY if self.goal == "exam_prep" else self.target_date

    @property
    def days(self) -> list[dt.date]:
        """Every day that may hold work, in order; also a day off where something is pinned."""
        length = (self.last_day - self.first_day).days + 1
        days = (self.first_day + after * DAY for after in range(length))
        return [day for day in days if not self.is_off(day) or self.pinned.get(day)]

    def is_off(self, day: dt.date) -> bool:
        """Tell whether a day is free."""
        return day in self.days_off or day.weekday() in self.weekdays_off

    def cards_on(self, day: dt.date) -> int:
        """Return the minutes that the cards due take on a day: at most half of it."""
        after = (day - self.first_day).days
        due = self.card_minutes[after] if after < len(self.card_minutes) else 0
        return 0 if self.is_off(day) else min(due, self.minutes_a_day // 2)

    def _check_time(self) -> None:
        if not 1 <= self.minutes_a_day <= MOST_MINUTES:
            raise InvalidInputError("minutes_a_day", "Plan 1 to 1,440 minutes a day.")
        if self.last_day < self.first_day:
            raise InvalidInputError("target_date", "The date leaves no day: choose a later one.")
        if (self.last_day - self.first_day).days >= MOST_DAYS:
            raise InvalidInputError("target_date", "Choose a date within two years.")

    def _check_skills(self) -> None:
        if not self.targets:
            raise InvalidInputError("targets", "Choose at least one skill.")
        if any(skill not in self.skills for skill in self.targets):
            raise InvalidInputError(
                "targets", "A skill you chose is not taught any more: take it out of the plan."
            )
        try:
            SkillGraph({skill: need.prerequisites for skill, need in self.skills.items()})
        except SkillCycleError as error:
            raise InvalidInputError("skills", str(error)) from None


def to_learn(request: PlanRequest) -> tuple[int, ...]:
    """Return the skills that must be learnt, each after what it stands on.

    Below a skill that is at its level nothing is looked for: it carries what stands on it.
    """
    found: dict[int, None] = {}
    ahead = [(skill, False) for skill in sorted(set(request.targets), reverse=True)]
    while ahead:
        skill, is_carried = ahead.pop()
        need = request.skills.get(skill)
        if need is None or not need.minutes or skill in found:
            continue
        if is_carried:
            found[skill] = None
            continue
        ahead.append((skill, True))
        ahead.extend((below, False) for below in sorted(need.prerequisites, reverse=True))
    return tuple(found)
