"""In which order the cards of a day come."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.desk.queue import (
    DRILL_WAIT,
    Askable,
    DoneToday,
    Drilled,
    Fading,
    Waiting,
    by_chance,
    by_recall,
    queue_of,
)
from tutor_core.review.preferences import Holiday, ReviewWishes

TODAY = dt.date(2026, 11, 2)
NOW = dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def card(card_id, *, note=None):
    return Waiting(card_id, note or card_id)


def drilled(card_id, *, minutes):
    return Drilled(card(card_id), NOW - dt.timedelta(minutes=minutes))


def queue(due=(), new=(), drill=(), done=DoneToday(), *, limits=(20, 200), **wishes):  # noqa: B008
    return asked(Askable(new=new, due=due, drill=drill), done, limits=limits, **wishes)


def asked(askable, done=DoneToday(), *, limits=(20, 200), **wishes):  # noqa: B008 - frozen
    return queue_of(
        askable, done, limits=limits, wishes=ReviewWishes(**wishes), on=TODAY, now=NOW
    )  # fmt: skip


def order(found):
    return [card.card_id for card in found.cards]


def numbered(*numbers):
    return [card(number) for number in numbers]


def test_new_cards_stand_evenly_between_the_due_ones():
    found = queue(numbered(1, 2, 3, 4), numbered(11, 12))

    assert order(found) == [1, 11, 2, 3, 12, 4]
    assert (found.new, found.due, found.drill) == (2, 4, 0)


def test_due_cards_keep_the_order_in_which_they_are_given():
    assert order(queue(numbered(3, 1, 2))) == [3, 1, 2]


@pytest.mark.parametrize(
    ("wished", "expected"), [("least_recalled", [1, 3, 2]), ("most_recalled", [2, 3, 1])]
)
def test_what_is_recalled_least_or_most_comes_first(wished, expected):
    cards = [
        Fading(card(1), stability=2.0, days=20),
        Fading(card(2), stability=60.0, days=6),
        Fading(card(3), stability=30.0, days=49),
    ]

    assert [one.card_id for one in by_recall(cards, wished)] == expected


def test_of_cards_recalled_alike_the_one_made_first_comes_first():
    cards = [Fading(card(number), stability=5.0, days=5) for number in (7, 3, 5)]

    for wished in ("least_recalled", "most_recalled"):
        assert [one.card_id for one in by_recall(cards, wished)] == [3, 5, 7]


def test_chance_holds_for_a_day():
    cards = numbered(*range(1, 40))
    found = by_chance(cards, TODAY)

    assert found == by_chance(reversed(cards), TODAY)
    assert found != by_chance(cards, TODAY + DAY)
    assert sorted(found) == cards


def test_what_is_asked_once_more_waits_some_minutes_while_others_are_left():
    fresh, ripe = drilled(1, minutes=1), drilled(2, minutes=DRILL_WAIT.seconds // 60)

    found = queue(numbered(3), drill=[fresh, ripe])

    assert order(found) == [2, 3, 1]
    assert found.drill == 2


def test_limits_count_what_was_done_today():
    found = queue(
        numbered(*range(1, 6)), numbered(*range(11, 16)), done=DoneToday(new=1, due=2),
        limits=(3, 4),
    )  # fmt: skip

    assert (found.new, found.due, found.held_back) == (2, 2, 6)


def test_of_a_note_one_card_comes_a_day():
    due = [card(2, note=9), card(1, note=9)]
    new = [card(3, note=9), card(4)]

    assert order(queue(due, new)) == [2, 4]
    assert order(queue(due, new, done=DoneToday(due=1, content_ids={7: 9}))) == [4]
    assert len(queue(due, new, siblings_together=True).cards) == 4


def test_a_card_is_not_its_own_sibling():
    assert order(queue([card(1)], done=DoneToday(due=1, content_ids={1: 1}))) == [1]


def test_a_holiday_leaves_only_what_was_begun_today():
    away = Holiday(begins=TODAY, ends=TODAY + 3 * DAY)

    found = queue([card(1)], [card(2)], [drilled(3, minutes=9)], holiday=away)

    assert order(found) == [3]
    assert found.held_back == 0


@given(
    st.lists(st.integers(0, 60), max_size=25, unique=True), st.integers(0, 10), st.integers(0, 30)
)
def test_no_card_comes_twice_and_none_is_lost(numbers, most_new, most_due):
    due = numbered(*(one for one in numbers if one % 3 == 0))
    new = numbered(*(one for one in numbers if one % 3))

    found = queue(due, new, limits=(most_new, most_due))

    assert len(set(order(found))) == len(found.cards) == found.new + found.due
    assert found.new <= most_new
    assert found.due <= most_due
    assert len(found.cards) + found.held_back == len(numbers)


def test_what_an_exam_needs_comes_first_and_takes_its_part_of_the_limits():
    askable = Askable(
        due=[card(1), card(2)], new=[card(3), card(4)],
        exam=[card(11), card(12), card(13)], new_of_exam={12},
    )  # fmt: skip

    found = asked(askable, limits=(2, 2))

    assert order(found) == [11, 12, 13, 3]
    assert (found.new, found.due, found.held_back) == (2, 2, 3)


def test_what_an_exam_needs_is_not_held_to_the_limits_but_rests_on_a_holiday():
    askable = Askable(exam=[card(11), card(12)], new_of_exam={12})
    away = Holiday(begins=TODAY, ends=TODAY)

    assert order(asked(askable, limits=(0, 0))) == [11, 12]
    assert order(asked(askable, holiday=away)) == []


def test_a_sibling_of_an_exams_card_waits_for_another_day():
    found = asked(Askable(due=[card(1, note=7)], exam=[card(2, note=7), card(3, note=7)]))

    assert order(found) == [2]
