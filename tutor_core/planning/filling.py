"""Days filled one after the other, in an order of skills.

A day takes the cards due first, then what is pinned and a mock test, then repetitions up to half
of what is left, then sittings, then repetitions again. Every skill whose prerequisites are learnt
gets one sitting in turn, and a second one only when all have had theirs; skills for which there
is no time come last. What a day holds depends on the days before it alone, so that a plan made
again on any of its days goes on as it was.
"""

from __future__ import annotations

import heapq
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass

from tutor_core.planning.tasks import Kind, eve_key, repetition_key
from tutor_core.planning.workload import (
    GAPS,
    LONGEST,
    MOST_SITTINGS,
    Place,
    Repetition,
    Turn,
    Workload,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What the days were filled with; skills and days by their places in the workload.

    Attributes:
        places: What lies on the days beside cards and what is pinned, in their order.
        finished: By skill, the day on which it is learnt; None where it is not.
        left: By skill, the minutes that found no room.
        late: Repetitions that fall into the days and found no room.
        pace: Minutes a day for skills, at most.
    """

    places: Sequence[Place]
    finished: Sequence[int | None]
    left: Sequence[int]
    late: Sequence[Repetition]
    pace: int

    @property
    def is_whole(self) -> bool:
        """Whether every skill is learnt."""
        return None not in self.finished


def filled(load: Workload, order: Sequence[int], pace: int) -> Filling:
    """Fill the days.

    Args:
        load: What there is to do.
        order: The skills for which there is time, by place; where two may be learnt the first
            comes first. All others have a turn where these leave room.
        pace: Minutes a day for skills, at most; what is pinned and a mock test count too.
    """
    days = _Days(load, order, pace)
    for day in range(len(load.days)):
        days.fill(day)
    return Filling(
        places=days.places,
        finished=days.finished,
        left=days.left,
        late=sorted(one for one in days.due if load.at and one.due <= load.at[-1]),
        pace=pace,
    )


def sitting_of(left: int, room: int, shortest: int) -> int:
    """Return the minutes of a sitting: as long as may be, but what remains is no mere scrap."""
    most = min(LONGEST, left, room)
    is_scrap = 0 < left - most < shortest
    return left - shortest if is_scrap and left >= 2 * shortest else most


class _Days:
    """The days while they are filled."""

    def __init__(self, load: Workload, order: Sequence[int], pace: int) -> None:
        self.load, self.pace = load, pace
        self.places: list[Place] = []
        self.left = list(load.minutes)
        self.free = list(load.free_minutes)
        self.finished: list[int | None] = [None] * len(self.left)
        self.waits = [len(below) for below in load.beneath]
        chosen = set(order)
        others = [skill for skill in range(len(self.left)) if skill not in chosen]
        self.first_turn: dict[int, Turn] = {
            skill: (0 if skill in chosen else MOST_SITTINGS, rank, skill)
            for rank, skill in enumerate([*order, *others])
        }
        self.ready = sorted(
            self.first_turn[skill] for skill, waits in enumerate(self.waits) if not waits
        )
        self.due = list(load.due_repetitions)
        heapq.heapify(self.due)
        self.over = set(load.done_keys)
        self.touched = dict(load.last_touched)

    def fill(self, day: int) -> None:
        """Put on a day what it takes."""
        load = self.load
        planned = self._take_pinned(day)
        if load.mock is not None and load.mock.day == day:
            self.places.append(load.mock)
            planned += load.mock.minutes
        if day == load.eve:
            room = max(0, load.room[day] - planned)
            self._review_all(day, self._repeat(day, room, room))
            return
        room = max(0, min(load.room[day], self.pace - load.worked_on_skills[day]) - planned)
        room = self._repeat(day, room, max(room // 2, load.shortest))
        room = self._learn(day, room)
        self._repeat(day, room, room)

    def _take_pinned(self, day: int) -> int:
        """Count what is pinned to a day as done on it; return its minutes."""
        tasks = self.load.pinned[day]
        for task in tasks:
            self.over.add(task.key)
            if task.skill is None:
                continue
            self.touched[task.skill] = self.load.at[day]
            place = self.load.place_of.get(task.skill)
            if task.kind != "learn":
                if place is None or self.finished[place] is not None:
                    self._come_again(task.skill, day)
            elif place is not None and self.finished[place] is None:
                self.left[place] = max(0, self.left[place] - task.minutes)
                if not self.left[place]:
                    self._finish(place, day)
        return sum(task.minutes for task in tasks)

    def _repeat(self, day: int, room: int, most: int) -> int:
        """Put repetitions on a day, at most so many minutes of them; return the room left."""
        load, minutes = self.load, self.load.shortest
        while self.due and self.due[0].due <= load.at[day] and minutes <= min(room, most):
            _, skill, number = heapq.heappop(self.due)
            key = repetition_key(skill, number)
            if key in self.over or key in load.used:
                continue
            kind: Kind = "practise" if number == 1 and day != load.eve else "review"
            self.places.append(Place(day, kind, skill, minutes, number))
            room, most = room - minutes, most - minutes
            self.over.add(key)
            self.touched[skill] = load.at[day]
            self._come_again(skill, day)
        return room

    def _review_all(self, day: int, room: int) -> None:
        """Review on the last day before an exam what was not seen for longest."""
        load, minutes = self.load, self.load.shortest
        known = (skill for skill in set(load.request.targets) if self._is_begun(skill))
        for skill in sorted(known, key=lambda skill: (self.touched.get(skill, -1000), skill)):
            is_seen = self.touched.get(skill) == load.at[day] or eve_key(skill) in load.used
            if not is_seen and room >= minutes:
                self.places.append(Place(day, "review", skill, minutes))
                room -= minutes

    def _is_begun(self, skill: int) -> bool:
        return skill in self.touched or skill not in self.load.place_of

    def _learn(self, day: int, room: int) -> int:
        """Put sittings on a day; return the room left."""
        load, shortest = self.load, self.load.shortest
        today = load.turns_on(day, self.ready) if day == 0 else list(self.ready)
        while today and room >= shortest:
            turn, rank, skill = heapq.heappop(today)
            if turn >= self.first_turn[skill][0] + MOST_SITTINGS or not self.free[skill]:
                continue
            minutes = sitting_of(self.free[skill], room, shortest)
            self.places.append(Place(day, "learn", load.learn[skill], minutes))
            self.touched[load.learn[skill]] = load.at[day]
            room -= minutes
            self.free[skill] -= minutes
            self.left[skill] -= minutes
            if self.left[skill]:
                heapq.heappush(today, (turn + 1, rank, skill))
            else:
                for one in self._finish(skill, day):
                    heapq.heappush(today, one)
        return room

    def _finish(self, skill: int, day: int) -> list[Turn]:
        """Note that a skill is learnt; return what may be learnt now."""
        self.finished[skill] = day
        self.ready = [one for one in self.ready if one[2] != skill]
        self._come_again(self.load.learn[skill], day)
        opened = []
        for one in self.load.above[skill]:
            self.waits[one] -= 1
            if not self.waits[one] and self.finished[one] is None:
                opened.append(self.first_turn[one])
                insort(self.ready, opened[-1])
        return opened

    def _come_again(self, skill: int, day: int) -> None:
        """Let the next repetition of a skill follow what was done on a day."""
        for number, gap in enumerate(GAPS, start=1):
            if repetition_key(skill, number) not in self.over:
                heapq.heappush(self.due, Repetition(self.load.at[day] + gap, skill, number))
                return
