"""The steps of an exercise: what was answered to them, what they earn, how they are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tutor_core.content.variants import StepText
from tutor_core.practice.scoring import outcome_of
from tutor_core.practice.views import Step

STEPS_SHARE = 0.75  # of the points; the rest is for solving the whole at once


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAnswer:
    """What was answered to a step, as an attempt's row keeps it.

    Attributes:
        response: Whole.
        correct: Whether it is right.
        note: Which rule matched.
        message: A sentence on the answer, where there is one.
        understood: How it was read, as LaTeX or text.
        understood_is_latex: Which of the two.
        answered_at: When.
    """

    response: str
    correct: bool
    note: str
    message: str
    understood: str
    understood_is_latex: bool
    answered_at: dt.datetime


def answered_steps(stored: Sequence[Mapping[str, Any]] | None) -> list[StepAnswer]:
    """Return the answers of `learning_sessions.step_answers`, in the steps' order."""
    return [
        StepAnswer(**{**one, "answered_at": dt.datetime.fromisoformat(one["answered_at"])})
        for one in stored or ()
    ]


def points_for_steps(points: int, *, right: int, steps: int, is_evidence: bool) -> int:
    """Return what the steps earn: three quarters of the points, shared equally.

    Args:
        points: Of the exercise.
        right: How many steps were answered rightly.
        steps: How many there are.
        is_evidence: False for a retry, which is practice and earns nothing.
    """
    return round(points * STEPS_SHARE * right / steps) if is_evidence else 0


def shown_steps(
    texts: Sequence[StepText], stored: Sequence[Mapping[str, Any]] | None, attempt_id: int
) -> tuple[Step, ...]:
    """Return the steps that a page shows: those answered, then the one asked now.

    Args:
        texts: All steps, with the numbers of the attempt.
        stored: `learning_sessions.step_answers`; None before the exercise is taken apart.
        attempt_id: The attempt.
    """
    if stored is None:
        return ()
    answers: list[StepAnswer | None] = [*answered_steps(stored), None]
    return tuple(
        _step(text, answer, number, attempt_id)
        for number, (text, answer) in enumerate(zip(texts, answers, strict=False), start=1)
    )


def _step(text: StepText, answer: StepAnswer | None, number: int, attempt_id: int) -> Step:
    return Step(
        key=f"{attempt_id}_{number}",
        number=number,
        question=text.question,
        answer_spec=text.answer_spec,
        correct_answer=text.correct_answer,
        explanation=text.explanation,
        outcome=outcome_of(correct=answer.correct, note=answer.note) if answer else None,
        response=answer.response if answer else "",
        message=answer.message if answer else "",
        understood=answer.understood if answer else "",
        understood_is_latex=bool(answer and answer.understood_is_latex),
    )
