"""How the learners of the demo school say they like to study: quizzes that most of them took."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tutor_core.profiling.formats import preferences_after
from tutor_core.profiling.questionnaire import LETTERS, QUESTIONS, Letter
from tutor_core.profiling.style import Style, style_of
from tutor_core.profiling.styles.rows import profile_row
from tutor_core.simulation.events import Blueprint, World
from tutor_core.simulation.rows import student_id_of

TAKES_IT = 0.8
AGAIN = 0.1
SKIPS = 0.06
ALSO = 0.35  # chance of a second tick at a question


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenQuiz:
    """A quiz that a learner took.

    Attributes:
        learner: Who, counted from 0.
        answers: By question, the letters that were ticked; none where it was skipped.
        started_at: When it was begun.
        completed_at: When it was done.
    """

    learner: int
    answers: dict[int, tuple[Letter, ...]]
    started_at: dt.datetime
    completed_at: dt.datetime

    @property
    def style(self) -> Style:
        """What it said."""
        return style_of(self.answers)


def taken_quizzes(world: World, blueprint: Blueprint) -> Iterator[TakenQuiz]:
    """Draw the quizzes that the learners took, in the order of the learners and of time.

    The most eager one, whom visitors look at, always took it.
    """
    for learner in range(len(world.habits)):
        rng = random.Random(f"{blueprint.seed}:{learner}:taste")
        times = 1 + (rng.random() < AGAIN) if learner == 0 or rng.random() < TAKES_IT else 0
        likes = {letter: rng.gammavariate(1.2, 1.0) for letter in LETTERS}
        for number in range(times):
            span = (blueprint.now - world.began_at) / (times + 1)
            started_at = world.began_at + span * (number + rng.uniform(0.1, 0.9))
            started_at = started_at.replace(microsecond=0)
            yield TakenQuiz(
                learner=learner,
                answers={one.number: _ticked(likes, rng) for one in QUESTIONS},
                started_at=started_at,
                completed_at=started_at + dt.timedelta(seconds=rng.randrange(150, 500)),
            )


def _ticked(likes: dict[Letter, float], rng: random.Random) -> tuple[Letter, ...]:
    if rng.random() < SKIPS:
        return ()
    count = 2 if rng.random() < ALSO else 1
    ticked = rng.choices(LETTERS, weights=[likes[letter] for letter in LETTERS], k=count)
    return tuple(letter for letter in LETTERS if letter in ticked)


def quiz_rows(taken: Sequence[TakenQuiz]) -> list[dict[str, Any]]:
    """Return one row of `style_quizzes` a quiz."""
    return [
        {
            "student_id": student_id_of(quiz.learner),
            "answers": {str(number): list(letters) for number, letters in quiz.answers.items()},
            "started_at": quiz.started_at,
            "completed_at": quiz.completed_at,
        }
        for quiz in taken
    ]


def profile_rows(taken: Sequence[TakenQuiz]) -> list[dict[str, Any]]:
    """Return one row of `learning_style_profiles` a learner: what the last quiz said."""
    last = {quiz.learner: quiz for quiz in taken}
    return [
        profile_row(
            student_id_of(quiz.learner),
            quiz.style,
            preferences_after(None, quiz.style),
            now=quiz.completed_at,
        )
        for quiz in last.values()
    ]
