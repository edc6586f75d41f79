import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.calendar import (
    is_learning_day,
    learner_day,
    offsets_between,
    start_of_day,
    zone_named,
)

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Niue",
                                 "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe")]
)  # fmt: skip
MOMENTS = st.datetimes(
    dt.datetime(2020, 1, 1),
    dt.datetime(2030, 1, 1),
    timezones=st.just(dt.UTC),
)
D = dt.date


@pytest.mark.parametrize(
    ("wall", "day"),
    [
        (dt.datetime(2026, 3, 28, 23, 59, tzinfo=BERLIN), D(2026, 3, 28)),
        (dt.datetime(2026, 3, 29, 1, 59, tzinfo=BERLIN), D(2026, 3, 28)),  # a 23-hour day
        (dt.datetime(2026, 3, 29, 3, 59, tzinfo=BERLIN), D(2026, 3, 28)),
        (dt.datetime(2026, 3, 29, 4, 0, tzinfo=BERLIN), D(2026, 3, 29)),
        (dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN), D(2026, 10, 24)),  # 25 hours
        (dt.datetime(2026, 10, 25, 4, 0, tzinfo=BERLIN), D(2026, 10, 25)),
        (dt.datetime(2028, 2, 29, 12, 0, tzinfo=BERLIN), D(2028, 2, 29)),
        (dt.datetime(2026, 1, 1, 0, 0, tzinfo=dt.UTC), D(2025, 12, 31)),
    ],
)
def test_an_evening_past_midnight_belongs_to_the_day_before(wall, day):
    assert learner_day(wall, BERLIN if wall.tzinfo is BERLIN else ZoneInfo("UTC")) == day


def test_the_same_moment_is_another_day_elsewhere():
    noon = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    assert learner_day(noon, ZoneInfo("Pacific/Kiritimati")) == D(2026, 6, 1)
    late = dt.datetime(2026, 6, 1, 15, tzinfo=dt.UTC)
    assert learner_day(late, ZoneInfo("Pacific/Kiritimati")) == D(2026, 6, 2)
    assert learner_day(late, ZoneInfo("Pacific/Niue")) == D(2026, 6, 1)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="needs a zone"):
        learner_day(dt.datetime(2026, 1, 1), BERLIN)


@given(MOMENTS, ZONES, st.integers(0, 23))
def test_every_moment_lies_in_its_day_and_in_no_other(at, zone, starts_at):
    day = learner_day(at, zone, starts_at=starts_at)
    begin = start_of_day(day, zone, starts_at=starts_at)
    end = start_of_day(day + dt.timedelta(days=1), zone, starts_at=starts_at)
    slack = dt.timedelta(hours=1)  # where the clock jumps over the very hour the day begins
    assert begin - slack <= at < end + slack
    assert dt.timedelta(hours=22) <= end - begin <= dt.timedelta(hours=26)


@pytest.mark.parametrize(
    ("attempts", "reviews", "counts"), [(5, 0, True), (4, 9, False), (0, 10, True)]
)
def test_a_learning_day_is_five_answers_or_ten_reviews(attempts, reviews, counts):
    assert is_learning_day(attempts, reviews) is counts


@pytest.mark.parametrize("name", ["", None, "Mars/Base", "../etc/passwd", "Europe/Berlin\x00"])
def test_an_unknown_zone_is_utc(name):
    assert zone_named(name).key == "UTC"


@given(ZONES, st.lists(MOMENTS, min_size=3, max_size=3))
def test_what_a_clock_was_ahead_is_known_at_every_moment_between_two(zone, moments):
    first, at, last = sorted(moments)

    found = offsets_between(zone, first, last)

    ahead = next(seconds for begun, seconds in found if begun <= at)
    assert dt.timedelta(seconds=ahead) == at.astimezone(zone).utcoffset()


def test_a_clock_changes_at_the_second():
    year = [dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in (1, 12)]

    assert offsets_between(BERLIN, *year) == [
        (dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC), 3600),
        (dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC), 7200),
        (year[0], 3600),
    ]
    assert offsets_between(BERLIN, year[0], year[0]) == [(year[0], 3600)]
