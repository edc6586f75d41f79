"""What came of a day's tasks, from the work that was done, whichever door it came through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tutor_core.calendar import whole_minutes
from tutor_core.planning.course import Entry, Outcome
from tutor_core.planning.tasks import Task

ENOUGH = 0.8  # of a task's minutes that count as done
ENOUGH_CARDS = 0.5  # the same of cards: they are often answered faster than was foreseen
BESIDE = "beside-"  # keys of what was worked on beside the tasks of a day
MOCK_QUESTIONS = (3, 15)  # of a mock test, at least and at most
MINUTES_A_MOCK_QUESTION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a learner did on one day.

    Attributes:
        skill_seconds: By the number of a skill.
        card_seconds: Spent on answers to cards.
        no_cards_left: Whether none is left to be asked; only known of today.
        mock_answers: How many questions of the plan's mock test were answered.
        mock_seconds: Spent on them.
    """

    skill_seconds: Mapping[int, int] = field(default_factory=dict)
    card_seconds: int = 0
    no_cards_left: bool = False
    mock_answers: int = 0
    mock_seconds: int = 0


def mock_questions(minutes: int) -> int:
    """Return how many questions a mock test of so many minutes has."""
    least, most = MOCK_QUESTIONS
    return min(most, max(least, minutes // MINUTES_A_MOCK_QUESTION))


def worked_on(
    entries: Sequence[Entry], work: Work, *, on: dt.date, reached: Collection[int]
) -> tuple[Entry, ...]:
    """Return what came of a day's tasks, and after them what was done beside them.

    A task is done at four fifths of its minutes, a sitting also once its skill is at its level,
    cards also once none is left. What is left over of a skill's minutes stands by itself.

    Args:
        entries: The day's tasks; those that are over already stay as they are.
        work: What was done on the day.
        on: The day.
        reached: Skills that are at their level.
    """
    left = {skill: whole_minutes(seconds) for skill, seconds in work.skill_seconds.items()}
    for entry in entries:
        if entry.task.skill is not None and entry.outcome in ("done", "part"):
            left[entry.task.skill] = left.get(entry.task.skill, 0) - entry.minutes
    found = []
    for entry in entries:
        if entry.outcome != "open":
            found.append(entry)
        elif entry.task.skill is None:
            found.append(_without_skill(entry, work))
        else:
            there = max(0, left.get(entry.task.skill, 0))
            after = _with_skill(entry, there, entry.task.skill in reached)
            left[entry.task.skill] = there - after.minutes
            found.append(after)
    return (*found, *_beside(left, on, reached))


def settled(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries of a day that is over.

    Too little of a repetition is none: it comes again, and its minutes stand by themselves. A mock
    test that was begun goes on.
    """
    found = []
    for entry in entries:
        if entry.outcome != "part" or entry.task.kind == "learn" or _is_cards(entry.task):
            found.append(entry)
            continue
        found.append(replace(entry, outcome="open", minutes=0))
        if entry.task.skill is not None:
            found.append(_apart(entry))
    return tuple(found)


def _is_cards(task: Task) -> bool:
    return task.kind == "review" and task.skill is None


def _with_skill(entry: Entry, there: int, is_reached: bool) -> Entry:
    minutes = min(entry.task.minutes, there)
    is_done = minutes >= ENOUGH * entry.task.minutes or (entry.task.kind == "learn" and is_reached)
    outcome: Outcome = "done" if is_done else "part" if minutes else "open"
    return replace(entry, minutes=minutes, outcome=outcome)


def _without_skill(entry: Entry, work: Work) -> Entry:
    task = entry.task
    if task.kind == "mock_test":
        minutes = whole_minutes(work.mock_seconds)
        is_done = work.mock_answers >= mock_questions(task.minutes)
    else:
        minutes = whole_minutes(work.card_seconds)
        is_done = minutes >= ENOUGH_CARDS * task.minutes or work.no_cards_left
    minutes = min(task.minutes, minutes)
    outcome: Outcome = "done" if is_done else "part" if minutes else "open"
    return replace(entry, minutes=minutes, outcome=outcome)


def _beside(left: Mapping[int, int], on: dt.date, reached: Collection[int]) -> list[Entry]:
    return [
        Entry(
            task=Task(
                key=f"{BESIDE}{skill}-{on.isoformat()}",
                kind="practise" if skill in reached else "learn",
                skill=skill,
                minutes=minutes,
            ),
            minutes=minutes,
            outcome="done",
        )
        for skill, minutes in sorted(left.items())
        if minutes > 0
    ]


def _apart(entry: Entry) -> Entry:
    task = replace(entry.task, key=f"{BESIDE}{entry.task.key}", minutes=max(1, entry.minutes))
    return replace(entry, task=task, outcome="done")
