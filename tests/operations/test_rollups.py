"""Everybody's days held against what they did, in small portions."""

import datetime as dt

import pytest
from sqlalchemy import func, select, update

from tests.rows import NOW, add_item, add_student
from tutor_core import models as m
from tutor_core.operations.rollups import AT_ONCE, hold_days


@pytest.fixture
def school(database):
    """More learners than fit one portion, each with one answer; of two the day is missing."""
    with database.transaction() as db:
        item = add_item(db, points=10).id
        add_student(db, "newcomer")
        for number in range(AT_ONCE + 2):
            learner = add_student(db, f"learner{number}").id
            db.add(
                m.LearningSession(
                    student_id=learner, content_id=item, end_time=NOW, counted_on=NOW.date(),
                    is_correct=True, points_earned=10, time_spent_seconds=60, difficulty=3,
                )
            )  # fmt: skip
            if number >= 2:
                db.add(
                    m.PerformanceMetrics(
                        student_id=learner, metric_date=NOW.date(), total_attempts=1,
                        correct_attempts=1, accuracy_rate=1.0, time_spent_minutes=1,
                        topics_studied=["algebra"], avg_difficulty=3.0, points_earned=10,
                    )
                )  # fmt: skip
    return database


def days(database):
    with database.reading() as db:
        return db.scalar(select(func.count(m.PerformanceMetrics.id)))


def test_what_differs_is_told_and_stays_as_it_is(school):
    seen = []
    report = hold_days(
        school, now=NOW, repair=False, advance=lambda *progress: seen.append(progress)
    )

    assert report.learners == AT_ONCE + 2
    assert len({learner for learner, _ in report.wrong}) == 2
    assert report.told().startswith("Learners looked at: 22; days that differed: 2, figures: ")
    assert "not mended" in report.told()
    assert seen == [(AT_ONCE, 22), (22, 22)]
    assert days(school) == AT_ONCE


def test_what_differs_is_mended_and_then_holds(school):
    hold_days(school, now=NOW, repair=True)

    assert days(school) == AT_ONCE + 2
    again = hold_days(school, now=NOW + dt.timedelta(days=1), repair=False)
    assert again.told() == "Learners looked at: 22; every day is what its attempts say."


def test_a_day_for_which_nothing_was_done_is_emptied(school):
    with school.transaction() as db:
        db.execute(update(m.LearningSession).values(counted_on=None))

    report = hold_days(school, now=NOW, repair=True)

    assert {one.counted for _, one in report.wrong if one.figure == "total_attempts"} == {0}
    assert hold_days(school, now=NOW, repair=False).wrong == ()
