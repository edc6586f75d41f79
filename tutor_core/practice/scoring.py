"""Points, time and how an outcome counts."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from tutor_core.content.answers.verdicts import Grade

Outcome = Literal["correct", "incorrect", "dont_know"]

HINT_COST = 0.25
ALWAYS_COUNTED_SECONDS = 180
LONGEST_TIMES = 4  # the minutes that an item is meant to take
LONGEST_SECONDS = 1800
SET_LENGTH = 10
DONT_KNOW = "dont_know"


def dont_know() -> Grade:
    """Return what "I don't know" is worth: an answer, not right, kept as itself."""
    return Grade(verdict="incorrect", note=DONT_KNOW, message="Good to know. Here is how it goes.")


def points_for(points: int, *, correct: bool, hints_used: int, is_evidence: bool) -> int:
    """Return what an answer earns: all, less a quarter a hint; nothing for a repeat.

    Args:
        points: Of the item.
        correct: Whether the answer was right.
        hints_used: How many hints were shown before it.
        is_evidence: False for a retry, which is practice and earns nothing.
    """
    if not correct or not is_evidence:
        return 0
    return max(0, round(points * (1 - HINT_COST * hints_used)))


def counts_as_right(*, correct: bool, hints_used: int) -> bool:
    """Tell what the model observes: a right answer after a hint does not show the skill."""
    return correct and hints_used == 0


def seconds_between(start: dt.datetime, end: dt.datetime, *, minutes: float) -> int:
    """Return the time worked on something, in whole seconds: time away from it is not thinking.

    What lies beyond four times the minutes it is meant to take is not counted, though three
    minutes always are, and half an hour at most: a question left open over night was not worked
    on all night. Services and the simulation count by this one function.

    Args:
        start: When it was shown.
        end: When it was answered or put away.
        minutes: What it is meant to take.
    """
    most = min(LONGEST_SECONDS, max(ALWAYS_COUNTED_SECONDS, LONGEST_TIMES * 60 * minutes))
    return int(min(max(0.0, (end - start).total_seconds()), most))


def outcome_of(*, correct: bool, note: str | None) -> Outcome:
    """Return how a closed, graded attempt ended."""
    if correct:
        return "correct"
    return "dont_know" if note == DONT_KNOW else "incorrect"
