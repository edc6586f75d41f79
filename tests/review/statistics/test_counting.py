"""Days, hours, periods and histograms worked out by hand."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.statistics.counting import (
    INTERVAL_STEPS,
    Answers,
    DueCards,
    bins_of,
    buttons_of,
    forecast_of,
    retention_of,
    tally_of,
    year_of,
)
from tutor_core.review.statistics.views import Bin, DayDone, Recall

AUCKLAND, NEW_YORK, UTC = (
    ZoneInfo("Pacific/Auckland"),
    ZoneInfo("America/New_York"),
    ZoneInfo("UTC"),
)
TODAY = dt.date(2026, 3, 2)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def answer(when, *, seconds=10, recall=True, stage="young", is_review=True, n=1):
    return Answers(at(when), stage, is_review, 3 if recall else 2, n, seconds)


def due(day, cards=1, *, buried_until=None):
    return DueCards(day, buried_until, 1, 250, cards)


def test_an_answer_belongs_to_the_day_and_the_hour_of_the_learner():
    # 14:30 UTC is 03:30 of the next date in Auckland: still the evening before.
    answers = [answer("2026-03-01T14:30"), answer("2026-03-01T15:30", recall=False)]

    there = tally_of(answers, AUCKLAND, since=None)
    here = tally_of(answers, NEW_YORK, since=None)

    assert there.reviews == {dt.date(2026, 3, 1): 1, dt.date(2026, 3, 2): 1}
    assert there.hours()[3:5] == (Recall(recalled=1, n=1), Recall(recalled=0, n=1))
    assert here.reviews == {dt.date(2026, 3, 1): 2}
    assert here.hours()[9:11] == (Recall(recalled=1, n=1), Recall(recalled=0, n=1))


def test_the_hour_is_that_of_the_wall_before_and_after_the_clock_is_put_forward():
    # New York puts its clock forward on 8 March 2026: 12:00 UTC is 7, then 8 o'clock.
    answers = [answer("2026-03-07T12:00"), answer("2026-03-08T12:00")]

    hours = tally_of(answers, NEW_YORK, since=None).hours()

    assert (hours[7].n, hours[8].n) == (1, 1)


def test_hours_begin_with_the_range_and_days_do_not():
    answers = [answer("2026-02-28T12:00"), answer("2026-03-01T12:00")]

    tally = tally_of(answers, UTC, since=dt.date(2026, 3, 1))

    assert tally.hours()[12].n == 1
    assert sum(tally.reviews.values()) == 2


@pytest.mark.parametrize("given", [{"stage": "new"}, {"stage": None}, {"is_review": False}])
def test_what_is_no_part_of_retention_counts_for_the_time(given):
    tally = tally_of([answer("2026-03-02T12:00", seconds=40, n=3, **given)], UTC, since=None)

    assert tally.done_on(TODAY) == DayDone(day=TODAY, reviews=3, seconds=40)
    assert all(one.both.n == 0 for one in retention_of(tally, TODAY, None))
    assert all(hour.n == 0 for hour in tally.hours())


def test_answers_that_are_alike_count_as_many_as_they_are():
    answers = [answer("2026-03-02T12:00", n=3), answer("2026-03-02T12:00", recall=False, n=2)]

    tally = tally_of(answers, UTC, since=None)

    assert retention_of(tally, TODAY, None)[0].young == Recall(recalled=3, n=5)
    assert tally.hours()[12] == Recall(recalled=3, n=5)
    assert tally.ratings == {("young", 3): 3, ("young", 2): 2}


def test_ratings_are_those_of_the_range_and_so_is_what_has_no_stage():
    answers = [
        answer(f"2026-03-0{day}T12:00", stage=stage) for day in (1, 2) for stage in ("new", None)
    ]

    tally = tally_of(answers, UTC, since=TODAY)

    assert (tally.ratings, tally.unplaced) == ({("new", 3): 1}, 1)


def test_retention_is_told_by_period_young_and_mature_apart():
    answers = [
        answer("2026-03-02T12:00"),
        answer("2026-03-02T12:01", recall=False),
        answer("2026-03-02T12:02", stage="mature"),
        answer("2026-02-24T12:00"),  # the first of seven days
        answer("2026-02-23T12:00", recall=False, stage="mature"),
        answer("2026-02-01T12:00"),  # the first of thirty days
        answer("2026-01-31T12:00", recall=False),
        answer("2025-06-01T12:00", recall=False, stage="mature"),
    ]

    found = retention_of(tally_of(answers, UTC, since=None), TODAY, dt.date(2026, 1, 31))

    told = {
        one.period: (one.young.recalled, one.young.n, one.mature.recalled, one.mature.n)
        for one in found
    }
    assert told == {
        "day": (1, 2, 1, 1),
        "week": (2, 3, 1, 1),
        "month": (3, 4, 1, 2),
        "range": (3, 5, 1, 2),
    }
    assert found[0].both.share == pytest.approx(2 / 3)


def test_a_range_without_a_beginning_holds_all():
    answers = [answer("2019-01-01T12:00"), answer("2026-03-02T12:00", recall=False)]

    whole = retention_of(tally_of(answers, UTC, since=None), TODAY, None)[-1]

    assert whole.young == Recall(recalled=1, n=2)


def test_of_nothing_there_is_no_share():
    assert Recall().share is None


def test_a_year_has_365_days_and_ends_today():
    answers = [answer("2025-03-03T12:00"), answer("2025-03-02T12:00")]

    year = year_of(tally_of(answers, UTC, since=None), TODAY)

    assert (len(year), year[0].day, year[-1].day) == (365, dt.date(2025, 3, 3), TODAY)
    assert (year[0].reviews, sum(day.reviews for day in year)) == (1, 1)


def test_cards_are_due_before_today_on_a_day_and_later():
    cards = [
        due(dt.date(2026, 3, 1), 4),
        due(TODAY, 3),
        due(dt.date(2026, 3, 31), 2),  # the thirtieth day, today the first
        due(dt.date(2026, 4, 1), 5),
    ]

    found = forecast_of(cards, TODAY, new=7, suspended=8, deleted=9)

    assert (found.backlog, found.by_day[0], found.by_day[29], found.later) == (4, 3, 2, 5)
    assert (len(found.by_day), sum(found.by_day), found.n) == (30, 5, 14)
    assert (found.new, found.suspended, found.deleted) == (7, 8, 9)


@pytest.mark.parametrize(
    ("due_on", "buried_until", "comes"),
    [
        (dt.date(2026, 2, 20), dt.date(2026, 3, 3), 1),
        (dt.date(2026, 3, 5), dt.date(2026, 3, 3), 3),
    ],
)
def test_a_buried_card_comes_back_on_the_later_of_its_days(due_on, buried_until, comes):
    found = forecast_of(
        [due(due_on, buried_until=buried_until)], TODAY, new=0, suspended=0, deleted=0
    )

    assert [away for away, cards in enumerate(found.by_day) if cards] == [comes]
    assert found.backlog == 0


def test_bins_hold_their_first_day_and_not_the_first_of_the_next():
    values = [(1, 1), (3, 2), (4, 4), (20, 8), (21, 16), (366, 32), (9999, 64)]

    found = bins_of(values, INTERVAL_STEPS)

    assert [(one.low, one.high, one.cards) for one in found] == [
        (1, 1, 1), (2, 3, 2), (4, 7, 4), (8, 20, 8), (21, 60, 16), (61, 180, 0), (181, 365, 0),
        (366, None, 96),
    ]  # fmt: skip


def test_a_value_below_the_first_step_counts_as_on_it():
    assert bins_of([(0, 3)], (1, 2))[0] == Bin(low=1, high=1, cards=3)


@given(st.lists(st.tuples(st.integers(-5, 40_000), st.integers(0, 99))))
def test_no_card_falls_between_two_bins(values):
    assert sum(one.cards for one in bins_of(values, INTERVAL_STEPS)) == sum(n for _, n in values)


def test_ratings_are_told_by_stage_with_zeros_for_what_was_not_pressed():
    found = buttons_of({("new", 4): 3, ("mature", 1): 2, ("mature", 5): 1})

    assert [(one.stage, one.counts, one.n) for one in found] == [
        ("new", (0, 0, 0, 0, 3, 0), 3),
        ("young", (0, 0, 0, 0, 0, 0), 0),
        ("mature", (0, 2, 0, 0, 0, 1), 3),
    ]
