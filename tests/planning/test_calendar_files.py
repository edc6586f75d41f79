"""A plan as a calendar file: what other programs read in it, on days on which clocks change too."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.planning.conftest import need, tasks_of, wanted
from tutor_core.planning.calendar_files import CalendarWish, calendar_file
from tutor_core.planning.schedule import plan

NOW = dt.datetime(2026, 3, 20, 9, 30, tzinfo=dt.UTC)
BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = dt.date(2026, 3, 27)  # clocks change in the night to Sunday
PLAN = plan(
    wanted(
        {1: need(60), 2: need(60)},
        first_day=FRIDAY,
        target_date=FRIDAY + dt.timedelta(days=9),
        card_minutes=[10] * 10,
    )
)
SUMMARIES = {task.key: f"Do {task.key}" for _, task in tasks_of(PLAN)}
ALL_DAY = CalendarWish(plan_id=7, title="Before the exam", zone=BERLIN)


def at(hour, minute=0, zone=BERLIN):
    return replace(ALL_DAY, zone=zone, starts_at=dt.time(hour, minute))


def read(wish=ALL_DAY, summaries=SUMMARIES, planned=PLAN):
    return Calendar.from_ical(calendar_file(planned, wish, summaries, now=NOW))


def events(*args):
    return list(read(*args).walk("VEVENT"))


def test_every_task_is_an_entry_of_its_day():
    found = [(one.decoded("dtstart"), str(one["summary"])) for one in events()]

    assert found == [(on, f"Do {task.key}") for on, task in tasks_of(PLAN)]


def test_entries_keep_their_names_when_the_plan_is_made_again_and_say_when_they_were_written():
    found = events()

    assert str(found[0]["uid"]) == f"plan-7-cards-{FRIDAY}@tutor"
    assert len({str(one["uid"]) for one in found}) == len(found)
    assert {one.decoded("dtstamp") for one in found} == {NOW}


def test_entries_at_an_hour_follow_each_other_on_the_learners_clock():
    on_friday = [one for one in events(at(17)) if one.decoded("dtstart").date() == FRIDAY]

    assert on_friday[0].decoded("dtstart") == dt.datetime(2026, 3, 27, 17, tzinfo=BERLIN)
    assert on_friday[0].decoded("dtend") == on_friday[1].decoded("dtstart")
    minutes = [task.minutes for on, task in tasks_of(PLAN) if on == FRIDAY]
    assert [(one.decoded("dtend") - one.decoded("dtstart")).seconds // 60 for one in on_friday] == (
        minutes
    )


def test_the_hour_on_the_wall_stays_when_the_clock_changes():
    begins = {}
    for one in events(at(17)):
        begins.setdefault(one.decoded("dtstart").date(), one.decoded("dtstart"))

    assert {one.hour for one in begins.values()} == {17}
    before, after = (begins[FRIDAY + dt.timedelta(days=days)] for days in (1, 2))
    assert before.utcoffset() == dt.timedelta(hours=1)
    assert after.utcoffset() == dt.timedelta(hours=2)


def test_an_hour_that_the_clock_leaves_out_is_the_one_after_it():
    sunday = dt.date(2026, 3, 29)
    begins = [one.decoded("dtstart") for one in events(at(2, 30))]

    first = min(one for one in begins if one.date() == sunday)
    assert first.time() == dt.time(3, 30)


def test_the_file_says_what_the_zone_does():
    zones = [str(one["tzid"]) for one in read(at(17)).walk("VTIMEZONE")]

    assert zones == ["Europe/Berlin"]
    assert {str(one["dtstart"].params["tzid"]) for one in events(at(17))} == {"Europe/Berlin"}
    onsets = {
        one.name: one.decoded("tzoffsetto")
        for zone in read(at(17)).walk("VTIMEZONE")
        for one in zone.subcomponents
    }
    assert onsets["DAYLIGHT"] == dt.timedelta(hours=2)
    assert list(read().walk("VTIMEZONE")) == [], "days need no zone"


def test_a_zone_without_changes_is_written_too():
    zone = ZoneInfo("Asia/Kolkata")

    found = events(at(17, zone=zone))[0]

    assert found.decoded("dtstart").utcoffset() == dt.timedelta(hours=5, minutes=30)


hostile = st.text(max_size=200) | st.sampled_from(
    ["BEGIN:VEVENT\r\nSUMMARY:x", "a;b,c\\n\\", "=cmd|' /C calc'!A0", "\ud800", "ü" * 90]
)


@given(hostile)
def test_no_text_gets_out_of_its_place(text):
    key = f"cards-{FRIDAY}"

    written = calendar_file(PLAN, replace(ALL_DAY, title=text), {key: text}, now=NOW)
    found = Calendar.from_ical(written)

    assert len(list(found.walk("VEVENT"))) == 1
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    written.decode()


def test_a_title_in_several_lines_comes_back_as_it_was():
    found = events(ALL_DAY, {f"cards-{FRIDAY}": "First, second;\nthird\\"})

    assert str(found[0]["summary"]) == "First, second;\nthird\\"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        calendar_file(PLAN, ALL_DAY, SUMMARIES, now=dt.datetime(2026, 3, 20))
