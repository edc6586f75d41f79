"""The test-out: a few questions that settle whether a contested skill is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

LEVELS = (3, 3, 4, 4)  # difficulty of its questions, 1 to 5, in their order
RIGHT_TO_PASS = 3

Ending = Literal["passed", "not_passed"]


def ending_of(answers: Sequence[bool]) -> Ending | None:
    """Return how a test-out with these answers, right or not, has ended; None while it goes on.

    Three right of four pass it; it ends as soon as that is certain, either way.
    """
    right = sum(answers)
    if right >= RIGHT_TO_PASS:
        return "passed"
    if len(answers) - right > len(LEVELS) - RIGHT_TO_PASS:
        return "not_passed"
    return None


def next_level(answers: Sequence[bool]) -> int:
    """Return the difficulty, 1 to 5, of the question after these answers."""
    return LEVELS[min(len(answers), len(LEVELS) - 1)]
