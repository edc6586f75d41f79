"""Which closed attempts the mended key can judge, and how it judges them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from tutor_core.content.answers.verdicts import Grade
from tutor_core.content.items import Item
from tutor_core.content.mending import (
    CHOSEN,
    is_same_draw,
    is_same_question,
    is_same_step,
    translated,
    variant_or_none,
)
from tutor_core.content.variants import ItemText
from tutor_core.practice.exercises.steps import StepAnswer, points_for_steps
from tutor_core.practice.regrading.views import Answer
from tutor_core.practice.scoring import DONT_KNOW, Outcome, outcome_of, points_for

NotJudged = Literal["reworded", "unjudgeable"]
Key = tuple[str, Mapping[str, Any]]
"""A response as the mended key reads it, and that key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An attempt that the mended key can judge.

    Attributes:
        answer: The attempt.
        question: As it was asked.
        worth: Points of the item as it was asked.
        step_count: Of the exercise; 0 for a question.
        whole: What is to be graded; None where the learner said that they did not know.
        steps: The same of each answered step; None where a step stays as it is.
    """

    answer: Answer
    question: str
    worth: int
    step_count: int
    whole: Key | None
    steps: tuple[Key | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An attempt as the mended key judges it.

    Attributes:
        case: What was judged.
        correct: Whether the answer is right.
        note: Which rule matched.
        message: A sentence on the answer, where there is one.
        understood: How it was read, as LaTeX or text; None where that stays as it was.
        understood_is_latex: Which of the two.
        steps: The answered steps.
        points: Earned.
    """

    case: Case
    correct: bool
    note: str
    message: str
    understood: str | None
    understood_is_latex: bool
    steps: tuple[StepAnswer, ...]
    points: int

    @property
    def answer(self) -> Answer:
        """The attempt."""
        return self.case.answer

    @property
    def was(self) -> Outcome:
        """How it ended."""
        return outcome_of(correct=self.answer.correct, note=self.answer.note)

    @property
    def now(self) -> Outcome:
        """How it ends by the mended key."""
        return outcome_of(correct=self.correct, note=self.note)

    @property
    def is_turned(self) -> bool:
        """Whether the verdict on the whole differs."""
        return self.correct != self.answer.correct

    @property
    def is_changed(self) -> bool:
        """Whether a verdict or the points differ."""
        return (self.correct, self.points, _verdicts(self.steps)) != (
            self.answer.correct,
            self.answer.points,
            _verdicts(self.answer.steps),
        )

    @property
    def is_finished(self) -> bool:
        """Whether an exercise is finished: solved at once, or with all its steps."""
        count = self.case.step_count
        return count > 0 and (self.correct or len(self.steps) == count)


def case_of(
    answer: Answer, asked: Item, mended: Item, *, also_reworded: bool = False
) -> Case | NotJudged:
    """Return what the mended key is asked about an attempt, or why it is not.

    Args:
        answer: The attempt.
        asked: The item at the version that was asked.
        mended: The item as it is now.
        also_reworded: Whether the key may judge where the words differ and the numbers do not.
    """
    was, now = variant_or_none(asked, answer.seed), variant_or_none(mended, answer.seed)
    if was is None or now is None:
        return "unjudgeable"
    if not is_same_question(was, now):
        if not also_reworded:
            return "reworded"
        if not is_same_draw(asked, mended, answer.seed):
            return "unjudgeable"
    whole: Key | None = None
    if answer.note != DONT_KNOW:
        response = translated(answer.response, was.answer_spec, now.answer_spec)
        if response is None:
            return "unjudgeable"
        whole = (response, now.answer_spec)
    return Case(
        answer=answer,
        question=was.question,
        worth=asked.points,
        step_count=len(was.steps),
        whole=whole,
        steps=_step_keys(answer.steps, was, now, also_reworded=also_reworded),
    )


def judge(case: Case, grade: Callable[[str, Mapping[str, Any], str], Grade]) -> Judged | None:
    """Return how the mended key judges an attempt; None where it cannot read the answer.

    What is equivalent but not in the form asked counts as right: live, it would have cost nothing
    to write it so.
    """
    answer = case.answer
    steps = tuple(
        step if key is None else _judged_step(step, key, grade(*key, answer.locale))
        for step, key in zip(answer.steps, case.steps, strict=True)
    )
    same = Judged(
        case=case,
        correct=answer.correct,
        note=answer.note,
        message=answer.message,
        understood=None,
        understood_is_latex=False,
        steps=steps,
        points=0,
    )
    if case.whole is None:
        return _with_points(same)
    found = grade(*case.whole, answer.locale)
    if found.verdict == "invalid":
        return None
    in_letters = case.whole[1]["type"] in CHOSEN  # of the mended key, which may differ
    return _with_points(
        replace(
            same,
            correct=found.verdict in _RIGHT,
            note=found.note[:100],
            message=_message(found),
            understood=None if in_letters else found.understood,
            understood_is_latex=found.understood_is_latex,
        )
    )


def gains_only(judged: Judged) -> Judged:
    """Return a judgement that takes nothing away: what was right stays right."""
    answer = judged.answer
    if answer.correct and not judged.correct:
        return replace(
            judged,
            correct=True,
            note=answer.note,
            message=answer.message,
            understood=None,
            steps=answer.steps,
            points=answer.points,
        )
    steps = tuple(
        was if was.correct else now for was, now in zip(answer.steps, judged.steps, strict=True)
    )
    return _with_points(replace(judged, steps=steps))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a mended key says about all that was answered before.

    Attributes:
        item: As it is now.
        answers: Everything that was looked at.
        judged: Those of it that the key judges, in the order in which they were answered.
        reworded: How many were left out, because they were asked in other words.
        unjudgeable: How many this key cannot judge.
    """

    item: Item
    answers: tuple[Answer, ...]
    judged: tuple[Judged, ...]
    reworded: int
    unjudgeable: int


def digest_of(judgement: Judgement) -> str:
    """Return what stands for a judgement, so that what was shown is what is applied."""
    parts = [
        [
            one.answer.attempt_id,
            [one.answer.correct, one.answer.note, one.answer.points, _verdicts(one.answer.steps)],
            [one.correct, one.note, one.points, _verdicts(one.steps)],
        ]
        for one in judgement.judged
    ]
    text = json.dumps([judgement.item.content_id, judgement.item.version, parts])
    return hashlib.sha256(text.encode()).hexdigest()


_RIGHT = ("correct", "almost")


def _step_keys(
    steps: Sequence[StepAnswer], was: ItemText, now: ItemText, *, also_reworded: bool
) -> tuple[Key | None, ...]:
    """Return how each answered step is judged; none where the exercise has other steps now."""
    if len(was.steps) != len(now.steps):
        return (None,) * len(steps)
    found: list[Key | None] = []
    for step, asked, mended in zip(steps, was.steps, now.steps, strict=False):
        response = None
        if step.note != DONT_KNOW and (also_reworded or is_same_step(asked, mended)):
            response = translated(step.response, asked.answer_spec, mended.answer_spec)
        found.append(None if response is None else (response, mended.answer_spec))
    return tuple(found)


def _judged_step(step: StepAnswer, key: Key, found: Grade) -> StepAnswer:
    if found.verdict == "invalid":
        return step
    judged = replace(
        step, correct=found.verdict in _RIGHT, note=found.note[:100], message=_message(found)
    )
    if key[1]["type"] in CHOSEN:
        return judged
    return replace(
        judged, understood=found.understood, understood_is_latex=found.understood_is_latex
    )


def _message(found: Grade) -> str:
    """Return what is said of an answer; nothing of the form, where that was forgiven."""
    return "" if found.verdict == "almost" else found.message


def _with_points(judged: Judged) -> Judged:
    """Return it with its points, which stay where no verdict differs.

    A whole that turns out right after its steps were taken earns what is more.
    """
    case, answer = judged.case, judged.answer
    if not judged.is_turned and _verdicts(judged.steps) == _verdicts(answer.steps):
        return replace(judged, points=answer.points)
    at_once = points_for(
        case.worth,
        correct=judged.correct,
        hints_used=answer.hints_used,
        is_evidence=answer.is_evidence,
    )
    by_steps = 0
    if judged.steps:
        by_steps = points_for_steps(
            case.worth,
            right=sum(_verdicts(judged.steps)),
            steps=case.step_count,
            is_evidence=answer.is_evidence,
        )
    return replace(judged, points=max(at_once, by_steps))


def _verdicts(steps: Sequence[StepAnswer]) -> list[bool]:
    return [step.correct for step in steps]
