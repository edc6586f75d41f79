"""A request made ready for filling its days: places in lists instead of numbers and dates."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tutor_core.planning.request import PlanRequest, to_learn
from tutor_core.planning.tasks import MOCK_TEST, Done, Kind, Task, cards_key, repetition_key

SHORTEST, LONGEST = 5, 25  # minutes of a sitting in which a skill is learnt
MOST_SITTINGS = 4  # of one skill on a day
GAPS = (1, 5, 9)  # days before each repetition: 1, 6 and 15 after a skill is learnt
MOCK_MINUTES = 30
MOCK_WINDOW = 5  # days before an exam in which the mock test lies

Turn = tuple[int, int, int]  # which of the day's turns, rank in the order, place of a skill


class Place(NamedTuple):
    """Minutes of a day, the day by its place; `number` is that of a repetition, else 0."""

    day: int
    kind: Kind
    skill: int | None
    minutes: int
    number: int = 0


class Repetition(NamedTuple):
    """A repetition, the day from which it is due as days after the first."""

    due: int
    skill: int
    number: int


@dataclass(frozen=True)
class Workload:
    """What there is to do and the room for it; each list is worked out once.

    Attributes:
        request: What was asked for.
        mock_wish: Minutes of the mock test, where an earlier plan has settled them.
    """

    request: PlanRequest
    mock_wish: int | None = None

    # Skills, by their places in `learn`

    @cached_property
    def learn(self) -> tuple[int, ...]:
        """The skills to be learnt, each after what it stands on."""
        return to_learn(self.request)

    @cached_property
    def place_of(self) -> dict[int, int]:
        """The place of each of them."""
        return {skill: place for place, skill in enumerate(self.learn)}

    @cached_property
    def minutes(self) -> list[int]:
        """What each takes."""
        return [self.request.skills[skill].minutes for skill in self.learn]

    @cached_property
    def free_minutes(self) -> list[int]:
        """What each takes beside the sittings that are pinned."""
        pinned: Counter[int | None] = Counter()
        for task in (task for tasks in self.pinned for task in tasks if task.kind == "learn"):
            pinned[task.skill] += task.minutes
        pairs = zip(self.learn, self.minutes, strict=True)
        return [max(0, minutes - pinned[skill]) for skill, minutes in pairs]

    @cached_property
    def values(self) -> list[float]:
        """What each is worth."""
        return [self.request.skills[skill].value for skill in self.learn]

    @cached_property
    def beneath(self) -> list[list[int]]:
        """What must be learnt before each, directly."""
        needed = (set(self.request.skills[skill].prerequisites) for skill in self.learn)
        return [
            sorted(self.place_of[one] for one in below & self.place_of.keys()) for below in needed
        ]

    @cached_property
    def above(self) -> list[list[int]]:
        """What waits for each, directly."""
        found: list[list[int]] = [[] for _ in self.learn]
        for skill, below in enumerate(self.beneath):
            for one in below:
                found[one].append(skill)
        return found

    # Days, by their places in `days`

    @cached_property
    def days(self) -> list[dt.date]:
        """Every day that may hold work."""
        return self.request.days

    @cached_property
    def at(self) -> list[int]:
        """How many days after the first each is."""
        return [self._after(day) for day in self.days]

    @cached_property
    def shortest(self) -> int:
        """Minutes of a repetition and of the shortest sitting: five, or half of a short day."""
        daily = self.request.minutes_a_day
        return min(SHORTEST, daily - daily // 2)

    @cached_property
    def cards(self) -> list[int]:
        """The minutes of the cards due that were not answered yet."""
        return [
            0 if cards_key(day) in self.used else self.request.cards_on(day) for day in self.days
        ]

    @cached_property
    def pinned(self) -> list[tuple[Task, ...]]:
        """What stays on each."""
        return [self.request.pinned.get(day, ()) for day in self.days]

    @cached_property
    def room(self) -> list[int]:
        """The minutes that cards leave, less what was worked so far; 0 on a day off."""
        worked = self._worked(self.request.done)
        return [
            0
            if self.request.is_off(day)
            else max(0, self.request.minutes_a_day - cards - worked[day])
            for day, cards in zip(self.days, self.cards, strict=True)
        ]

    @cached_property
    def worked_on_skills(self) -> list[int]:
        """The minutes that were worked on skills so far."""
        worked = self._worked(one for one in self.request.done if one.task.skill is not None)
        return [worked[day] for day in self.days]

    @cached_property
    def eve(self) -> int | None:
        """The last day before an exam, which has only review; None without one."""
        return self._window[-1] if self._window else None

    @cached_property
    def mock(self) -> Place | None:
        """The mock test; None where there is no day or no need for one."""
        days = self._window[:-1]
        if not days or MOCK_TEST in self.used:
            return None
        wish = self.mock_wish or min(MOCK_MINUTES, max(1, sum(self.room) // 3))
        room = {
            day: self.room[day] - sum(task.minutes for task in self.pinned[day]) for day in days
        }
        fitting = [day for day in days if room[day] >= wish]
        day = fitting[-1] if fitting else max(days, key=lambda day: (room[day], day))
        return Place(day, "mock_test", None, max(0, min(wish, room[day])))

    # What was done so far

    @cached_property
    def done_keys(self) -> frozenset[str]:
        """Tasks that were done or skipped."""
        return frozenset(one.task.key for one in self.request.done)

    @cached_property
    def used(self) -> frozenset[str]:
        """These, and those that are pinned to a day."""
        return self.done_keys | {task.key for tasks in self.pinned for task in tasks}

    @cached_property
    def last_touched(self) -> dict[int, int]:
        """By number of the skill, when it was last worked on, as days after the first."""
        found: dict[int, int] = {}
        for one in self.request.done:
            if one.task.skill is not None and one.minutes:
                after = self._after(one.on)
                found[one.task.skill] = max(after, found.get(one.task.skill, after))
        return found

    @cached_property
    def due_repetitions(self) -> list[Repetition]:
        """The next repetition of each skill that is at its level."""
        request = self.request
        done = {one.task.key: self._after(one.on) for one in request.done}
        found = []
        for skill, need in sorted(request.skills.items()):
            if need.minutes or (need.finished_on is None and skill not in request.targets):
                continue
            since = -GAPS[0] if need.finished_on is None else self._after(need.finished_on)
            for number, gap in enumerate(GAPS, start=1):
                key = repetition_key(skill, number)
                if key not in done:
                    found.append(Repetition(since + gap, skill, number))
                    break
                since = done[key]
        return found

    def turns_on(self, day: int, ready: list[Turn]) -> list[Turn]:
        """Return a heap of whose turn it is on a day; a sitting that was skipped ends it."""
        sittings: Counter[int] = Counter()
        for one in self.request.done:
            if one.on == self.days[day] and one.task.kind == "learn" and one.task.skill is not None:
                sittings[one.task.skill] += 1 if one.minutes else MOST_SITTINGS
        turns = [(turn + sittings[self.learn[skill]], rank, skill) for turn, rank, skill in ready]
        heapq.heapify(turns)
        return turns

    def _after(self, day: dt.date) -> int:
        return (day - self.request.first_day).days

    @staticmethod
    def _worked(done: Iterable[Done]) -> Counter[dt.date]:
        worked: Counter[dt.date] = Counter()
        for one in done:
            worked[one.on] += one.minutes
        return worked

    @cached_property
    def _window(self) -> list[int]:
        """The days on which an exam is near; empty where the goal is another."""
        last = self.request.target_date
        is_exam = self.request.goal == "exam_prep"
        near = [place for place, day in enumerate(self.days) if (last - day).days <= MOCK_WINDOW]
        return near if is_exam else []
