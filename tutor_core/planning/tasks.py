"""What a study plan is made of: tasks on days, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["learn", "practise", "review", "mock_test"]

MOCK_TEST = "mock_test"  # the key of the one mock test before an exam


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do on one day.

    Attributes:
        key: Its name within the plan; the same when the plan is made again.
        kind: Learn a skill, practise or review it once it is learnt, sit a mock test. A review
            without a skill is that of the cards due.
        skill: The skill; None for cards and mock tests.
        minutes: What it takes, 1 and above.
        is_pinned: Whether the learner wants it on this day, whatever else changes.
    """

    key: str
    kind: Kind
    skill: int | None
    minutes: int
    is_pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of a task.

    Attributes:
        task: The task.
        on: The learner's day.
        minutes: Worked on it; 0 where it was skipped. What is skipped does not come again under
            its key: of a skill's sitting the work stays and is put on another day, anything else
            is left out.
    """

    task: Task
    on: dt.date
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day on which there may be work, its tasks in the order in which to do them."""

    on: dt.date
    tasks: tuple[Task, ...]

    @property
    def minutes(self) -> int:
        """What its tasks take together."""
        return sum(task.minutes for task in self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is done on which day.

    Attributes:
        days: Every day with work or room for it, in order; days off are missing.
        added: Skills that nobody chose and that those chosen stand on, a prerequisite first.
        finished_on: By skill, the day on which its last minute of learning is done.
        left_out: What does not fit: of a skill all the minutes that are missing, as one task;
            repetitions and a mock test that fall into the plan's days and find no room.
        order: Skills for which there is time; where two could be learnt the first comes first.
        pace: Minutes a day that are planned for skills; a mock test may need more.
    """

    days: tuple[Day, ...]
    added: tuple[int, ...]
    finished_on: Mapping[int, dt.date]
    left_out: tuple[Task, ...]
    order: tuple[int, ...]
    pace: int

    @property
    def fits(self) -> bool:
        """Whether all skills are learnt by the date, and a mock test found its place."""
        return not any(task.kind in {"learn", "mock_test"} for task in self.left_out)


def sitting_key(skill: int, number: int) -> str:
    """Return the key of the sitting in which a skill is learnt, counted from 1."""
    return f"learn-{skill}-{number}"


def repetition_key(skill: int, number: int) -> str:
    """Return the key of a repetition of a skill that was learnt, counted from 1."""
    return f"repeat-{skill}-{number}"


def eve_key(skill: int) -> str:
    """Return the key of a skill's last review before an exam."""
    return f"eve-{skill}"


def cards_key(on: dt.date) -> str:
    """Return the key of the review of the cards due on a day."""
    return f"cards-{on.isoformat()}"
