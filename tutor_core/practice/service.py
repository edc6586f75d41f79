"""Shows a learner an item and takes the answer: the main job of the product."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.calendar import learner_day
from tutor_core.content.answers.verdicts import Grade
from tutor_core.content.items import Item
from tutor_core.content.queries import item_in
from tutor_core.db import storable
from tutor_core.errors import NotFoundError, StaleStateError
from tutor_core.models import LearningSession, table_of
from tutor_core.practice.changing import change_attempt
from tutor_core.practice.consequences import close_day, learn_from
from tutor_core.practice.goal import Goal
from tutor_core.practice.learning import Answered
from tutor_core.practice.leaving.service import close_skipped, open_or_stale
from tutor_core.practice.queries import (
    ATTEMPT_COLUMNS,
    CORRECTED,
    as_shown,
    open_attempt,
    own_attempt,
    receipt_from,
    receipt_of,
)
from tutor_core.practice.scoring import dont_know, points_for, seconds_between
from tutor_core.practice.showing import (
    asked_for,
    check_published,
    new_key,
    recommended,
    show,
)
from tutor_core.practice.views import Attempt, Receipt
from tutor_core.recommend.service import record_complete
from tutor_core.review.making.service import make_card_of_missed
from tutor_core.tuning.experiments.service import enrol

MOST_CONFIDENT = 100
_attempts = table_of(LearningSession)
_CLOSED = [
    "end_time",
    "counted_on",
    "is_correct",
    "answer_given",
    "response",
    "answer_note",
    "feedback_text",
    "time_spent",
    "points_earned",
    "reward",
    "rl_state",
    "predicted",
    "learnt_from",
    "confidence",
    "draft",
]
_CLOSE = (
    update(_attempts)
    .where(_attempts.c.id == bindparam("attempt_id"))
    .values({name: bindparam(name) for name in _CLOSED})
    .returning(*ATTEMPT_COLUMNS)
)


def next_attempt(
    db: Session,
    actor: Actor,
    goal: Goal,
    *,
    now: dt.datetime,
    rng: random.Random,
    day_starts_at: int = 4,
) -> Attempt:
    """Return the question to show: the one left open, or else a new one.

    A reload, a second tab or a lost connection finds the same question again. Asking for
    another subject or item closes the open one as skipped, which counts for nothing.

    Raises:
        NotFoundError: There is nothing to ask.
    """
    zone = lock_learner(db, actor)
    row = open_attempt(db, actor, goal.source)
    if row is not None and _still_serves(row, goal):
        return as_shown(row, item_in(db, row))
    if row is not None:
        close_skipped(db, actor, row, now=now)
    if goal.content_id is not None:
        check_published(db, goal.content_id)
        chosen = asked_for(goal.content_id, "learner")
    else:
        enrol(db, actor, now=now, rng=rng)
        day = learner_day(now, zone, starts_at=day_starts_at)
        chosen = recommended(db, actor, goal, day=day, now=now, rng=rng)
    return show(db, actor, goal, chosen, now=now, rng=rng)


def new_numbers(
    db: Session, actor: Actor, attempt_id: int, *, now: dt.datetime, rng: random.Random
) -> Attempt:
    """Put the open question away and ask the same task with other numbers.

    Raises:
        NotFoundError: It is not the actor's, or has one set of numbers only.
        StaleStateError: It was answered meanwhile.
    """
    lock_learner(db, actor)
    row = open_or_stale(db, actor, attempt_id)
    if row.item_template is None:
        raise NotFoundError("This question has no other numbers.")
    close_skipped(db, actor, row, now=now)
    chosen = asked_for(row.content_id, "new_numbers")
    goal = Goal(row.source, plan_task=row.plan_task)
    return show(db, actor, goal, chosen, now=now, rng=rng, set_key=row.set_key)


def retry(
    db: Session, actor: Actor, attempt_id: int, *, now: dt.datetime, rng: random.Random
) -> Attempt:
    """Ask an answered question again, in free practice with the same numbers; it does not count.

    Raises:
        NotFoundError: It is not the actor's, or was not answered.
    """
    lock_learner(db, actor)
    row = own_attempt(db, actor, attempt_id)
    if row.is_correct is None:
        raise NotFoundError("This question was not answered yet.")
    waiting = open_attempt(db, actor, "practice")
    if waiting is not None:
        close_skipped(db, actor, waiting, now=now)
    chosen = asked_for(row.content_id, "retry")
    return show(db, actor, Goal(), chosen, now=now, rng=rng, again=row, set_key=new_key())


def reveal_hint(db: Session, actor: Actor, attempt_id: int, *, hints_seen: int) -> None:
    """Show the next hint of an open question, at its price.

    Args:
        db: An open transaction.
        actor: The learner.
        attempt_id: Their open attempt.
        hints_seen: How many the page showed, so that a double click costs one hint.

    Raises:
        NotFoundError: It is not the actor's.
        StaleStateError: It was answered meanwhile.
    """
    lock_learner(db, actor)
    row = open_or_stale(db, actor, attempt_id)
    there = len(item_in(db, row, row.content_version).text.hints)
    if row.hints_used == hints_seen < there:
        change_attempt(db, attempt_id, hints_used=hints_seen + 1)


def save_draft(db: Session, actor: Actor, attempt_id: int, draft: str) -> None:
    """Keep what is typed so far, so that nothing is lost with the page; late ones are dropped."""
    db.execute(
        update(LearningSession)
        .where(
            LearningSession.id == attempt_id,
            LearningSession.student_id == actor.id,
            LearningSession.end_time.is_(None),
        )
        .values(draft=storable(draft))
    )


def submit_answer(
    db: Session,
    actor: Actor,
    attempt_id: int,
    response: str,
    grade: Grade,
    *,
    now: dt.datetime,
    day_starts_at: int = 4,
    confidence: int | None = None,
) -> Receipt:
    """Close an attempt with a graded answer and learn from it, once.

    A second click, a second tab or a retry after a lost connection finds it closed and gets
    the stored outcome; nothing is written twice.

    Args:
        db: An open transaction; whoever opened it commits.
        actor: The learner.
        attempt_id: Their attempt.
        response: What was answered.
        grade: Its grade, correct or incorrect.
        now: When it was answered.
        day_starts_at: Wall-clock hour at which the learner's day begins.
        confidence: How sure they said they were, 0 to 100; None where they said nothing.

    Raises:
        NotFoundError: It is not the actor's, or was put away unanswered.
        StaleStateError: The item was corrected while it was open.
        ValueError: The grade does not close an attempt, or nobody can be that sure.
    """
    if confidence is not None and not 0 <= confidence <= MOST_CONFIDENT:
        raise ValueError(f"confidence goes from 0 to {MOST_CONFIDENT}, not {confidence}")
    if grade.verdict not in ("correct", "incorrect"):
        raise ValueError(f"an answer that is {grade.verdict} does not close an attempt")
    zone = lock_learner(db, actor)
    row = own_attempt(db, actor, attempt_id)
    if row.end_time is not None:
        return receipt_of(db, actor, attempt_id)
    if row.item_version != row.content_version:
        raise StaleStateError(CORRECTED)
    item = item_in(db, row)
    answered = _answered(row, item, grade, zone, now=now, day_starts_at=day_starts_at)
    points = points_for(
        item.points,
        correct=answered.correct,
        hints_used=row.hints_used,
        is_evidence=row.is_evidence,
    )
    learnt = learn_from(db, actor, answered, now=now)
    after = {
        "understood": grade.understood,
        "understood_is_latex": grade.understood_is_latex,
        "moves": list(learnt.moves),
    }
    closed = db.execute(
        _CLOSE,
        {
            "attempt_id": attempt_id,
            "end_time": now,
            "counted_on": answered.day,
            "is_correct": answered.correct,
            "answer_given": storable(response)[:255],
            "response": storable(response),
            "answer_note": grade.note[:100],
            "feedback_text": grade.message,
            "time_spent": answered.seconds,
            "points_earned": points,
            "reward": learnt.reward,
            "rl_state": dict(row.rl_state or {}) | {"after": after},
            "predicted": learnt.predicted,
            "learnt_from": learnt.learnt_from,
            "confidence": confidence,
            "draft": None,
        },
    ).one()
    if answered.is_evidence and not answered.correct:
        make_card_of_missed(db, actor, item, row.variant_seed, on=answered.day, now=now)
    if item.text.steps and answered.correct:
        record_complete(db, actor, item.content_id, attempt_id, success=True, now=now)
    badges = close_day(db, actor, answered, learnt, now=now)
    return receipt_from(closed, item.variant(row.variant_seed), badges)


def give_up(
    db: Session, actor: Actor, attempt_id: int, *, now: dt.datetime, day_starts_at: int = 4
) -> Receipt:
    """Close an attempt with "I don't know": an answer, counted as not right, kept as itself.

    Raises:
        NotFoundError: It is not the actor's, or was put away unanswered.
        StaleStateError: The item was corrected while it was open.
    """
    return submit_answer(
        db, actor, attempt_id, "", dont_know(), now=now, day_starts_at=day_starts_at
    )


def _still_serves(row: Row[Any], goal: Goal) -> bool:
    if row.item_version != row.content_version or row.plan_task != goal.plan_task:
        return False
    if goal.content_id is not None:
        return bool(row.content_id == goal.content_id)
    if goal.skill is not None:
        return goal.skill in (row.item_tags or ())[:1]
    return goal.topic in (None, row.item_topic)


def _answered(
    row: Row[Any],
    item: Item,
    grade: Grade,
    zone: ZoneInfo,
    *,
    now: dt.datetime,
    day_starts_at: int,
) -> Answered:
    return Answered(
        attempt_id=row.id,
        item=item,
        correct=grade.verdict == "correct",
        hints_used=row.hints_used,
        seconds=seconds_between(row.start_time, now, minutes=item.minutes),
        is_evidence=row.is_evidence,
        was_chosen_by_bandit=row.propensity is not None,
        epsilon=float((row.rl_action or {}).get("epsilon", 0.0)),
        day=learner_day(now, zone, starts_at=day_starts_at),
        zone=zone,
        day_starts_at=day_starts_at,
    )
