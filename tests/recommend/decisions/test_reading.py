"""The log read back: from what a choice wrote down to what another policy would have earned."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from tests.practice.conftest import RIGHT, WRONG, Learner, add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.errors import NotAllowedError
from tutor_core.practice.leaving import service as leaving
from tutor_core.recommend.counterfactual import probability_of_choice
from tutor_core.recommend.decisions import queries
from tutor_core.recommend.decisions.period import Period
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning import service as tuning

RESEARCHER = Actor(99, "researcher")
DAY = dt.timedelta(days=1)
ALL = Period(since=NOW - DAY, until=NOW + 30 * DAY)
UTC = ZoneInfo("UTC")


@pytest.fixture
def learner(db):
    add_school(db)
    return Learner(db, Actor(add_student(db).id, "student"), random.Random(5))


def answer_some(learner, count, *, grade=RIGHT, at=NOW):
    for number in range(count):
        moment = at + number * dt.timedelta(minutes=1)
        learner.answer(learner.next(at=moment), grade, at=moment)


def decisions(learner, period=ALL):
    learner.db.flush()
    return queries.logged_decisions(learner.db, RESEARCHER, period)


def test_what_was_chosen_is_found_again_with_its_probability_and_its_reward(learner):
    answer_some(learner, 6)

    log = decisions(learner)

    rows = [row for row in learner.rows(m.LearningSession) if row.is_correct is not None]
    assert (log.there, log.learners, log.incomplete, log.inconsistent) == (6, 1, 0, 0)
    for row, decision in zip(rows, log.decisions, strict=True):
        assert decision.chosen_id == row.content_id
        assert decision.reward == row.reward
        assert probability_of_choice(decision, decision.policy) == pytest.approx(row.propensity)


def test_each_choice_has_the_policy_of_its_version(learner):
    tuning.save(learner.db, OPERATOR, BanditPolicy(epsilon=0.4), reason="try", now=NOW)
    answer_some(learner, 2)

    assert {one.policy.epsilon for one in decisions(learner).decisions} == {0.4}


def test_what_was_put_away_or_chosen_by_the_learner_is_no_decision(learner):
    other = leaving.take_runner_up(
        learner.db, learner.actor, learner.next().attempt_id, now=NOW, rng=learner.rng
    )
    learner.answer(other)
    leaving.decline(learner.db, learner.actor, learner.next().attempt_id, "too_easy", now=NOW)

    assert decisions(learner).there == 0


def test_a_log_of_an_earlier_release_and_one_that_does_not_agree_are_counted_apart(learner):
    answer_some(learner, 3)
    first, second, _ = learner.rows(m.LearningSession)
    first.rl_action = {key: value for key, value in first.rl_action.items() if key != "considered"}
    second.propensity = 0.5

    log = decisions(learner)

    assert (log.incomplete, log.inconsistent, len(log.decisions)) == (1, 1, 1)


def test_whoever_withdrew_from_research_is_left_out(learner):
    answer_some(learner, 2)
    given = {"student_id": learner.actor.id, "purpose": "research", "version": "1"}
    learner.db.add(m.Consent(**given, given_at=NOW, withdrawn_at=NOW))
    learner.db.flush()

    assert decisions(learner).there == 0
    learner.db.add(m.Consent(**given, given_at=NOW))

    assert decisions(learner).there == 2


def test_only_the_period_and_the_class_are_looked_at(learner):
    answer_some(learner, 1)
    answer_some(learner, 1, at=NOW + 3 * DAY)
    learner.db.add(m.Cohort(id=1, name="5b", join_code="ABC234"))

    early = Period(since=NOW, until=NOW + DAY)
    of_class = Period(since=ALL.since, until=ALL.until, cohort_id=1)

    assert decisions(learner, early).there == 1
    assert decisions(learner, of_class).there == 0
    learner.db.add(m.CohortMember(cohort_id=1, student_id=learner.actor.id))
    assert decisions(learner, of_class).there == 2


def test_a_long_log_is_looked_at_in_even_portions(learner):
    answer_some(learner, 10)

    log = queries.logged_decisions(learner.db, RESEARCHER, ALL, most=5)

    assert log.there == 10
    assert len(log.decisions) == 5


def test_predictions_come_with_their_subject_week_and_answer(learner):
    answer_some(learner, 1)
    answer_some(learner, 1, grade=WRONG, at=NOW + 7 * DAY)

    graded = queries.graded_predictions(learner.db, RESEARCHER, ALL, zone=UTC)

    rows = learner.rows(m.LearningSession)
    assert [one.predicted for one in graded] == [row.predicted for row in rows]
    assert [one.correct for one in graded] == [True, False]
    assert [one.week for one in graded] == [dt.date(2026, 3, 2), dt.date(2026, 3, 9)]
    assert {one.topic for one in graded} == {"algebra"}


def test_a_week_begins_on_monday_where_the_reader_lives(learner):
    sunday = dt.datetime(2026, 3, 8, 23, 30, tzinfo=dt.UTC)
    answer_some(learner, 1, at=sunday)

    def week(zone):
        (one,) = queries.graded_predictions(learner.db, RESEARCHER, ALL, zone=ZoneInfo(zone))
        return one.week

    assert week("UTC") == dt.date(2026, 3, 2)
    assert week("Europe/Berlin") == dt.date(2026, 3, 9)


@pytest.mark.parametrize("role", ["student", "teacher"])
def test_only_researchers_and_admins_read_the_log(learner, role):
    with pytest.raises(NotAllowedError):
        queries.logged_decisions(learner.db, Actor(1, role), ALL)
    with pytest.raises(NotAllowedError):
        queries.graded_predictions(learner.db, Actor(1, role), ALL, zone=UTC)
