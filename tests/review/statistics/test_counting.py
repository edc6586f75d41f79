"""Days, hours, periods and histograms worked out by hand."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.statistics.counting import (
    INTERVAL_STEPS,
    Answers,
    DueCards,
    Rated,
    Tally,
    bins_of,
    buttons_of,
    forecast_of,
    retention_of,
    year_of,
)
from tutor_core.review.statistics.views import Bin, DayDone, Recall

TODAY = dt.date(2026, 3, 2)


def tally_of(*days, rated=()):
    tally = Tally()
    for one in days:
        tally.add(one)
    for one in rated:
        tally.add_rated(one)
    return tally


def answer(day, *, seconds=10, recall=True, stage="young", is_review=True, n=1):
    return Answers(dt.date.fromisoformat(day), stage, is_review, n, n if recall else 0, seconds)


def rated(hour=12, *, stage="young", is_review=True, quality=3, n=1):
    return Rated(hour, stage, is_review, quality, n)


def due(day, cards=1, *, buried_until=None):
    return DueCards(day, buried_until, 1, 250, cards)


@pytest.mark.parametrize("given", [{"stage": "new"}, {"stage": None}, {"is_review": False}])
def test_what_is_no_part_of_retention_counts_for_the_time(given):
    tally = tally_of(answer("2026-03-02", seconds=40, n=3, **given), rated=[rated(n=3, **given)])

    assert tally.done_on(TODAY) == DayDone(day=TODAY, reviews=3, seconds=40)
    assert all(one.both.n == 0 for one in retention_of(tally, TODAY, None))
    assert all(hour.n == 0 for hour in tally.hours())


def test_answers_that_are_alike_count_as_many_as_they_are():
    tally = tally_of(
        Answers(TODAY, "young", is_review=True, n=5, recalled=3, seconds=50),
        rated=[rated(n=3), rated(n=2, quality=2)],
    )

    assert retention_of(tally, TODAY, None)[0].young == Recall(recalled=3, n=5)
    assert tally.hours()[12] == Recall(recalled=3, n=5)
    assert tally.ratings == {("young", 3): 3, ("young", 2): 2}


def test_what_has_no_stage_is_no_rating_but_is_told():
    tally = tally_of(rated=[rated(stage="new"), rated(stage=None)])

    assert (tally.ratings, tally.unplaced) == ({("new", 3): 1}, 1)


def test_retention_is_told_by_period_young_and_mature_apart():
    answers = [
        answer("2026-03-02"),
        answer("2026-03-02", recall=False),
        answer("2026-03-02", stage="mature"),
        answer("2026-02-24"),  # the first of seven days
        answer("2026-02-23", recall=False, stage="mature"),
        answer("2026-02-01"),  # the first of thirty days
        answer("2026-01-31", recall=False),
        answer("2025-06-01", recall=False, stage="mature"),
    ]

    found = retention_of(tally_of(*answers), TODAY, dt.date(2026, 1, 31))

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
    answers = [answer("2019-01-01"), answer("2026-03-02", recall=False)]

    whole = retention_of(tally_of(*answers), TODAY, None)[-1]

    assert whole.young == Recall(recalled=1, n=2)


def test_of_nothing_there_is_no_share():
    assert Recall().share is None


def test_a_year_has_365_days_and_ends_today():
    answers = [answer("2025-03-03"), answer("2025-03-02")]

    year = year_of(tally_of(*answers), TODAY)

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
