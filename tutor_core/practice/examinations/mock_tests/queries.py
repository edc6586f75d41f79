"""Reads how a mock test of a study plan stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError
from tutor_core.models import LearningSession
from tutor_core.planning.queries import targets_of, task_of
from tutor_core.planning.working import mock_questions
from tutor_core.practice.examinations.mock_tests.views import MockTest, SkillScore
from tutor_core.practice.examinations.queries import asked_now, examined_item
from tutor_core.practice.queries import ATTEMPT_WITH_ITEM

_OF_TASK = ATTEMPT_WITH_ITEM.where(
    LearningSession.source == "plan", LearningSession.plan_task == bindparam("task")
).order_by(LearningSession.start_time, LearningSession.id)


def mock_test_of(
    db: Session, actor: Actor, reference: str, *, now: dt.datetime, day_starts_at: int = 4
) -> MockTest:
    """Return how today's mock test of one of the actor's plans stands.

    Raises:
        NotFoundError: There is no such test among today's tasks.
    """
    task = task_of(db, actor, reference, now=now, day_starts_at=day_starts_at)
    if task.kind != "mock_test":
        raise NotFoundError("There is no mock test among today's tasks: look at your plan again.")
    rows = db.execute(_OF_TASK, {"student_id": actor.id, "task": reference}).all()
    answered = [row for row in rows if row.is_correct is not None]
    questions = mock_questions(task.minutes)
    is_over = len(answered) >= questions
    set_key = rows[0].set_key if rows else None
    return MockTest(
        reference=reference,
        plan_title=task.plan_title,
        minutes=task.minutes,
        questions=questions,
        answered=len(answered),
        right=sum(row.is_correct for row in answered),
        set_key=set_key,
        attempt=None if is_over or not set_key else asked_now(db, actor, "plan", set_key),
        skills=targets_of(db, actor, task.plan_id),
        asked=tuple((row.item_tags or ("",))[0] for row in answered),
        content_ids=frozenset(row.content_id for row in rows),
        scores=_scores(answered) if is_over else (),
        items=tuple(examined_item(db, row) for row in answered) if is_over else (),
    )


def _scores(answered: list[Any]) -> tuple[SkillScore, ...]:
    asked, right = Counter[str](), Counter[str]()
    for row in answered:
        title = row.item_skill_name or ""
        asked[title] += 1
        right[title] += row.is_correct
    return tuple(SkillScore(title=one, right=right[one], questions=asked[one]) for one in asked)
