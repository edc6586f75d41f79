"""What rules would cost and bring."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from tutor_core.review.foreseeing import foreseen, intervals_of
from tutor_core.review.memory import carried_over
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.preferences import ReviewWishes
from tutor_core.review.scheduling import ReviewRules, Standing
from tutor_core.review.sm2 import CardState, SM2Policy

TODAY = dt.date(2026, 11, 2)
RULES = ReviewRules(sm2=SM2Policy(), policy=ReviewPolicy(uses_fsrs=1), wishes=ReviewWishes())


def look(cards=(), rules=RULES, *, new=0, days=60, seed=1):
    return foreseen(cards, rules, new_a_day=new, days=days, on=TODAY, rng=random.Random(seed))


def at(retention):
    return replace(RULES, wishes=ReviewWishes(retention=retention))


def card(interval, *, due_in=0):
    due_on = TODAY + dt.timedelta(days=due_in)
    return Standing(
        state=CardState(interval_days=interval, repetitions=3, due_on=due_on),
        memory=carried_over(interval, due_on - dt.timedelta(days=interval)),
    )


def test_the_next_intervals_are_those_of_sm_2():
    assert intervals_of(SM2Policy(), [5, 5, 5, 5, 5], on=TODAY) == [1, 6, 17, 50, 150]
    assert intervals_of(SM2Policy(), [4, 4, 2, 4], on=TODAY) == [1, 6, 1, 1]
    assert intervals_of(SM2Policy(second_interval=3), [4, 4, 4], on=TODAY) == [1, 3, 8]


def test_who_wants_to_know_more_reviews_more_and_knows_more():
    low, high = look(new=10, rules=at(0.8)), look(new=10, rules=at(0.95))

    assert high.a_day > 1.3 * low.a_day
    assert high.known > low.known


def test_at_nine_of_ten_at_least_that_many_are_known():
    found = look(new=10)

    assert 0.9 < found.known < 1


def test_without_cards_nothing_is_to_be_done():
    found = look()

    assert (found.reviews, found.known, found.a_day) == ((0.0,) * 60, 0.0, 0.0)


def test_cards_are_asked_on_their_day_and_not_before():
    found = look([card(30, due_in=5)], days=6)

    assert found.reviews[:5] == (0.0,) * 5
    assert found.reviews[5] >= 1


def test_a_backlog_falls_on_the_first_day():
    found = look([card(10, due_in=-20) for _ in range(40)], days=3)

    assert found.reviews[0] >= 40


def test_many_cards_are_counted_for_by_some():
    cards = [card(20, due_in=number % 20) for number in range(3000)]

    found = look(cards, days=20)

    # each once, and what is forgotten or hard again: what following every card comes to
    assert sum(found.reviews) == pytest.approx(4300, rel=0.15)
