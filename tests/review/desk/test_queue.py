"""In which order the cards of a day come."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.desk.queue import DRILL_WAIT, DoneToday, Waiting, queue_of
from tutor_core.review.preferences import ORDERS, Holiday, ReviewWishes

TODAY = dt.date(2026, 11, 2)
NOW = dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def due(card_id, *, days_late=0, interval=10, stability=None, content_id=None, **more):
    return Waiting(
        card_id=card_id, content_id=content_id or card_id, due_on=TODAY - days_late * DAY,
        interval_days=interval, stability=stability, last_on=TODAY - (interval + days_late) * DAY,
        answered_at=NOW - (interval + days_late) * DAY, **more,
    )  # fmt: skip


def new(card_id, *, content_id=None):
    return Waiting(card_id=card_id, content_id=content_id or card_id, due_on=TODAY, interval_days=1)


def drilled(card_id, *, minutes):
    at = NOW - dt.timedelta(minutes=minutes)
    return Waiting(
        card_id=card_id, content_id=card_id, due_on=TODAY + DAY, interval_days=1,
        last_on=TODAY, answered_at=at, is_drill=True,
    )  # fmt: skip


def queue(cards, done=DoneToday(), *, limits=(20, 200), exam=(), **wishes):  # noqa: B008 - frozen
    return queue_of(
        cards, done, limits=limits, wishes=ReviewWishes(**wishes), on=TODAY, now=NOW, exam=exam
    )  # fmt: skip


def order(found):
    return [card.card_id for card in found.cards]


def test_new_cards_stand_evenly_between_the_due_ones():
    cards = [due(number) for number in range(1, 5)] + [new(11), new(12)]

    found = queue(cards)

    assert order(found) == [1, 11, 2, 3, 12, 4]
    assert (found.new, found.due, found.drill) == (2, 4, 0)


@pytest.mark.parametrize(
    ("wished", "expected"),
    [
        ("longest_due", [3, 2, 1]),
        ("shortest_interval", [2, 1, 3]),
        ("least_recalled", [1, 3, 2]),
        ("most_recalled", [2, 3, 1]),
    ],
)
def test_due_cards_come_in_the_order_that_is_wished(wished, expected):
    cards = [
        due(1, days_late=0, interval=20, stability=2.0),
        due(2, days_late=1, interval=5, stability=60.0),
        due(3, days_late=9, interval=40, stability=30.0),
    ]

    assert order(queue(cards, order=wished)) == expected


def test_what_is_asked_once_more_waits_some_minutes_while_others_are_left():
    fresh, ripe = drilled(1, minutes=1), drilled(2, minutes=DRILL_WAIT.seconds // 60)

    found = queue([fresh, due(3), ripe])

    assert order(found) == [2, 3, 1]
    assert found.drill == 2


def test_limits_count_what_was_done_today():
    cards = [due(number) for number in range(1, 6)] + [new(number) for number in range(11, 16)]

    found = queue(cards, DoneToday(new=1, due=2), limits=(3, 4))

    assert (found.new, found.due, found.held_back) == (2, 2, 6)


def test_of_a_note_one_card_comes_a_day():
    cards = [due(1, content_id=9), due(2, content_id=9, days_late=1), new(3, content_id=9), new(4)]

    assert order(queue(cards)) == [2, 4]
    assert order(queue(cards, DoneToday(due=1, content_ids={7: 9}))) == [4]
    assert len(queue(cards, siblings_together=True).cards) == 4


def test_a_card_is_not_its_own_sibling():
    assert order(queue([due(1)], DoneToday(due=1, content_ids={1: 1}))) == [1]


def test_a_holiday_leaves_only_what_was_begun_today():
    away = Holiday(begins=TODAY, ends=TODAY + 3 * DAY)

    found = queue([due(1), new(2), drilled(3, minutes=9)], holiday=away)

    assert order(found) == [3]
    assert found.held_back == 0


@given(
    st.lists(st.integers(0, 60), max_size=25, unique=True),
    st.sampled_from(ORDERS),
    st.integers(0, 10),
    st.integers(0, 30),
)
def test_no_card_comes_twice_and_none_is_lost(numbers, wished, most_new, most_due):
    cards = [new(one) if one % 3 else due(one, days_late=one) for one in numbers]

    found = queue(cards, limits=(most_new, most_due), order=wished)

    assert len(set(order(found))) == len(found.cards) == found.new + found.due
    assert found.new <= most_new
    assert found.due <= most_due
    assert len(found.cards) + found.held_back == len(cards)


def test_what_an_exam_needs_comes_first_and_takes_its_part_of_the_limits():
    cards = [due(1), due(2), new(3), new(4)]

    found = queue(cards, limits=(2, 2), exam=(due(11), new(12), due(13)))

    assert order(found) == [11, 12, 13, 3]
    assert (found.new, found.due, found.held_back) == (2, 2, 3)


def test_what_an_exam_needs_is_not_held_to_the_limits_but_rests_on_a_holiday():
    exam = (due(11), new(12))
    away = Holiday(begins=TODAY, ends=TODAY)

    assert order(queue([], limits=(0, 0), exam=exam)) == [11, 12]
    assert order(queue([], exam=exam, holiday=away)) == []


def test_a_sibling_of_an_exams_card_waits_for_another_day():
    found = queue([due(1, content_id=7)], exam=(due(2, content_id=7), due(3, content_id=7)))

    assert order(found) == [2]
