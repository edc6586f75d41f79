"""What answering a card today is worth on the day of an exam, for many cards at once."""

from __future__ import annotations

import random

import numpy as np

from tutor_core.review.memories import Floats, Memories, Places

LEAST_WORTH = 0.01  # gain in the chance of recall for which an answer is asked


def worth_today(memories: Memories, exam_in: int) -> Floats:
    """Return by how much an answer today raises each card's chance of recall on the day of an exam.

    A card answered today is recalled for certain and gains nothing. Taking the worthiest each day
    comes within some percent of the best of all plans, which cannot be tried for more than a
    handful of cards; looking ahead at what a later day would bring gained another thousandth.

    Args:
        memories: The cards.
        exam_in: Days from today to the exam, 0 and above.
    """
    chance = memories.chance(0)
    known, missed = (
        memories.answered(0, np.full(chance.shape, outcome)).recall(exam_in)
        for outcome in (True, False)
    )
    return chance * known + (1 - chance) * missed - memories.recall(exam_in)


def chosen_today(memories: Memories, exam_in: int, most: int) -> Places:
    """Return the places of the cards to answer today, the worthiest first; equals as they come.

    What is worth less than `LEAST_WORTH` is left alone even where there is time: answering every
    card every day gained less than a hundredth in all, for more than twice the answers.
    """
    worth = worth_today(memories, exam_in)
    ordered = np.argsort(-worth, kind="stable")
    return ordered[worth[ordered] >= LEAST_WORTH][:most]


def drawn_recall(
    memories: Memories, exam_in: int, a_day: int, *, runs: int, rng: random.Random
) -> Floats:
    """Return the share of cards known on the day of the exam, 0 to 1, in each of some futures.

    Each future draws every answer, and what is known on the day, by the model of memory.

    Args:
        memories: The cards, one at least.
        exam_in: Days from today to the exam, 0 and above.
        a_day: Cards that are answered on each day from today to the one before the exam.
        runs: How many futures.
        rng: Source of chance.
    """
    drawn = np.random.default_rng(rng.getrandbits(64))
    return np.array([_future(memories, exam_in, a_day, drawn) for _ in range(runs)])


def _future(memories: Memories, exam_in: int, a_day: int, drawn: np.random.Generator) -> float:
    for left in range(exam_in, 0, -1):
        which = chosen_today(memories, left, a_day)
        is_known = drawn.random(which.size) < memories.chance(0)[which]
        memories = memories.with_answered(which, is_known).later(1)
    on_the_day = memories.recall(0)
    return float((drawn.random(on_the_day.size) < on_the_day).mean())
