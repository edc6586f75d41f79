"""Experiments: begun, held to their arms, stopped; sticky, balanced, for students who did not
withdraw."""

import datetime as dt
import math
import random
import threading

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError

from tests.practice.conftest import add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.db import Database, make_engine
from tutor_core.errors import InvalidInputError, NotAllowedError, NotFoundError
from tutor_core.gaps.policy import GapPolicy
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.experiments.plans import ArmPlan, ExperimentPlan
from tutor_core.tuning.experiments.queries import experiment_of, experiments
from tutor_core.tuning.experiments.service import begin, enrol, stop
from tutor_core.tuning.queries import history, in_force, timelines_of
from tutor_core.tuning.service import save

DAY = dt.timedelta(days=1)
END = NOW + 14 * DAY
AS_BEFORE = ArmPlan(label="as before", policy=BanditPolicy())
MORE = ArmPlan(label="more chance", policy=BanditPolicy(epsilon=0.5))


def plan(**changed):
    given = {
        "name": "More chance", "question": "Does chance cost anything?",
        "arms": [AS_BEFORE, MORE], "ends_at": END,
    }  # fmt: skip
    return ExperimentPlan(**given | changed)


def students(db, number, *, cohort_id=None):
    made = [Actor(add_student(db, f"s{n}-{cohort_id}").id, "student") for n in range(number)]
    for one in made if cohort_id else ():
        db.add(m.CohortMember(cohort_id=cohort_id, student_id=one.id, joined_at=NOW - DAY))
    db.flush()
    return made


def come(db, *actors, at=NOW, seed=1):
    rng = random.Random(seed)
    for actor in actors:
        enrol(db, actor, now=at, rng=rng)


def epsilon_of(db, actor, *, now=NOW):
    return in_force(db, actor, now=now).of(BanditPolicy).policy.epsilon


def members(db):
    return db.execute(
        select(m.ExperimentMember.student_id, m.ExperimentMember.arm_id).order_by(
            m.ExperimentMember.student_id
        )
    ).all()


@pytest.fixture
def cohort(db):
    made = m.Cohort(name="5b", join_code="ABC")
    db.add(made)
    db.flush()
    return made.id


# --- Beginning


def test_each_arm_is_a_version_and_the_experiment_is_told(db):
    rita = Actor(add_student(db, "rita", role="researcher", full_name="Rita Levi").id, "researcher")

    number = begin(db, rita, plan(), now=NOW)

    (found,) = experiments(db, rita, now=NOW)
    assert found == experiment_of(db, rita, number, now=NOW)
    assert (found.name, found.state, found.who, found.cohort) == (
        "More chance", "running", "Rita Levi", None,
    )  # fmt: skip
    assert [(arm.label, arm.weight, arm.learners) for arm in found.arms] == [
        ("as before", 1, 0), ("more chance", 1, 0),
    ]  # fmt: skip
    assert [arm.parameters["epsilon"] for arm in found.arms] == [0.1, 0.5]
    assert history(db, rita, BanditPolicy, now=NOW) == (), "arms are no changes for everybody"
    with pytest.raises(NotFoundError):
        experiment_of(db, rita, number + 1, now=NOW)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"arms": [AS_BEFORE]}, "Compare 2 to 5 versions; these are 1"),
        ({"arms": [ArmPlan(label=str(n), policy=BanditPolicy(epsilon=n / 9)) for n in range(6)]},
         "these are 6"),
        ({"arms": [AS_BEFORE, ArmPlan(label="twin", policy=BanditPolicy())]},
         "“as before” and “twin” have the same parameters"),
        ({"arms": [AS_BEFORE, ArmPlan(label=" as before ", policy=BanditPolicy(epsilon=0.2))]},
         "Two versions are called “as before”"),
        ({"arms": [AS_BEFORE, ArmPlan(label="", policy=BanditPolicy(epsilon=0.2))]}, "a name"),
        ({"arms": [ArmPlan(label="a", policy=GapPolicy()),
                   ArmPlan(label="b", policy=GapPolicy(answers=4))]}, "Only ways of choosing"),
        ({"arms": [AS_BEFORE, ArmPlan(label="b", policy=GapPolicy())]}, "Only ways of choosing"),
        ({"ends_at": NOW}, "after the start"),
        ({"starts_at": END, "ends_at": END}, "after the start"),
        ({"starts_at": NOW - DAY}, "still to come"),
        ({"name": " "}, "Give the experiment a name"),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"question": "\0"}, "what you want to find out"),
        ({"cohort_id": 999_999}, "no such class"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_answer_its_question_is_refused(db, changed, said):
    with pytest.raises(InvalidInputError, match=said):
        begin(db, OPERATOR, plan(**changed), now=NOW)

    assert db.scalar(select(func.count(m.Experiment.id))) == 0


@pytest.mark.parametrize("weight", [0, -1, math.nan, math.inf])
def test_weights_lie_above_zero(db, weight):
    arms = [AS_BEFORE, ArmPlan(label="more", policy=BanditPolicy(epsilon=0.5), weight=weight)]

    with pytest.raises(InvalidInputError, match="“more” must be above 0"):
        begin(db, OPERATOR, plan(arms=arms), now=NOW)


def test_a_name_is_taken_once_and_learners_are_compared_once_at_a_time(db, cohort):
    begin(db, OPERATOR, plan(), now=NOW)

    with pytest.raises(InvalidInputError, match="choose another name"):
        begin(db, OPERATOR, plan(starts_at=END, ends_at=END + DAY), now=NOW)
    for scope in (None, cohort):
        with pytest.raises(InvalidInputError, match="“More chance” compares the same"):
            begin(db, OPERATOR, plan(name="Another", cohort_id=scope), now=NOW)
    begin(db, OPERATOR, plan(name="After it", starts_at=END, ends_at=END + DAY), now=NOW)


def test_after_a_stop_or_in_another_class_another_may_begin(db, cohort):
    other = m.Cohort(name="5c", join_code="DEF")
    db.add(other)
    db.flush()
    first = begin(db, OPERATOR, plan(cohort_id=cohort), now=NOW)
    begin(db, OPERATOR, plan(name="Beside", cohort_id=other.id), now=NOW)
    with pytest.raises(InvalidInputError, match="compares the same"):
        begin(db, OPERATOR, plan(name="All", cohort_id=None), now=NOW)

    stop(db, OPERATOR, first, reason="no", now=NOW + DAY)

    begin(db, OPERATOR, plan(name="Again", cohort_id=cohort), now=NOW + DAY)


# --- Taking part


def test_arms_are_balanced_by_weight_and_kept(db):
    arms = [AS_BEFORE, ArmPlan(label="more", policy=BanditPolicy(epsilon=0.5), weight=3)]
    begin(db, OPERATOR, plan(arms=arms), now=NOW)
    learners = students(db, 12)

    come(db, *learners)
    first = members(db)
    come(db, *reversed(learners), at=NOW + DAY, seed=2)

    assert members(db) == first
    (found,) = experiments(db, OPERATOR, now=NOW)
    assert [arm.learners for arm in found.arms] == [3, 9]


def test_an_arm_holds_for_its_members_only_and_before_a_class(db, cohort):
    save(db, OPERATOR, BanditPolicy(epsilon=0.3), reason="5b", now=NOW, cohort_id=cohort)
    ada, ben, eve = students(db, 3, cohort_id=cohort)
    begin(db, OPERATOR, plan(), now=NOW)

    come(db, ada, ben)

    assert sorted(epsilon_of(db, one) for one in (ada, ben)) == [0.1, 0.5]
    assert epsilon_of(db, eve) == 0.3
    (found,) = experiments(db, OPERATOR, now=NOW)
    held = {in_force(db, one, now=NOW).of(BanditPolicy).version_id for one in (ada, ben)}
    assert held == {arm.version_id for arm in found.arms}


def test_at_its_end_everybody_has_what_holds_outside_it(db):
    ada, ben = students(db, 2)
    begin(db, OPERATOR, plan(), now=NOW)
    come(db, ada, ben)
    save(db, OPERATOR, BanditPolicy(epsilon=0.3), reason="all", now=NOW)

    last = END - dt.timedelta(seconds=1)

    assert sorted(epsilon_of(db, one, now=last) for one in (ada, ben)) == [0.1, 0.5]
    assert [epsilon_of(db, one, now=END) for one in (ada, ben)] == [0.3, 0.3]


def test_before_its_start_and_after_its_end_nobody_comes_in(db):
    (ada,) = students(db, 1)
    begin(db, OPERATOR, plan(starts_at=NOW + DAY), now=NOW)

    come(db, ada, at=NOW)
    come(db, ada, at=END)
    assert members(db) == []

    come(db, ada, at=NOW + DAY)
    assert len(members(db)) == 1


def test_a_stop_needs_a_reason_acts_at_once_and_happens_once(db):
    ada, ben, eve = students(db, 3)
    number = begin(db, OPERATOR, plan(), now=NOW)
    come(db, ada, ben)
    with pytest.raises(InvalidInputError, match="why"):
        stop(db, OPERATOR, number, reason=" ", now=NOW + DAY)

    stop(db, OPERATOR, number, reason="harm", now=NOW + DAY)

    assert [epsilon_of(db, one, now=NOW + DAY) for one in (ada, ben)] == [0.1, 0.1]
    come(db, eve, at=NOW + DAY)
    assert len(members(db)) == 2
    (found,) = experiments(db, OPERATOR, now=NOW + DAY)
    assert (found.state, found.stopped_because) == ("stopped", "harm")
    with pytest.raises(InvalidInputError, match="over already"):
        stop(db, OPERATOR, number, reason="twice", now=NOW + DAY)
    with pytest.raises(NotFoundError):
        stop(db, OPERATOR, number + 1, reason="which", now=NOW + DAY)


def test_one_that_is_stopped_before_its_start_never_holds(db):
    (ada,) = students(db, 1)
    number = begin(db, OPERATOR, plan(starts_at=NOW + DAY), now=NOW)
    assert [one.state for one in experiments(db, OPERATOR, now=NOW)] == ["planned"]

    stop(db, OPERATOR, number, reason="no", now=NOW)

    come(db, ada, at=NOW + DAY)
    assert members(db) == []
    begin(db, OPERATOR, plan(name="Instead", starts_at=NOW + DAY), now=NOW)


@pytest.mark.parametrize("role", ["teacher", "researcher", "admin"])
def test_only_students_take_part(db, role):
    begin(db, OPERATOR, plan(), now=NOW)

    come(db, Actor(add_student(db, "tina", role=role).id, role))

    assert members(db) == []


@pytest.mark.parametrize("role", ["student", "teacher"])
def test_only_researchers_and_admins_experiment(db, role):
    actor = Actor(add_student(db, "eve").id, role)
    number = begin(db, OPERATOR, plan(), now=NOW)

    for call in (
        lambda: begin(db, actor, plan(name="Mine"), now=NOW),
        lambda: stop(db, actor, number, reason="mine", now=NOW),
        lambda: experiments(db, actor, now=NOW),
        lambda: experiment_of(db, actor, number, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            call()


def test_a_class_experiment_is_for_the_learners_of_the_class(db, cohort):
    (inside,) = students(db, 1, cohort_id=cohort)
    (outside,) = students(db, 1)
    begin(db, OPERATOR, plan(cohort_id=cohort), now=NOW)

    come(db, inside, outside)

    assert [one.student_id for one in members(db)] == [inside.id]


def test_a_learner_of_two_classes_takes_part_in_one_of_them(db, cohort):
    other = m.Cohort(name="5c", join_code="DEF")
    db.add(other)
    db.flush()
    (ada,) = students(db, 1, cohort_id=cohort)
    db.add(m.CohortMember(cohort_id=other.id, student_id=ada.id))
    begin(db, OPERATOR, plan(cohort_id=cohort), now=NOW)
    begin(db, OPERATOR, plan(name="Beside", cohort_id=other.id), now=NOW)

    come(db, ada)
    come(db, ada)

    assert len(members(db)) == 1


def withdraw(db, actor, *, at, given_at=NOW - DAY):
    consent = m.Consent(
        student_id=actor.id, purpose="research", version="1", given_at=given_at, withdrawn_at=at
    )
    db.add(consent)
    db.flush()


def test_whoever_withdrew_from_research_is_left_out(db):
    ada, ben = students(db, 2)
    begin(db, OPERATOR, plan(), now=NOW)
    withdraw(db, ada, at=NOW - dt.timedelta(hours=1))
    withdraw(db, ben, at=None)

    come(db, ada, ben)

    assert [one.student_id for one in members(db)] == [ben.id]


def test_whoever_withdraws_later_has_what_everybody_has_until_they_agree_again(db):
    arms = [MORE, ArmPlan(label="all chance", policy=BanditPolicy(epsilon=1))]
    (ada,) = students(db, 1)
    begin(db, OPERATOR, plan(arms=arms), now=NOW)
    come(db, ada)
    own = epsilon_of(db, ada)

    withdraw(db, ada, at=NOW + DAY)
    seen = {day: epsilon_of(db, ada, now=NOW + day * DAY) for day in (1, 2)}
    withdraw(db, ada, at=None, given_at=NOW + 3 * DAY)
    seen[3] = epsilon_of(db, ada, now=NOW + 3 * DAY)

    assert (seen[1], seen[2], seen[3]) == (0.1, 0.1, own)
    timeline = timelines_of(db, [ada.id])[ada.id]
    for day, epsilon in seen.items():
        assert timeline.at(NOW + day * DAY).of(BanditPolicy).policy.epsilon == epsilon
    assert timeline.at(NOW).of(BanditPolicy).policy.epsilon == own


def test_the_past_is_told_with_its_arms(db):
    ada, ben, eve = students(db, 3)
    number = begin(db, OPERATOR, plan(), now=NOW)
    come(db, ada, ben, at=NOW + DAY)
    stop(db, OPERATOR, number, reason="enough", now=NOW + 3 * DAY)
    save(db, OPERATOR, BanditPolicy(epsilon=0.3), reason="all", now=NOW + 2 * DAY)

    timelines = timelines_of(db, [ada.id, ben.id, eve.id])

    def past(day):
        return [
            timelines[one.id].at(NOW + day * DAY).of(BanditPolicy).policy.epsilon
            for one in (ada, ben, eve)
        ]

    assert past(0) == [0.1, 0.1, 0.1]
    assert sorted(past(1)[:2]) == [0.1, 0.5]
    assert (past(2)[:2], past(2)[2]) == (past(1)[:2], 0.3)
    assert past(3) == [0.3, 0.3, 0.3]


def test_where_nothing_runs_coming_costs_one_statement(db):
    (ada,) = students(db, 1)
    connection = db.connection()
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    come(db, ada)
    event.remove(connection, "before_cursor_execute", note)

    assert len(seen) == 1


# --- In Practice


def test_a_question_is_chosen_and_stamped_by_the_learners_arm(db):
    add_school(db)
    learners = students(db, 4)
    begin(db, OPERATOR, plan(), now=NOW)

    for number, actor in enumerate(learners):
        practice.next_attempt(db, actor, Goal(), now=NOW, rng=random.Random(number))

    rows = db.execute(
        select(m.LearningSession.policy_version_id, m.LearningSession.rl_action)
    ).all()
    (found,) = experiments(db, OPERATOR, now=NOW)
    epsilons = {arm.version_id: arm.parameters["epsilon"] for arm in found.arms}
    assert [arm.learners for arm in found.arms] == [2, 2]
    assert sorted(row.rl_action["epsilon"] for row in rows) == [0.1, 0.1, 0.5, 0.5]
    assert all(row.rl_action["epsilon"] == epsilons[row.policy_version_id] for row in rows)


def test_a_question_that_the_learner_asked_for_takes_nobody_in(db):
    add_school(db)
    (ada,) = students(db, 1)
    begin(db, OPERATOR, plan(), now=NOW)
    item = db.scalar(select(func.min(m.Content.id)))

    practice.next_attempt(db, ada, Goal(content_id=item), now=NOW, rng=random.Random(1))

    assert members(db) == []


def test_a_learner_waits_until_the_one_before_has_been_counted(new_url):
    database = Database(make_engine(new_url("postgresql")))
    with database.transaction() as db:
        ada, ben = students(db, 2)
        begin(db, OPERATOR, plan(), now=NOW)

    with database.transaction() as first:
        come(first, ada)
        with pytest.raises(OperationalError, match="lock timeout"), database.transaction() as db:
            db.execute(text("SET LOCAL lock_timeout = '20ms'"))
            come(db, ben)
    database.run(lambda db: come(db, ben))

    with database.reading() as db:
        (found,) = experiments(db, OPERATOR, now=NOW)
    assert [arm.learners for arm in found.arms] == [1, 1]
    database.engine.dispose()


def test_learners_who_come_at_the_same_moment_are_balanced_too(database):
    with database.transaction() as db:
        add_school(db)
        learners = students(db, 12)
        begin(db, OPERATOR, plan(), now=NOW)
    start = threading.Barrier(4)
    failures = []

    def ask(mine):
        start.wait()
        try:
            for actor in mine:
                database.run(
                    lambda db, actor=actor: practice.next_attempt(
                        db, actor, Goal(), now=NOW, rng=random.Random(actor.id)
                    )
                )
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=ask, args=(learners[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with database.reading() as db:
        (found,) = experiments(db, OPERATOR, now=NOW)
    assert [arm.learners for arm in found.arms] == [6, 6]


def test_of_two_experiments_begun_at_once_the_later_waits_and_is_refused(new_url):
    database = Database(make_engine(new_url("postgresql")))
    is_over, refused = threading.Event(), []

    def begin_another():
        try:
            database.run(lambda db: begin(db, OPERATOR, plan(name="another"), now=NOW))
        except InvalidInputError as error:
            refused.append(str(error))
        is_over.set()

    with database.transaction() as db:
        begin(db, OPERATOR, plan(), now=NOW)
        other = threading.Thread(target=begin_another)
        other.start()
        was_over_before = is_over.wait(timeout=1)
    other.join()

    assert not was_over_before
    assert len(refused) == 1
    database.engine.dispose()
