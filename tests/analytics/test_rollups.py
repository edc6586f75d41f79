"""A learner's days: equal to what their rows say, whatever arrives late and wherever they live."""

import datetime as dt
import random

import pytest
from sqlalchemy import update

from tests.practice.conftest import RIGHT, WRONG, Learner, add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.analytics.rollups.service import check_days, mend_days, record_day
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal

DAY = dt.timedelta(days=1)


@pytest.fixture
def learner(db):
    add_school(db)
    return Learner(db, Actor(add_student(db).id, "student"), random.Random(5))


def work(learner, offset, answers=5, *, grade=RIGHT):
    """Answer questions on a day, one a minute."""
    for minute in range(answers):
        at = NOW + offset * DAY + dt.timedelta(minutes=minute)
        learner.answer(learner.next(at=at), grade, at=at + dt.timedelta(seconds=30))


def streaks(learner):
    days = sorted(learner.rows(m.PerformanceMetrics), key=lambda day: day.metric_date)
    return [(day.current_streak, day.longest_streak) for day in days]


def test_what_is_kept_day_by_day_is_what_is_counted_anew(learner):
    rng = random.Random(7)
    for offset in (0, 1, 2, 5, 6, 11):
        work(learner, offset, rng.randint(1, 7), grade=rng.choice([RIGHT, WRONG]))

    assert check_days(learner.db, learner.actor.id) == []


def test_a_wrong_figure_is_named_and_mended(learner):
    work(learner, 0)
    work(learner, 1)
    (first, second) = sorted(learner.rows(m.PerformanceMetrics), key=lambda one: one.metric_date)
    second.points_earned += 7
    learner.db.delete(first)
    learner.db.flush()

    found = check_days(learner.db, learner.actor.id)

    assert {(one.day, one.figure) for one in found} >= {
        (NOW.date(), "total_attempts"), (NOW.date() + DAY, "points_earned"),
    }  # fmt: skip
    (points,) = (one for one in found if one.day > NOW.date() and one.figure == "points_earned")
    assert points.stored == points.counted + 7
    assert mend_days(learner.db, learner.actor.id, now=NOW + 2 * DAY) == found
    learner.db.expire_all()
    assert check_days(learner.db, learner.actor.id) == []
    assert streaks(learner) == [(1, 1), (2, 2)]


def test_work_that_arrives_late_joins_the_days_about_it(learner):
    for offset in (0, 1, 2, 6, 7, 8):
        work(learner, offset)
    assert streaks(learner)[-1] == (3, 3)
    attempts = {one.counted_on: one for one in learner.rows(m.LearningSession)}
    moved = [one.id for one in learner.rows(m.LearningSession) if one.counted_on == NOW.date()]
    late = NOW.date() + 4 * DAY
    assert late not in attempts

    learner.db.execute(
        update(m.LearningSession).where(m.LearningSession.id.in_(moved)).values(counted_on=late)
    )
    for day in (NOW.date(), late):
        record_day(learner.db, learner.actor, day, now=NOW + 9 * DAY)

    # Days 1, 2, 4, 6, 7, 8 with freezes for 3 and 5; day 0 has nothing left.
    assert streaks(learner) == [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)]
    assert check_days(learner.db, learner.actor.id) == []


def test_a_day_stays_as_it_was_lived_when_the_learner_moves(learner):
    at = dt.datetime(2026, 3, 2, 22, 0, tzinfo=dt.UTC)
    for minute in range(5):
        now = at + dt.timedelta(minutes=minute)
        learner.answer(learner.next(at=now), at=now)
    learner.row(m.Student, id=learner.actor.id).timezone = "Asia/Tokyo"
    for minute in range(5):
        now = at + dt.timedelta(days=1, hours=3, minutes=minute)  # the 4th in Tokyo
        learner.answer(learner.next(at=now), at=now)

    days = sorted(learner.rows(m.PerformanceMetrics), key=lambda one: one.metric_date)

    assert [day.metric_date.day for day in days] == [2, 4]
    assert [day.total_attempts for day in days] == [5, 5]
    assert streaks(learner) == [(1, 1), (2, 2)], "the day skipped by flying is bridged"
    assert check_days(learner.db, learner.actor.id) == []


def test_a_question_put_away_counts_for_no_day(learner):
    shown = learner.next(Goal(topic="algebra"))
    practice.next_attempt(
        learner.db, learner.actor, Goal(topic="calculus"), now=NOW, rng=learner.rng
    )

    (closed,) = (one for one in learner.rows(m.LearningSession) if one.id == shown.attempt_id)
    assert closed.counted_on is None
    assert check_days(learner.db, learner.actor.id) == []
