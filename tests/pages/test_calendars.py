"""The secret address at which a calendar reads a plan."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest
from icalendar import Calendar
from sqlalchemy import select, update
from starlette.requests import Request

from pages.components import routes
from tests.pages.test_study_plan import WISH, has_plan, works
from tutor_core.models import CalendarFeed, Student, StudyPlan
from tutor_core.planning import service as planning
from tutor_core.planning.calendars import service
from tutor_core.planning.editing import service as editing

DAY = dt.timedelta(days=1)


def fetched(token, known=None):
    headers = [(b"if-none-match", known.encode())] if known else []
    scope = {
        "type": "http", "method": "GET", "path": f"/calendar/{token}.ics", "query_string": b"",
        "headers": headers, "path_params": {"token": token},
    }  # fmt: skip
    return asyncio.run(routes.calendar(Request(scope)))


def has_feed(world, learner, plan_id):
    with world.database.transaction() as db:
        return service.make_feed(db, learner, plan_id, now=world.now)


def feeds(world):
    with world.database.reading() as db:
        return db.scalars(select(CalendarFeed).order_by(CalendarFeed.id)).all()


def summaries(response):
    return [str(one["summary"]) for one in Calendar.from_ical(response.body).walk("VEVENT")]


def test_a_calendar_reads_the_plan_at_its_address(world, learner):
    token = has_feed(world, learner, has_plan(world, learner))
    response = fetched(token)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/calendar")
    assert "Learn: Adding" in summaries(response)
    assert feeds(world)[0].last_fetched_at == world.now
    assert token not in {feed.token_digest for feed in feeds(world)}


def test_what_did_not_change_is_not_sent_again(world, learner):
    plan_id = has_plan(world, learner)
    token = has_feed(world, learner, plan_id)
    tag = fetched(token).headers["etag"]
    assert fetched(token, tag).status_code == 304

    with world.database.transaction() as db:
        editing.change_plan(
            db, learner, plan_id, replace(WISH, title="Sooner"), version=1, now=world.now
        )
    changed = fetched(token, tag)
    assert changed.status_code == 200
    assert str(Calendar.from_ical(changed.body)["x-wr-calname"]) == "Sooner"


def test_reading_is_noted_once_an_hour_at_most(world, learner):
    token = has_feed(world, learner, has_plan(world, learner))
    first = world.now
    fetched(token)
    world.later(minutes=59)
    fetched(token)
    assert feeds(world)[0].last_fetched_at == first
    world.later(minutes=1)
    fetched(token)
    assert feeds(world)[0].last_fetched_at == world.now


def test_a_missed_day_moves_in_the_calendar_though_nobody_came(world, learner):
    token = has_feed(world, learner, has_plan(world, learner))
    fetched(token)
    world.later(days=2)

    events = Calendar.from_ical(fetched(token).body).walk("VEVENT")

    assert events
    assert min(event.start.date() if isinstance(event.start, dt.datetime) else event.start
               for event in events) >= world.now.date()  # fmt: skip
    with world.database.reading() as db:
        assert db.scalars(select(StudyPlan.planned_on)).all() == [world.now.date()]


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "../../etc/passwd", "\x00"])
def test_an_unknown_address_is_not_found(world, token):
    response = fetched(token)
    assert (response.status_code, response.body) == (404, b"")


def test_an_address_that_was_renewed_or_revoked_leads_nowhere(world, learner):
    plan_id = has_plan(world, learner)
    first, second = has_feed(world, learner, plan_id), has_feed(world, learner, plan_id)
    assert [fetched(token).status_code for token in (first, second)] == [404, 200]
    with world.database.transaction() as db:
        service.revoke_feed(db, learner, plan_id, now=world.now)
    assert fetched(second).status_code == 404


def test_the_address_of_somebody_deactivated_leads_nowhere(world, learner):
    token = has_feed(world, learner, has_plan(world, learner))
    with world.database.transaction() as db:
        db.execute(update(Student).values(is_active=False))
    assert fetched(token).status_code == 404


def test_what_was_missed_stands_once_and_what_was_done_stays(world, learner):
    plan_id = has_plan(world, learner)
    token = has_feed(world, learner, plan_id)
    works(world, learner, "adding", 25)
    for _ in range(2):
        world.later(days=1)
        with world.database.transaction() as db:
            planning.plan_the_day(db, learner, now=world.now)
    events = list(Calendar.from_ical(fetched(token).body).walk("VEVENT"))
    names = [str(event["uid"]) for event in events]
    assert len(names) == len(set(names))
    days = {event["dtstart"].dt for event in events}
    assert world.now.date() - 2 * DAY in days
    assert world.now.date() - DAY not in days
