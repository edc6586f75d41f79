"""Asks the questions of a mock test: one of each skill of the plan in turn, without a word."""

from __future__ import annotations

import datetime as dt
import random

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.errors import NotFoundError
from tutor_core.practice.examinations.mock_tests.queries import mock_test_of
from tutor_core.practice.examinations.service import Question, ask, put_away
from tutor_core.practice.goal import Goal
from tutor_core.practice.showing import new_key
from tutor_core.practice.views import Attempt

LEVEL = 3  # of its questions


def next_mock_question(
    db: Session,
    actor: Actor,
    reference: str,
    *,
    now: dt.datetime,
    rng: random.Random,
    day_starts_at: int = 4,
) -> Attempt | None:
    """Return the question to answer now; None where the test is over.

    Raises:
        NotFoundError: There is no such test among the actor's tasks of today, or no question.
    """
    lock_learner(db, actor)
    found = mock_test_of(db, actor, reference, now=now, day_starts_at=day_starts_at)
    if found.is_over:
        return None
    if found.attempt is not None:
        return found.attempt
    if found.next_skill is None:
        raise NotFoundError("There is no question on the skills of this plan.")
    put_away(db, actor, "plan", now=now)
    question = Question(
        skill=found.next_skill,
        set_key=found.set_key or new_key(),
        asked=found.content_ids,
        level=LEVEL,
        state={},
        action={"chosen_by": "mock_test"},
    )
    return ask(db, actor, question, Goal("plan", plan_task=reference), now=now, rng=rng)
