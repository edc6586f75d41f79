"""What a simulated learner writes: the right answer, a known mistake, or nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from tutor_core.content.answers.writing import displayed_answer

SAYS_SO = 0.15  # chance that somebody who does not know says so
MAKES_IT_AGAIN = 0.7  # chance that a mistake is the learner's usual one


def right_answer(spec: Mapping[str, Any]) -> str:
    """Return the answer as a person would write it."""
    return displayed_answer(spec)


def wrong_answer(spec: Mapping[str, Any], *, habit: float, rng: random.Random) -> str | None:
    """Return a wrong answer; None for "I don't know".

    Args:
        spec: Of the question.
        habit: Which of the listed mistakes the learner is prone to, 0 to 1.
        rng: Source of chance.
    """
    mistakes = [dict(entry)["answer"] for entry in spec.get("misconceptions", ())]
    if spec["type"] == "choice":
        mistakes += [letter for letter in spec["choices"] if letter != spec["answer"]]
    if not mistakes or rng.random() < SAYS_SO:
        return None
    is_habit = rng.random() < MAKES_IT_AGAIN
    mistake = mistakes[int(habit * len(mistakes))] if is_habit else rng.choice(mistakes)
    return displayed_answer({**spec, "answer": mistake})
