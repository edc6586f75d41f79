import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tutor_core.badges.streaks import FreezeState, carried_on, learnt_on, streak_with_freezes
from tutor_core.calendar import learner_day

FIRST = dt.date(2026, 3, 1)
OFFSETS = st.sets(st.integers(0, 60), max_size=50)
ONE = dt.timedelta(days=1)


def day(offset):
    return FIRST + ONE * offset


def drawn(marks):
    """Runs for a row of days, x learnt and . not; the last is today."""
    days = {day(place) for place, mark in enumerate(marks) if mark == "x"}
    return streak_with_freezes(days, day(len(marks) - 1))


@pytest.mark.parametrize(
    ("marks", "current", "longest", "freezes", "days_to_next"),
    [
        (".", 0, 0, 2, None),
        ("x", 1, 1, 2, None),
        ("xxx", 3, 3, 2, None),
        ("xxx.", 3, 3, 2, None),  # today is still open
        ("xxx.x", 4, 4, 1, 6),  # one is spent, and one of seven days towards the next
        ("xxx..", 3, 3, 1, 7),
        ("xxx..x", 4, 4, 0, 6),
        ("xxx...", 3, 3, 0, 7),
        ("xxx....", 0, 3, 0, 7),  # three missed days are too many
        ("xxx...x", 1, 3, 0, 6),
        ("x.xxxxxxx", 8, 8, 2, None),  # the seventh day after brings it back
        ("x.xxxxxx", 7, 7, 1, 1),
        ("x..xxxxxxx", 8, 8, 1, 7),  # two come back one after the other
        ("x..xxxxxxxxxxxxxx", 15, 15, 2, None),
        ("x.xxx.x", 5, 5, 0, 3),  # the three days towards the next are not lost: 3 + 1, 3 to go
        ("x.xxx.xxxx", 8, 8, 1, 7),
        ("x.x.x.x", 1, 3, 0, 6),  # the third has none left
        ("x.x.x..", 0, 3, 0, 7),
        ("xx....xxxxxxx.x", 8, 8, 0, 6),  # earned anew after the end of a run
        ("xx....xxxxxx.x", 1, 6, 0, 6),
        ("xxxxxxxxxxxxxxxxxxxx...x", 1, 20, 0, 6),  # never more than two are held
    ],
)
def test_worked_out_by_hand(marks, current, longest, freezes, days_to_next):
    found = drawn(marks)

    assert (found.current, found.longest) == (current, longest)
    assert (found.freezes, found.days_to_next) == (freezes, days_to_next)


def test_bridged_days_are_named_while_the_run_lives():
    assert drawn("x.xx.x").bridged == (day(1), day(4))
    assert drawn("x.xx.x....").bridged == ()


def run_to(days, offset):
    """Days in a row up to one, counted without freezes."""
    run = 0
    while day(offset - run) in days:
        run += 1
    return run


@given(OFFSETS, st.integers(0, 70))
def test_freezes_only_help(offsets, today):
    days = {day(offset) for offset in offsets}
    found = streak_with_freezes(days, day(today))
    last = next((one for one in (today, today - 1) if day(one) in days), None)
    runs = [run_to(days, one) for one in range(today + 1)]

    assert found.current >= (0 if last is None else runs[last])
    assert found.longest >= max(runs)
    assert found.longest >= found.current
    assert 0 <= found.freezes <= 2
    assert (found.days_to_next is None) == (found.freezes == 2)


@given(OFFSETS, st.integers(0, 60), st.integers(0, 70))
@example(offsets={0, 1, 5, 12, 13}, more=3, today=20)
def test_one_more_learning_day_never_makes_a_run_shorter(offsets, more, today):
    offsets = offsets | {0}
    before = streak_with_freezes({day(one) for one in offsets}, day(today))
    after = streak_with_freezes({day(one) for one in offsets | {more}}, day(today))

    assert after.current >= before.current
    assert after.longest >= before.longest
    assert after.freezes >= before.freezes


@given(OFFSETS)
def test_a_run_counts_learning_days_only(offsets):
    days = {day(one) for one in offsets}
    found = streak_with_freezes(days, day(61))

    assert found.longest <= len(days)
    assert not set(found.bridged) & days


@given(OFFSETS, st.integers(0, 60))
def test_what_comes_after_today_does_not_count(offsets, today):
    days = {day(one) for one in offsets}
    past = {one for one in days if one <= day(today)}

    assert streak_with_freezes(days, day(today)) == streak_with_freezes(past, day(today))


@given(OFFSETS, st.booleans(), st.integers(0, 80))
def test_runs_carried_on_are_the_runs_counted_anew(offsets, is_learning, today):
    past = sorted(day(one) for one in offsets if one < today)
    before = FreezeState()
    for one in past:
        before = learnt_on(before, one)

    carried = carried_on(before, day(today), is_learning=is_learning)

    anew = streak_with_freezes([*past, day(today)] if is_learning else past, day(today))
    assert (carried.current, carried.longest) == (anew.current, anew.longest)
    assert (carried.bridged, carried.credit // 7) == (anew.bridged, anew.freezes)


def test_a_day_out_of_order_is_refused():
    state = learnt_on(FreezeState(), day(3))
    for earlier in (day(3), day(2)):
        with pytest.raises(ValueError, match="in their order"):
            learnt_on(state, earlier)


# --- The learner's days


def lived(*moments):
    """Runs of somebody who learnt at moments on the wall, as of the last of them."""
    days = [learner_day(moment, moment.tzinfo) for moment in moments]
    return streak_with_freezes(days, days[-1])


def at(zone, month, day_of_month, hour, **rest):
    return dt.datetime(2026, month, day_of_month, hour, tzinfo=ZoneInfo(zone), **rest)


@pytest.mark.parametrize("first", [(3, 28), (10, 24)])
def test_days_of_23_and_25_hours_are_days_like_others(first):
    begin = dt.date(2026, *first)
    moments = [
        dt.datetime.combine(begin + ONE * offset, dt.time(hour), tzinfo=ZoneInfo("Europe/Berlin"))
        for offset, hour in enumerate((23, 5, 23))
    ]
    found = lived(*moments)

    assert (found.current, found.freezes) == (3, 2)


def test_the_hour_that_comes_twice_belongs_to_one_evening():
    found = lived(
        at("Europe/Berlin", 10, 24, 22),
        at("Europe/Berlin", 10, 25, 2),
        at("Europe/Berlin", 10, 25, 2, fold=1),
        at("Europe/Berlin", 10, 25, 22),
    )

    assert (found.current, found.freezes) == (2, 2)


def test_a_flight_that_lives_a_date_twice_counts_it_once():
    found = lived(
        at("Pacific/Auckland", 6, 9, 20),
        at("Pacific/Auckland", 6, 10, 20),
        at("Pacific/Honolulu", 6, 10, 20),  # took off on the 10th, landed on the 10th
        at("Pacific/Honolulu", 6, 11, 20),
    )

    assert (found.current, found.freezes) == (3, 2)


def test_a_flight_that_skips_a_date_is_bridged():
    found = lived(
        at("Pacific/Honolulu", 6, 9, 20),
        at("Pacific/Honolulu", 6, 10, 20),
        at("Pacific/Auckland", 6, 12, 20),  # 26 hours after the last
        at("Pacific/Auckland", 6, 13, 20),
    )

    assert (found.current, found.freezes) == (4, 1)
    assert found.bridged == (dt.date(2026, 6, 11),)


def test_a_flight_west_and_back_within_a_week_loses_nothing():
    found = lived(
        at("Europe/Berlin", 3, 27, 21),
        at("America/New_York", 3, 28, 21),
        at("America/New_York", 3, 29, 23),  # the night Berlin changed its clock
        at("Europe/Berlin", 3, 30, 22),
    )

    assert (found.current, found.freezes) == (4, 2)
