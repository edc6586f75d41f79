"""What an answer before a card's day does: worked out by hand from SM-2's rule."""

import datetime as dt

import pytest

from tutor_core.review.memory import answered
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.preferences import ReviewWishes
from tutor_core.review.scheduling import ReviewRules, Standing, outcome_of
from tutor_core.review.sm2 import SM2Policy, new_card

TODAY = dt.date(2026, 11, 2)
PLAIN = ReviewRules(
    sm2=SM2Policy(), policy=ReviewPolicy(fuzz=0.0, drill_below=0), wishes=ReviewWishes()
)


def on(day):
    return TODAY + dt.timedelta(days=day)


def after(*answers, rules=PLAIN):
    """Answer a new card on days, counted from today: pairs of a day and a quality."""
    standing = Standing(state=new_card(rules.sm2))
    for day, quality in answers:
        standing = outcome_of(1, standing, quality, on=on(day), loads={}, rules=rules).standing
    return standing


def test_on_its_day_an_interval_grows_from_the_one_planned():
    assert after((0, 4), (1, 4), (7, 4)).state.interval_days == 15  # 6 times 2.5


@pytest.mark.parametrize(
    ("day", "interval", "due"),
    [
        (2, 5, 7),  # 1 day passed: 3 days, less than the 5 still left
        (4, 8, 12),  # 3 days passed: 7.5, rounded up
        (6, 13, 19),  # 5 days passed: 12.5, rounded up
    ],
)
def test_before_its_day_it_grows_from_the_days_that_passed(day, interval, due):
    early = after((0, 4), (1, 4), (day, 4)).state

    assert (early.interval_days, early.due_on) == (interval, on(due))
    assert early.repetitions == 3


def test_what_was_forgotten_before_its_day_begins_again():
    early = after((0, 4), (1, 4), (4, 1))

    assert (early.state.interval_days, early.state.due_on) == (1, on(5))
    assert early.lapses == 1


def test_the_model_of_memory_needs_no_such_rule():
    rules = ReviewRules(
        sm2=SM2Policy(),
        policy=ReviewPolicy(fuzz=0.0, drill_below=0, uses_fsrs=1),
        wishes=ReviewWishes(),
    )
    first = answered(None, 4, on=on(0))
    second = answered(first, 4, on=on(1))

    early = after((0, 4), (1, 4), rules=rules)

    assert early.state.interval_days == round(second.stability)
