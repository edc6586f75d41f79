"""A plan as it lives: made again from what was done, how far it has come, and how it goes.

The trend compares the worth of what was done with the worth of what was planned until today: a
skill at its level is worth its value, one on the way the same share of it as of its minutes, at
most four fifths. Within a tenth of each other they are on track.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from tutor_core.planning.request import PlanRequest, SkillNeed
from tutor_core.planning.schedule import plan_again
from tutor_core.planning.tasks import Done, Plan, Task

Trend = Literal["ahead", "on_track", "behind"]
Reason = Literal[
    "as_planned",
    "days_missed",
    "less_time",
    "skills_take_longer",
    "more_time",
    "skills_go_faster",
]

TOLERANCE = 0.1  # of the worth planned until today
MOST_OF_UNREACHED = 0.8  # share of a skill that counts before it is at its level


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a plan goes.

    Attributes:
        progress: 0 to 100, 100 only where every skill is at its level.
        trend: Ahead, on track or behind.
        reason: Why; words are made where it is shown.
        planned_minutes: For skills, until yesterday.
        done_minutes: Worked on skills, until yesterday.
        days_planned: Days until yesterday with work on skills.
        days_missed: Those of them on which none was done.
    """

    progress: float
    trend: Trend
    reason: Reason
    planned_minutes: int
    done_minutes: int
    days_planned: int
    days_missed: int


def replanned(before: Plan, now: PlanRequest) -> Plan:
    """Return a plan as it goes on from `now.first_day`.

    What was missed is put on all days left alike, and on none more than its minutes. Where
    nothing was missed, nothing changes. What was done or skipped is not pinned any longer.

    Args:
        before: The plan so far.
        now: What is wanted from today on: the minutes that skills still need, when those that
            are at their level got there, and all that was done or skipped since the beginning.
    """
    over = {one.task.key for one in now.done}
    kept = {
        on: tuple(task for task in tasks if task.key not in over)
        for on, tasks in now.pinned.items()
    }
    return plan_again(replace(now, pinned=kept), before)


def standing_of(
    first: Plan,
    needs: Mapping[int, SkillNeed],
    done: Iterable[Done],
    reached: Collection[int],
    *,
    today: dt.date,
) -> Standing:
    """Return how a plan goes.

    Args:
        first: The plan that what was done is compared with, with its days before today.
        needs: The skills that were to be learnt, as they were when it was made.
        done: What was done since.
        reached: Skills that are at their level now.
        today: The learner's day; it is not judged before it is over.
    """
    done = tuple(one for one in done if one.on < today and one.task.skill is not None)
    days = [day for day in first.days if day.on < today and _minutes(day.tasks)]
    learnt = Counter[int | None]()
    for one in done:
        learnt[one.task.skill] += one.minutes if one.task.kind == "learn" else 0
    planned = Counter[int | None]()
    for task in (task for day in days for task in day.tasks if task.kind == "learn"):
        planned[task.skill] += task.minutes
    ready = {skill for skill, on in first.finished_on.items() if on < today}
    worked = {one.on for one in done if one.minutes}
    figures = {
        "planned_minutes": sum(_minutes(day.tasks) for day in days),
        "done_minutes": sum(one.minutes for one in done),
        "days_planned": len(days),
        "days_missed": sum(day.on not in worked for day in days),
    }
    trend = _trend(_worth(needs, learnt, reached), _worth(needs, planned, ready))
    return Standing(
        progress=_progress(needs, learnt, reached),
        trend=trend,
        reason=_reason(trend, **figures),
        **figures,
    )


def _minutes(tasks: Iterable[Task]) -> int:
    return sum(task.minutes for task in tasks if task.skill is not None)


def _share(skill: int, need: SkillNeed, minutes: Mapping[int | None, int], there: bool) -> float:
    if there or not need.minutes:
        return 1.0
    return min(MOST_OF_UNREACHED, minutes[skill] / need.minutes)


def _worth(
    needs: Mapping[int, SkillNeed], minutes: Mapping[int | None, int], there: Collection[int]
) -> float:
    return sum(
        need.value * _share(skill, need, minutes, skill in there)
        for skill, need in needs.items()
        if need.minutes
    )


def _progress(
    needs: Mapping[int, SkillNeed], minutes: Mapping[int | None, int], there: Collection[int]
) -> float:
    whole = sum(need.minutes for need in needs.values())
    if not whole:
        return 100.0
    shares = (
        need.minutes * _share(skill, need, minutes, skill in there) for skill, need in needs.items()
    )
    return 100 * sum(shares) / whole


def _trend(done: float, planned: float) -> Trend:
    if done > planned * (1 + TOLERANCE):
        return "ahead"
    return "behind" if done < planned * (1 - TOLERANCE) else "on_track"


def _reason(
    trend: Trend, *, planned_minutes: int, done_minutes: int, days_planned: int, days_missed: int
) -> Reason:
    if trend == "on_track":
        return "as_planned"
    if trend == "ahead":
        has_more = done_minutes > planned_minutes * (1 + TOLERANCE)
        return "more_time" if has_more else "skills_go_faster"
    if done_minutes >= planned_minutes * (1 - TOLERANCE):
        return "skills_take_longer"
    return "days_missed" if days_missed > days_planned * TOLERANCE else "less_time"
