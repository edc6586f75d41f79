"""Whether a plan fits, and where it does not, what would: a later date or more minutes a day."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from tutor_core.planning.request import DAY, MOST_DAYS, MOST_MINUTES, PlanRequest, to_learn
from tutor_core.planning.schedule import would_fit
from tutor_core.planning.tasks import Plan, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Feasibility:
    """What is said of a plan before it is kept.

    Attributes:
        fits: Whether all skills are learnt by the date, and a mock test found its place.
        left_out: What does not fit.
        date: The earliest target date on which all fits at these minutes; None where none within
            two years does, or where the plan fits.
        minutes_a_day: The fewest with which all fits by this date; None likewise.
    """

    fits: bool
    left_out: tuple[Task, ...]
    date: dt.date | None = None
    minutes_a_day: int | None = None


def feasibility(request: PlanRequest, planned: Plan) -> Feasibility:
    """Return whether a plan fits, and what would.

    The date is found by halving, for what fits by a date fits by a later one. More minutes can
    do worse, where they let another repetition in: each number below one found by halving is
    tried, from the mean of what is to be learnt a day.

    Args:
        request: What was asked for.
        planned: The plan made of it.
    """
    if planned.fits:
        return Feasibility(fits=True, left_out=planned.left_out)
    reach = (request.first_day - request.target_date).days + MOST_DAYS - 1
    later = _least(1, reach, lambda days: would_fit(_postponed(request, days)))
    return Feasibility(
        fits=False,
        left_out=planned.left_out,
        date=None if later is None else request.target_date + later * DAY,
        minutes_a_day=_least_minutes(request),
    )


def _postponed(request: PlanRequest, days: int) -> PlanRequest:
    return replace(request, target_date=request.target_date + days * DAY)


def _least_minutes(request: PlanRequest) -> int | None:
    def does(minutes: int) -> bool:
        return would_fit(replace(request, minutes_a_day=minutes))

    work = sum(request.skills[skill].minutes for skill in to_learn(request))
    mean = math.ceil(work / max(1, len(request.days)))
    least = max(request.minutes_a_day + 1, mean)
    most = _least(least, MOST_MINUTES, does)
    return None if most is None else next(one for one in range(least, most + 1) if does(one))


def _least(least: int, most: int, does: Callable[[int], bool]) -> int | None:
    """Return the first number from which on it does; None where it does not at most either.

    Numbers are doubled from the least until one does, for plans of two years take long to make.
    """
    step, last = 1, least - 1
    while last < most:
        tried = min(most, last + step)
        if does(tried):
            return _halved(last + 1, tried, does)
        last, step = tried, 2 * step
    return None


def _halved(least: int, most: int, does: Callable[[int], bool]) -> int:
    while least < most:
        middle = (least + most) // 2
        if does(middle):
            most = middle
        else:
            least = middle + 1
    return most
