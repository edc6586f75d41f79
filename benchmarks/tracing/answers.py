"""Answers to be predicted: of simulated learners, or out of a log."""

from __future__ import annotations

import csv
import datetime as dt
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor_core.simulation.learners import KINDS, SimulatedLearner, drawn_traits

SKILLS, ITEMS_A_LEVEL, LEVELS = 60, 2, 5
ANSWERS_A_DAY = 20
COLUMNS = ("user_id", "item_id", "correct", "skill_id")
OUTCOMES = {"0": False, "1": True, "0.0": False, "1.0": True}
BEGINS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: who, what, on which skill, whether right; level and time where they are known."""

    student: str
    item: str
    skill: str
    correct: bool
    level: int | None = None
    at: dt.datetime | None = None


def read_log(path: Path) -> list[Answer]:
    """Read tab-separated answers with a header; further columns are left alone.

    Raises:
        SystemExit: A column is missing, or `correct` is neither 0 nor 1.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
            raise SystemExit(f"{path} has no column {missing[0]}; it needs {', '.join(COLUMNS)}")
        found = []
        for number, row in enumerate(rows, start=2):
            if row["correct"] not in OUTCOMES:
                raise SystemExit(f"line {number}: correct is {row['correct']!r}, not 0 or 1")
            correct = OUTCOMES[row["correct"]]
            found.append(Answer(row["user_id"], row["item_id"], row["skill_id"], correct))
    return found


def simulated(kind: str, *, learners: int, answers: int) -> list[Answer]:
    """Let learners of one kind work through items near the frontier of what they know."""
    rng = random.Random(f"{kind}:answers")
    levels = {skill: 1 + LEVELS * skill // SKILLS for skill in range(SKILLS)}
    needs = {skill: (skill - rng.randint(1, 6),) if skill >= 6 else () for skill in range(SKILLS)}
    chosen = next(one for one in KINDS if one == kind)
    found = []
    for number in range(learners):
        learner = SimulatedLearner(drawn_traits(levels, kind=chosen, rng=rng), needs)
        start = rng.randrange(SKILLS // 2)
        for answer in range(answers):
            skill = min(SKILLS - 1, max(0, start + answer // 8 + rng.randint(-4, 4)))
            level = rng.randint(1, LEVELS)
            item = f"{skill}-{level}-{rng.randrange(ITEMS_A_LEVEL)}"
            day = answer // ANSWERS_A_DAY * rng.choice((1, 1, 2))
            correct = rng.random() < learner.chance(skill, level, day=day)
            learner.practise(skill, item, level, correct=correct, day=day, rng=rng)
            at = BEGINS + dt.timedelta(days=day, minutes=answer)
            found.append(Answer(str(number), item, str(skill), correct, level, at))
    return found


def split(answers: Sequence[Answer], *, unseen: float) -> tuple[list[Answer], list[Answer]]:
    """Split by students: a share (0 to 1) of them, drawn by chance, is kept for the test."""
    students = sorted({answer.student for answer in answers})
    held = set(random.Random(1).sample(students, math.ceil(unseen * len(students))))
    return (
        [answer for answer in answers if answer.student not in held],
        [answer for answer in answers if answer.student in held],
    )
