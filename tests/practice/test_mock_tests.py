"""A mock test before an exam: each skill in turn, no word before the end, then ticked."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.practice.conftest import RIGHT, WRONG
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.errors import NotFoundError
from tutor_core.planning import queries as planned
from tutor_core.planning import service as planning
from tutor_core.planning.wishes import PlanWish
from tutor_core.practice import service
from tutor_core.practice.examinations.mock_tests.queries import mock_test_of
from tutor_core.practice.examinations.mock_tests.service import next_mock_question
from tutor_core.practice.goal import Goal

WISH = PlanWish(
    title="Algebra final",
    goal="exam_prep",
    targets=(101, 102),
    target_date=NOW.date() + dt.timedelta(days=2),
    minutes_a_day=60,
)


@pytest.fixture
def reference(learner):
    return f"{planning.make_plan(learner.db, learner.actor, WISH, now=NOW)}:mock_test"


def stands(learner, reference):
    return mock_test_of(learner.db, learner.actor, reference, now=NOW)


def asked(learner, reference, at=NOW):
    return next_mock_question(learner.db, learner.actor, reference, now=at, rng=learner.rng)


def test_the_skills_are_asked_in_turn_and_nothing_is_told_before_the_end(learner, reference):
    questions = stands(learner, reference).questions
    skills = []
    for number in range(questions):
        attempt = asked(learner, reference)
        assert asked(learner, reference).attempt_id == attempt.attempt_id
        skills.append(attempt.skill)
        assert stands(learner, reference).items == ()
        learner.answer(attempt, WRONG if number == 0 else RIGHT)

    assert skills == (["adding", "doubling"] * questions)[:questions]
    assert asked(learner, reference) is None
    over = stands(learner, reference)
    assert (over.right, over.answered) == (questions - 1, questions)
    assert sum(one.questions for one in over.scores) == questions
    assert len(over.items) == questions


def test_the_task_is_ticked_and_its_time_is_not_that_of_its_skills(learner, reference):
    for _ in range(stands(learner, reference).questions):
        learner.answer(asked(learner, reference), WRONG, at=NOW + dt.timedelta(minutes=1))
    plan_id = int(reference.partition(":")[0])
    tasks = planned.plan_of(learner.db, learner.actor, plan_id, now=NOW).tasks_today
    assert {task.outcome for task in tasks if task.kind == "mock_test"} == {"done"}
    assert {task.outcome for task in tasks if task.kind == "learn"} == {"open"}
    assert not any(task.is_beside for task in tasks)


def test_practice_for_another_task_puts_its_question_away_and_it_goes_on(learner, reference):
    first = asked(learner, reference)
    other = reference.replace("mock_test", "learn-101-1")
    learner.next(Goal("plan", skill="adding", plan_task=other))
    assert learner.row(m.LearningSession, id=first.attempt_id).end_time is not None

    again = asked(learner, reference)
    assert again.set_key == first.set_key
    assert stands(learner, reference).answered == 0


def test_only_a_mock_test_of_today_is_asked(learner, reference):
    with pytest.raises(NotFoundError):
        stands(learner, reference.replace("mock_test", "learn-101-1"))
    later = replace(WISH, target_date=NOW.date() + dt.timedelta(days=20))
    plan_id = planning.make_plan(learner.db, learner.actor, later, now=NOW)
    with pytest.raises(NotFoundError):
        asked(learner, f"{plan_id}:mock_test")


def test_new_numbers_stay_with_the_task(learner):
    task = "1:learn-101-1"
    shown = learner.next(Goal("plan", skill="adding", plan_task=task))
    item = learner.db.get(m.Content, shown.content_id)
    item.template = {"parameters": {"a": {"from": 2, "to": 900}}}
    learner.db.flush()
    again = service.new_numbers(
        learner.db, learner.actor, shown.attempt_id, now=NOW, rng=learner.rng
    )
    assert learner.row(m.LearningSession, id=again.attempt_id).plan_task == task
