"""Answers to questions and the tasks of a study plan: through every door of practice."""

import datetime as dt

import pytest

from tests.practice.conftest import RIGHT, WRONG
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.planning import queries as planned
from tutor_core.planning import service as planning
from tutor_core.planning.wishes import PlanWish
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import shown_again

WISH = PlanWish(
    title="Slopes",
    goal="custom",
    targets=(201,),
    target_date=NOW.date() + dt.timedelta(days=60),
    minutes_a_day=30,
)


@pytest.fixture
def plan_id(learner):
    return planning.make_plan(learner.db, learner.actor, WISH, now=NOW)


def task(learner):
    return planned.tasks_today(learner.db, learner.actor, now=NOW)[0]


def progress(learner, plan_id):
    return learner.row(m.StudyPlan, id=plan_id).progress_percentage


@pytest.mark.parametrize("source", ["plan", "practice"])
def test_the_time_of_an_answer_counts_for_its_task_at_either_door(learner, plan_id, source):
    reference = task(learner).reference if source == "plan" else None
    shown = learner.next(Goal(source, skill="adding", plan_task=reference))
    learner.answer(shown, WRONG, at=NOW + dt.timedelta(minutes=3))
    assert (task(learner).outcome, task(learner).minutes_done) == ("part", 3)


def test_the_answer_that_brings_a_skill_to_its_level_moves_the_plan(learner, plan_id):
    learner.db.add(
        m.LearnerSkillEstimate(
            student_id=learner.actor.id, skill_id=101, mean=2.5, variance=0.05, answers=6,
            days_seen=3, last_seen_at=NOW,
        )
    )  # fmt: skip
    learner.db.add(m.LearnerEstimate(student_id=learner.actor.id, mean=0.0, variance=0.05))
    assert progress(learner, plan_id) == 0.0

    learner.answer(learner.next(Goal(skill="adding")), RIGHT)

    assert progress(learner, plan_id) > 30
    assert task(learner).outcome == "done"


def test_each_task_has_its_own_open_question(learner, plan_id):
    first = task(learner).reference
    other = first.replace("-1", "-2")
    shown = learner.next(Goal("plan", skill="adding", plan_task=first))
    free = learner.next(Goal(skill="adding"))

    assert learner.next(Goal("plan", skill="adding", plan_task=first)) == shown
    assert learner.next(Goal(skill="adding")) == free
    assert shown_again(learner.db, learner.actor, shown.attempt_id) is None
    goal = Goal("plan", skill="adding", plan_task=first)
    assert shown_again(learner.db, learner.actor, shown.attempt_id, goal).attempt == shown
    assert learner.next(Goal("plan", skill="adding", plan_task=other)) != shown
