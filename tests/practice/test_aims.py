"""What a learner is to work on beside the next thing, from the rows to the choice."""

import datetime as dt

import pytest

from tests.rows import NOW, add_item, add_student
from tutor_core import models as m
from tutor_core.practice.aims.queries import LATE, aims_of
from tutor_core.recommend.goals import Aim

ADDING, DOUBLING = 101, 102
DAY = NOW.date()


def aims(learner):
    learner.db.flush()
    return aims_of(learner.db, learner.actor, day=DAY, now=NOW)


def add_card(learner, **values):
    item = add_item(learner.db, subtopic="adding")
    given = {
        "front_text": "1 + 1", "back_text": "2", "next_review_date": DAY, "times_reviewed": 1,
    }  # fmt: skip
    learner.db.add(m.FlashCard(student_id=learner.actor.id, content_id=item.id, **(given | values)))


def add_plan(learner, **values):
    given = {
        "title": "Before the exam",
        "goal_type": "exam_prep",
        "target_skills": [DOUBLING],
        "target_date": DAY,
        "schedule": [],
    }
    learner.db.add(m.StudyPlan(student_id=learner.actor.id, **(given | values)))


def assign(learner, target, **values):
    cohort = m.Cohort(name="5b", join_code="ABC234")
    learner.db.add(cohort)
    learner.db.flush()
    learner.db.add(m.CohortMember(cohort_id=cohort.id, student_id=learner.actor.id))
    given = {"title": "Sums", "kind": "items", "created_at": NOW}
    learner.db.add(m.Assignment(cohort_id=cohort.id, target=target, **(given | values)))
    return cohort


def test_who_has_nothing_set_has_no_aims(learner):
    assert aims(learner) == []


def test_a_card_that_is_due_asks_for_its_skill_once(learner):
    add_card(learner)
    add_card(learner)

    assert aims(learner) == [Aim(kind="review", skill=ADDING)]


@pytest.mark.parametrize(
    "values",
    [
        {"next_review_date": DAY + dt.timedelta(days=1)},
        {"suspended": True},
        {"buried_until": DAY + dt.timedelta(days=1)},
    ],
)
def test_a_card_that_is_not_to_be_reviewed_today_asks_for_nothing(learner, values):
    add_card(learner, **values)

    assert aims(learner) == []


def test_an_active_plan_asks_for_its_skills_until_its_day(learner):
    add_plan(learner)
    add_plan(learner, target_date=DAY - dt.timedelta(days=1))
    add_plan(learner, status="abandoned")

    assert aims(learner) == [Aim(kind="plan", skill=DOUBLING, detail="Before the exam")]


def test_an_assigned_item_is_asked_for_until_it_was_met_since(learner):
    item = learner.db.query(m.Content).filter_by(slug="doubling-2").one()
    assign(learner, {"content_ids": [item.id]})
    met = m.LearnerItem(
        student_id=learner.actor.id, content_id=item.id, seen=1,
        last_seen_at=NOW - dt.timedelta(days=1),
    )  # fmt: skip
    learner.db.add(met)

    before = aims(learner)
    met.last_seen_at = NOW + dt.timedelta(minutes=1)

    assert before == [Aim(kind="assignment", skill=DOUBLING, content_id=item.id, detail="Sums")]
    assert aims(learner) == []


@pytest.mark.parametrize(("late", "is_asked"), [(dt.timedelta(0), True), (LATE, False)])
def test_late_work_is_asked_for_a_while(learner, late, is_asked):
    second = dt.timedelta(seconds=1)
    assign(learner, {"skill_ids": [DOUBLING]}, kind="skills", due_at=NOW - late - second)

    assert bool(aims(learner)) is is_asked


def test_who_left_the_class_and_who_is_a_stranger_to_it_are_asked_for_nothing(learner):
    cohort = assign(learner, {"skill_ids": [DOUBLING]}, kind="skills")
    learner.db.flush()
    learner.db.query(m.CohortMember).update({"left_at": NOW})
    other = add_student(learner.db, "ben")
    learner.db.add(m.CohortMember(cohort_id=cohort.id, student_id=other.id))

    assert aims(learner) == []


def test_the_next_question_is_the_assigned_one_and_says_so(learner):
    item = learner.db.query(m.Content).filter_by(slug="slopes-3").one()
    assign(learner, {"content_ids": [item.id]}, title="Slopes for Monday")
    learner.db.flush()

    attempts = [learner.next()]
    while attempts[-1].content_id != item.id and len(attempts) < 10:  # chance may choose another
        learner.answer(attempts[-1])
        attempts.append(learner.next())

    row = learner.row(m.LearningSession, id=attempts[-1].attempt_id)
    assert row.rl_state["goal"] == {"kind": "assignment", "detail": "Slopes for Monday"}
    assert len(attempts) <= 3
