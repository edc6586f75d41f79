"""The demo's student has reviewed cards for weeks; some of them are left for who looks at it."""

from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.db import Database, make_engine
from tutor_core.operations.opening import bring_curriculum
from tutor_core.review.desk.queries import desk_of
from tutor_core.review.statistics.queries import statistics_of
from tutor_core.simulation.events import Blueprint
from tutor_core.simulation.service import make_demo_world

EVENING = NOW.replace(hour=20)  # when the student has been at work


def test_the_demos_student_has_weeks_of_reviews_and_cards_for_today(new_url):
    database = Database(make_engine(new_url("sqlite")))
    bring_curriculum(database, now=EVENING)
    make_demo_world(database, Blueprint(learners=4, now=EVENING), cost=4)

    with database.reading() as db:
        student = db.scalars(select(m.Student).where(m.Student.username == "demo-student")).one()
        actor, zone = Actor(student.id, "student"), ZoneInfo(student.timezone)
        desk = desk_of(db, actor, zone, now=EVENING)
        found = statistics_of(db, actor, zone, since=None, now=EVENING)
        lapses = db.scalar(
            select(func.sum(m.FlashCard.lapses)).where(m.FlashCard.student_id == actor.id)
        )
    database.engine.dispose()

    assert 20 <= desk.counts.new + desk.counts.due <= 60
    assert (desk.overdue, desk.held_back, found.today.reviews) == (0, 0, 0)
    assert sum(day.reviews > 0 for day in found.year) > 40
    assert lapses > 10
    (month,) = (one for one in found.retention if one.period == "month")
    assert month.young.n > 100
    assert month.mature.n > 0
    assert sum(one.cards > 0 for one in found.intervals) >= 4  # SM-2 has none of two days
