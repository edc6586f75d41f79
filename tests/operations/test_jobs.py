"""Everybody's gaps in small portions: stopped in the middle, run again, nothing done twice."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from tests.practice.conftest import add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.operations.jobs import AT_ONCE, GapsReport, refresh_all_gaps

ADDING = 101
LATER = NOW + dt.timedelta(days=400)


@pytest.fixture
def school(database):
    """More learners than fit one portion, who knew adding once, and one who never began."""
    with database.transaction() as db:
        add_school(db)
        add_student(db, "newcomer")
        for number in range(AT_ONCE + 5):
            learner = add_student(db, f"learner{number}").id
            db.add(m.LearnerEstimate(student_id=learner, mean=0.0, variance=0.1, answers=9))
            db.add(
                m.LearnerSkillEstimate(
                    student_id=learner, skill_id=ADDING, mean=1.2, variance=0.2, answers=5,
                    days_seen=2, last_seen_at=NOW,
                )
            )  # fmt: skip
    return database


def gaps(database):
    with database.reading() as db:
        return db.scalar(select(func.count(m.SkillGap.id)))


def test_everybody_who_has_begun_is_looked_at_and_told_of(school):
    seen = []

    report = refresh_all_gaps(school, now=LATER, advance=lambda *progress: seen.append(progress))

    everybody = AT_ONCE + 5
    assert report == GapsReport(learners=everybody, opened=everybody, resolved=0)
    assert report.told() == "Learners looked at: 25; gaps found: 25, closed: 0."
    assert seen == [(AT_ONCE, everybody), (everybody, everybody)]
    assert gaps(school) == everybody


def test_stopped_in_the_middle_it_keeps_what_is_done_and_goes_on_when_run_again(school):
    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh_all_gaps(school, now=LATER, advance=stop)
    assert gaps(school) == AT_ONCE

    assert refresh_all_gaps(school, now=LATER).opened == 5
    assert refresh_all_gaps(school, now=LATER).opened == 0
    assert gaps(school) == AT_ONCE + 5


def test_where_nobody_has_begun_there_is_nothing_to_do(database):
    assert refresh_all_gaps(database, now=NOW) == GapsReport()
