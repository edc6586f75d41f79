"""On which day a card is put within its range, and how wishes are kept."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.errors import InvalidInputError
from tutor_core.review.preferences import (
    BUTTONS,
    ORDERS,
    Holiday,
    ReviewWishes,
    wishes_from,
    wishes_to,
)
from tutor_core.review.spreading import day_for, range_for

TODAY = dt.date(2026, 11, 2)  # a Monday
DAY = dt.timedelta(days=1)
FREE = ReviewWishes()


def put(card_id, interval, *, loads=None, wishes=FREE, fuzz=0.1, on=TODAY):
    return day_for(card_id, interval, on=on, loads=loads or {}, wishes=wishes, fuzz=fuzz)


@pytest.mark.parametrize(
    ("interval", "fuzz", "expected"),
    [
        (1, 0.1, (1, 1)),
        (2, 0.3, (2, 2)),
        (3, 0.1, (2, 4)),
        (10, 0.1, (9, 11)),
        (100, 0.1, (90, 110)),
        (100, 0.0, (100, 100)),
    ],
)
def test_a_card_is_moved_by_a_day_or_a_tenth_of_its_interval(interval, fuzz, expected):
    assert range_for(interval, fuzz) == expected


def test_the_day_with_the_fewest_cards_is_taken():
    loads = {TODAY + after * DAY: 5 for after in (9, 10, 11)} | {TODAY + 11 * DAY: 2}

    assert put(1, 10, loads=loads) == TODAY + 11 * DAY


def test_the_same_card_on_the_same_day_always_comes_back_on_the_same_day():
    days = [put(card_id, 100) for card_id in range(300)]

    assert days == [put(card_id, 100) for card_id in range(300)]
    assert len(set(days)) == 21, "all days of the range are used"
    assert max(Counter(days).values()) < 40


def test_it_can_be_switched_off():
    assert put(1, 100, wishes=ReviewWishes(is_spread=False)) == TODAY + 100 * DAY


def test_an_easy_day_is_taken_only_where_there_is_no_other():
    wishes = ReviewWishes(easy_days=frozenset({3, 4}))  # Thursday and Friday
    loads = {TODAY + 2 * DAY: 50}

    assert put(1, 3, loads=loads, wishes=wishes) == TODAY + 2 * DAY
    assert put(1, 3, wishes=wishes, fuzz=0.0) == TODAY + 3 * DAY


def test_nothing_is_put_into_a_holiday():
    away = Holiday(begins=TODAY + 9 * DAY, ends=TODAY + 10 * DAY)
    assert put(1, 10, wishes=ReviewWishes(holiday=away)) == TODAY + 11 * DAY

    longer = Holiday(begins=TODAY + DAY, ends=TODAY + 30 * DAY)
    assert put(1, 10, wishes=ReviewWishes(holiday=longer)) == TODAY + 31 * DAY


@given(st.integers(1, 5000), st.integers(0, 10**6), st.floats(0, 0.3))
def test_no_card_leaves_its_range(interval, card_id, fuzz):
    first, last = range_for(interval, fuzz)

    day = put(card_id, interval, fuzz=fuzz)

    assert 1 <= first <= interval <= last
    assert first <= (day - TODAY).days <= last


holidays = st.none() | st.builds(
    lambda begins, days: Holiday(begins=begins, ends=begins + days * DAY),
    st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)),
    st.integers(0, 300),
)


@given(
    st.builds(
        ReviewWishes,
        scheduling=st.sampled_from([None, "sm2", "sm2-compat", "fsrs"]),
        retention=st.none() | st.floats(0.7, 0.97),
        new_a_day=st.none() | st.integers(0, 500),
        due_a_day=st.none() | st.integers(0, 2000),
        order=st.sampled_from(ORDERS),
        buttons=st.sampled_from(BUTTONS),
        is_spread=st.booleans(),
        siblings_together=st.booleans(),
        easy_days=st.frozensets(st.integers(0, 6), max_size=6),
        holiday=holidays,
    )
)
def test_wishes_come_back_as_they_were_stored(wishes):
    assert wishes_from(wishes_to(wishes.checked())) == wishes


def test_what_is_not_stored_or_not_known_is_as_by_default():
    assert wishes_from(None) == ReviewWishes()
    assert wishes_from({"new_a_day": 5, "of tomorrow": 1}) == ReviewWishes(new_a_day=5)


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        (ReviewWishes(retention=0.5), "retention"),
        (ReviewWishes(new_a_day=-1), "new_a_day"),
        (ReviewWishes(due_a_day=5000), "due_a_day"),
        (ReviewWishes(easy_days=frozenset(range(7))), "easy_days"),
        (ReviewWishes(holiday=Holiday(begins=TODAY, ends=TODAY - DAY)), "holiday"),
        (ReviewWishes(holiday=Holiday(begins=TODAY, ends=TODAY + 400 * DAY)), "holiday"),
    ],
)
def test_wishes_that_cannot_be_fulfilled_are_refused(wishes, field):
    with pytest.raises(InvalidInputError) as refused:
        wishes.checked()

    assert refused.value.field == field
