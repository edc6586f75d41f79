"""Takes an exercise apart into its steps, where the whole was not solved at once.

The answer to the whole is an attempt like any other: it closes the attempt, and the knowledge
model learns from it alone, as ASSISTments scores its scaffolded problems. The steps come after
it. They bring a part of the points and, like hints, no evidence.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.analytics.rollups.service import record_day
from tutor_core.content.answers.verdicts import Grade
from tutor_core.content.queries import item_in
from tutor_core.db import storable
from tutor_core.errors import NotFoundError
from tutor_core.practice.changing import change_attempt
from tutor_core.practice.exercises.steps import StepAnswer, answered_steps, points_for_steps
from tutor_core.practice.queries import own_attempt
from tutor_core.practice.scoring import dont_know, seconds_between
from tutor_core.recommend.service import record_complete


def begin_steps(db: Session, actor: Actor, attempt_id: int) -> None:
    """Offer the first step of an exercise whose whole was not solved.

    Raises:
        NotFoundError: It is not the actor's, or is no exercise that was answered wrongly.
    """
    lock_learner(db, actor)
    row = _unsolved(db, actor, attempt_id)
    if row.step_answers is None:
        change_attempt(db, attempt_id, step_answers=[])


def answer_step(
    db: Session,
    actor: Actor,
    attempt_id: int,
    number: int,
    response: str,
    grade: Grade,
    *,
    now: dt.datetime,
) -> None:
    """Store the graded answer to a step, once, and what it earns.

    Args:
        db: An open transaction; whoever opened it commits.
        actor: The learner.
        attempt_id: Their attempt at the exercise.
        number: Of the step, from 1; an answer to another than the next one is dropped, so that
            a double click counts once.
        response: What was answered.
        grade: Its grade, correct or incorrect.
        now: When it was answered.

    Raises:
        NotFoundError: It is not the actor's, or is no exercise that was answered wrongly.
        ValueError: The grade settles nothing.
    """
    if grade.verdict not in ("correct", "incorrect"):
        raise ValueError(f"an answer that is {grade.verdict} does not settle a step")
    _store(db, actor, attempt_id, number, [(response, grade)], now)


def give_up_step(
    db: Session,
    actor: Actor,
    attempt_id: int,
    number: int,
    *,
    now: dt.datetime,
) -> None:
    """Settle a step with "I don't know".

    Raises:
        NotFoundError: It is not the actor's, or is no exercise that was answered wrongly.
    """
    answer_step(db, actor, attempt_id, number, "", dont_know(), now=now)


def show_solution(
    db: Session,
    actor: Actor,
    attempt_id: int,
    *,
    now: dt.datetime,
) -> None:
    """Give up the steps that are left, so that the whole solution is shown.

    Raises:
        NotFoundError: It is not the actor's, or is no exercise that was answered wrongly.
    """
    _store(db, actor, attempt_id, None, [], now)


def _store(
    db: Session,
    actor: Actor,
    attempt_id: int,
    number: int | None,
    answers: list[tuple[str, Grade]],
    now: dt.datetime,
) -> None:
    lock_learner(db, actor)
    row = _unsolved(db, actor, attempt_id)
    item = item_in(db, row, row.content_version)
    steps = item.text.steps
    before = answered_steps(row.step_answers)
    if number is None:
        answers = [("", dont_know())] * (len(steps) - len(before))
    elif number != len(before) + 1 or number > len(steps):
        return
    after = [*before, *(_answered(response, grade, now) for response, grade in answers)]
    since = before[-1].answered_at if before else row.end_time
    seconds = seconds_between(since, now, minutes=item.minutes / len(steps))
    change_attempt(
        db,
        attempt_id,
        step_answers=[asdict(one) | {"answered_at": one.answered_at.isoformat()} for one in after],
        points_earned=points_for_steps(
            item.points,
            right=sum(one.correct for one in after),
            steps=len(steps),
            is_evidence=row.is_evidence,
        ),
        time_spent=(row.time_spent_seconds or 0) + seconds,
    )
    if len(before) < len(after) == len(steps):
        record_complete(db, actor, item.content_id, attempt_id, success=False, now=now)
    if row.counted_on is not None:
        record_day(db, actor, row.counted_on, now=now)


def _unsolved(db: Session, actor: Actor, attempt_id: int) -> Row[Any]:
    row = own_attempt(db, actor, attempt_id)
    if not row.item_steps or row.is_correct is not False:
        raise NotFoundError("There are no steps to take here.")
    return row


def _answered(response: str, grade: Grade, now: dt.datetime) -> StepAnswer:
    return StepAnswer(
        response=storable(response),
        correct=grade.verdict == "correct",
        note=grade.note[:100],
        message=grade.message,
        understood=grade.understood,
        understood_is_latex=grade.understood_is_latex,
        answered_at=now,
    )
