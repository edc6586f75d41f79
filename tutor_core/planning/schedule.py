"""A study plan: from what is wanted and the time there is to tasks on days.

Skills are put in the order of their worth a minute and the days filled in that order
(`ordering`, `filling`). Where not all of them fit, some tries better the choice. Where all do, the
work is spread: the plan takes the fewest minutes a day, a quarter of an hour at least, by which all
is learnt in the first four fifths of the days, so that the rest is there for repetitions and for
days that are missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from tutor_core.planning.filling import Filling, filled
from tutor_core.planning.ordering import by_worth, improved
from tutor_core.planning.request import PlanRequest
from tutor_core.planning.tasks import (
    MOCK_TEST,
    Day,
    Plan,
    Task,
    cards_key,
    eve_key,
    repetition_key,
    sitting_key,
)
from tutor_core.planning.workload import MOCK_MINUTES, Place, Workload

RESERVE = 0.2  # of the days
LEAST_PACE = 15  # minutes a day: work is not spread thinner than that


def plan(request: PlanRequest) -> Plan:
    """Return who does what when: as much value as fits, prerequisites first.

    Args:
        request: What is wanted and the time there is.
    """
    load = Workload(request)
    order, found = _at_all_minutes(load)
    if found.is_whole:
        last = (1 - RESERVE) * len(load.days)
        found = _calmest(load, order, found, lambda one: _ends_by(one, last))
    return _drawn_up(load, order, found)


def would_fit(request: PlanRequest) -> bool:
    """Tell whether the plan fits, in a fraction of the time that it takes to make it."""
    load = Workload(request)
    has_mock = load.mock is None or load.mock.minutes > 0
    return has_mock and _at_all_minutes(load)[1].is_whole


def plan_again(request: PlanRequest, before: Plan) -> Plan:
    """Return the plan as it goes on: its order, and its minutes a day as long as these do.

    Where they do no longer, all days left get more alike, up to the minutes of a day; where that
    is not enough, some tries better the choice.

    Args:
        request: What is wanted from today on.
        before: The plan so far.
    """
    minutes = [task.minutes for day in before.days for task in day.tasks if task.key == MOCK_TEST]
    load = Workload(request, mock_wish=minutes[0] if minutes else None)
    order = _kept_order(load, before.order)
    most = request.minutes_a_day
    found = filled(load, order, min(before.pace, most))
    missing = {task.skill for task in before.left_out if task.kind == "learn"}
    if found.is_whole or (found.pace == most and _missing(load, found) <= missing):
        return _drawn_up(load, order, found)
    order += [skill for skill in by_worth(load) if skill not in order]
    full = filled(load, order, most)
    if full.is_whole:
        found = _calmest(load, order, full, lambda one: one.is_whole)
    else:
        order, found = improved(load, order, most)
    return _drawn_up(load, order, found)


def _at_all_minutes(load: Workload) -> tuple[list[int], Filling]:
    order, most = by_worth(load), load.request.minutes_a_day
    found = filled(load, order, most)
    return (order, found) if found.is_whole else improved(load, order, most)


def _ends_by(filling: Filling, last: float) -> bool:
    return all(day is not None and day < last for day in filling.finished)


def _missing(load: Workload, filling: Filling) -> set[int | None]:
    pairs = zip(load.learn, filling.finished, strict=True)
    return {skill for skill, day in pairs if day is None}


def _kept_order(load: Workload, before: Sequence[int]) -> list[int]:
    return [load.place_of[skill] for skill in before if skill in load.place_of]


def _calmest(
    load: Workload, order: list[int], full: Filling, does: Callable[[Filling], bool]
) -> Filling:
    """Return the days at the fewest minutes that do, and leave out no more repetitions.

    Args:
        load: What there is to do.
        order: In which order.
        full: The days at all the minutes there are; returned where fewer do not do.
        does: Whether days do.
    """
    best, least, most = full, LEAST_PACE, full.pace
    while least < most:
        pace = (least + most) // 2
        found = filled(load, order, pace)
        if does(found) and len(found.late) <= len(full.late):
            best, most = found, pace
        else:
            least = pace + 1
    return best


def _drawn_up(load: Workload, order: list[int], filling: Filling) -> Plan:
    """Give places their days and keys."""
    chosen = set(load.request.targets)
    pairs = zip(load.learn, filling.finished, strict=True)
    return Plan(
        days=_days(load, filling.places),
        added=tuple(skill for skill in load.learn if skill not in chosen),
        finished_on={skill: load.days[day] for skill, day in pairs if day is not None},
        left_out=_left_out(load, filling),
        order=tuple(load.learn[place] for place in order),
        pace=filling.pace,
    )


def _days(load: Workload, places: Sequence[Place]) -> tuple[Day, ...]:
    tasks: list[list[Task]] = []
    for day, cards, pinned in zip(load.days, load.cards, load.pinned, strict=True):
        review = Task(key=cards_key(day), kind="review", skill=None, minutes=cards)
        tasks.append([*([review] if cards else []), *pinned])
    numbers: Counter[int | None] = Counter()
    for place in places:
        if place.kind == "learn":
            numbers[place.skill] += 1
            while _key(place, numbers[place.skill]) in load.used:
                numbers[place.skill] += 1
        if place.minutes:
            key = _key(place, numbers[place.skill])
            tasks[place.day].append(
                Task(key=key, kind=place.kind, skill=place.skill, minutes=place.minutes)
            )
    return tuple(
        Day(on=day, tasks=tuple(of_day)) for day, of_day in zip(load.days, tasks, strict=True)
    )


def _key(place: Place, sitting: int) -> str:
    if place.skill is None:
        return MOCK_TEST
    if place.kind == "learn":
        return sitting_key(place.skill, sitting)
    return repetition_key(place.skill, place.number) if place.number else eve_key(place.skill)


def _left_out(load: Workload, filling: Filling) -> tuple[Task, ...]:
    left = [
        Task(key=f"learn-{skill}", kind="learn", skill=skill, minutes=minutes)
        for skill, minutes in zip(load.learn, filling.left, strict=True)
        if minutes
    ]
    late = [
        Task(
            key=repetition_key(one.skill, one.number),
            kind="practise" if one.number == 1 else "review",
            skill=one.skill,
            minutes=load.shortest,
        )
        for one in filling.late
    ]
    has_no_mock = load.mock is not None and not load.mock.minutes
    mock = Task(key=MOCK_TEST, kind="mock_test", skill=None, minutes=MOCK_MINUTES)
    return (*left, *late, *([mock] if has_no_mock else []))
