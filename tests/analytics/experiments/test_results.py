"""What the arms came to is read from the very attempts that they chose."""

import datetime as dt
import random

import pytest
from sqlalchemy import update

from tests.practice.conftest import RIGHT, WRONG, add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.analytics.experiments.queries import results_of
from tutor_core.errors import NotAllowedError, NotFoundError
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal
from tutor_core.practice.leaving import service as leaving
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.experiments.plans import ArmPlan, ExperimentPlan
from tutor_core.tuning.experiments.service import begin, stop

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def experiment(db):
    add_school(db)
    plan = ExperimentPlan(
        name="More chance", question="Does it cost anything?", ends_at=NOW + dt.timedelta(days=7),
        arms=[
            ArmPlan(label="as before", policy=BanditPolicy()),
            ArmPlan(label="more", policy=BanditPolicy(epsilon=0.5)),
        ],
    )  # fmt: skip
    return begin(db, OPERATOR, plan, now=NOW)


def work(db, name, grades, *, at=NOW):
    student = db.query(m.Student).filter_by(username=name).one_or_none()
    actor = Actor((student or add_student(db, name)).id, "student")
    rng = random.Random(name)
    receipts = []
    for grade in grades:
        attempt = practice.next_attempt(db, actor, Goal(), now=at, rng=rng)
        at += MINUTE
        receipts.append(practice.submit_answer(db, actor, attempt.attempt_id, "2", grade, now=at))
        at += MINUTE
    db.flush()
    return actor, receipts


def test_an_experiment_that_just_began_has_nobody(db, experiment):
    found = results_of(db, OPERATOR, experiment)

    assert [(one.label, one.assigned, one.answers) for one in found.arms] == [
        ("as before", 0, 0), ("more", 0, 0),
    ]  # fmt: skip
    assert "there are 0 in “as before”, 0 in “more”" in found.lacking


def test_enough_learners_are_compared_by_what_their_answers_taught(db, experiment):
    receipts = {}
    for number in range(20):
        actor, own = work(db, f"s{number}", [RIGHT, WRONG, RIGHT, RIGHT, RIGHT])
        receipts[actor.id] = own

    found = results_of(db, OPERATOR, experiment)

    assert found.is_enough
    assert [one.answers for one in found.arms] == [50, 50]
    assert [one.value for one in found.means["right"]] == pytest.approx([0.8, 0.8])
    rows = db.query(m.ExperimentMember).order_by(m.ExperimentMember.arm_id).all()
    arms = sorted({row.arm_id for row in rows})
    for place, arm in enumerate(arms):
        mine = [row.student_id for row in rows if row.arm_id == arm]
        gained = [
            sum(move.mastery_after - move.mastery_before for one in receipts[learner]
                for move in one.moves)
            for learner in mine
        ]  # fmt: skip
        rewards = [
            sum(row.reward for row in db.query(m.LearningSession).filter_by(student_id=learner)) / 5
            for learner in mine
        ]
        assert found.means["mastery"][place].value == pytest.approx(sum(gained) / 10)
        assert found.means["gain"][place].value == pytest.approx(sum(rewards) / 10)


def test_only_answers_to_what_the_arm_chose_count(db, experiment):
    actor, _ = work(db, "ada", [RIGHT, WRONG])
    own = db.query(m.LearningSession).filter_by(student_id=actor.id).order_by("id").first()
    asked = practice.next_attempt(
        db, actor, Goal(content_id=own.content_id), now=NOW + 9 * MINUTE, rng=random.Random(1)
    )
    practice.submit_answer(db, actor, asked.attempt_id, "2", RIGHT, now=NOW + 10 * MINUTE)
    again = practice.retry(db, actor, own.id, now=NOW + 11 * MINUTE, rng=random.Random(1))
    practice.submit_answer(db, actor, again.attempt_id, "2", RIGHT, now=NOW + 12 * MINUTE)
    unanswered = practice.next_attempt(db, actor, Goal(), now=NOW, rng=random.Random(1))
    leaving.skip(db, actor, unanswered.attempt_id, now=NOW + 13 * MINUTE)
    practice.next_attempt(db, actor, Goal(), now=NOW + 13 * MINUTE, rng=random.Random(1))
    stop(db, OPERATOR, experiment, reason="enough", now=NOW + 14 * MINUTE)
    work(db, "ada", [WRONG], at=NOW + 20 * MINUTE)  # the open one was the arm's; it counts
    work(db, "ada", [WRONG], at=NOW + 30 * MINUTE)

    found = results_of(db, OPERATOR, experiment)

    assert sum(one.answers for one in found.arms) == 3


def test_whoever_withdrew_is_left_out_also_of_the_past(db, experiment):
    actor, _ = work(db, "ada", [RIGHT])
    consent = m.Consent(
        student_id=actor.id, purpose="research", version="1", given_at=NOW, withdrawn_at=None
    )
    db.add(consent)
    db.flush()
    assert sum(one.answers for one in results_of(db, OPERATOR, experiment).arms) == 1

    db.execute(update(m.Consent).values(withdrawn_at=NOW + MINUTE))

    found = results_of(db, OPERATOR, experiment)
    assert [(one.assigned, one.answers) for one in found.arms] == [(0, 0), (0, 0)]


def test_results_are_for_researchers_and_of_experiments_that_there_are(db, experiment):
    with pytest.raises(NotFoundError):
        results_of(db, OPERATOR, experiment + 1)
    for role in ("student", "teacher"):
        with pytest.raises(NotAllowedError):
            results_of(db, Actor(1, role), experiment)
