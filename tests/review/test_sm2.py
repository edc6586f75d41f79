"""SM-2 against vectors worked out by hand, and what holds for any history."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.sm2 import CardState, SM2Policy, new_card, review

TODAY = dt.date(2026, 11, 2)
COMPAT = SM2Policy(rules="sm2-compat")
qualities = st.lists(st.integers(0, 5), max_size=40)


def after(history, policy=SM2Policy(), card=None):  # noqa: B008 - frozen
    """Return (easiness, interval) after each answer, each given on the day the card was due."""
    card = card or new_card(policy)
    day, found = TODAY, []
    for quality in history:
        card = review(card, quality, on=day, policy=policy)
        found.append((float(card.easiness), card.interval_days))
        day = card.due_on
    return found


@pytest.mark.parametrize(
    ("history", "easiness", "intervals"),
    [
        ("55555", [2.6, 2.7, 2.8, 2.9, 3.0], [1, 6, 17, 50, 150]),
        ("44444", [2.5] * 5, [1, 6, 15, 38, 95]),
        ("333333", [2.36, 2.22, 2.08, 1.94, 1.80, 1.66], [1, 6, 13, 26, 47, 79]),
        ("5552555", [2.6, 2.7, 2.8, 2.8, 2.9, 3.0, 3.1], [1, 6, 17, 1, 1, 6, 19]),
        ("4351345", [2.5, 2.36, 2.46, 2.46, 2.32, 2.32, 2.42], [1, 6, 15, 1, 1, 6, 15]),
        ("012345", [2.5, 2.5, 2.5, 2.36, 2.36, 2.46], [1, 1, 1, 1, 6, 15]),
    ],
)
def test_the_text_taken_at_its_word(history, easiness, intervals):
    found = after([int(quality) for quality in history])

    assert found == list(zip(easiness, intervals, strict=True))


@pytest.mark.parametrize(
    ("history", "easiness", "intervals"),
    [
        ("55555", [2.6, 2.7, 2.8, 2.9, 3.0], [1, 6, 17, 48, 140]),
        ("44444", [2.5] * 5, [1, 6, 15, 38, 95]),
        ("333333", [2.36, 2.22, 2.08, 1.94, 1.80, 1.66], [1, 6, 14, 30, 59, 107]),
        ("5552555", [2.6, 2.7, 2.8, 2.48, 2.58, 2.68, 2.78], [1, 6, 17, 1, 1, 6, 17]),
        ("4351345", [2.5, 2.36, 2.46, 1.92, 1.78, 1.78, 1.88], [1, 6, 15, 1, 1, 6, 11]),
        ("012345", [1.7, 1.3, 1.3, 1.3, 1.3, 1.4], [1, 1, 1, 1, 6, 8]),
    ],
)
def test_the_rules_of_other_programs(history, easiness, intervals):
    found = after([int(quality) for quality in history], COMPAT)

    assert found == list(zip(easiness, intervals, strict=True))


def test_intervals_are_exact_where_floats_are_one_day_off():
    """320 days times 2.80 are 896; floats make a little more of it, and 897 of that."""
    found = after([4, 5, 4, 5, 5, 4, 3], COMPAT)

    assert [interval for _, interval in found] == [1, 6, 16, 42, 114, 320, 896]


def test_a_card_is_due_so_many_days_after_it_was_answered_however_late_that_was():
    card = CardState(easiness=Decimal("2.50"), interval_days=6, repetitions=2, due_on=TODAY)

    late = review(card, 4, on=TODAY + dt.timedelta(days=40))

    assert late.interval_days == 15
    assert late.due_on == TODAY + dt.timedelta(days=55)


def test_the_29th_of_february_is_a_day_like_any_other():
    card = CardState(easiness=Decimal("2.50"), interval_days=1, repetitions=1)

    assert review(card, 4, on=dt.date(2028, 2, 23)).due_on == dt.date(2028, 2, 29)
    assert review(card, 4, on=dt.date(2028, 2, 29)).due_on == dt.date(2028, 3, 6)


@given(qualities, st.sampled_from(["sm2", "sm2-compat"]))
def test_no_history_leaves_the_range(history, rules):
    policy = SM2Policy(rules=rules)

    for easiness, interval in after(history, policy):
        assert easiness >= 1.3
        assert 1 <= interval <= policy.longest_interval


@given(qualities, st.integers(3, 5))
def test_a_better_answer_never_brings_a_card_back_sooner(history, quality):
    card = new_card()
    for one in history:
        card = review(card, one, on=TODAY)

    better = review(card, min(5, quality + 1), on=TODAY)
    worse = review(card, quality, on=TODAY)
    forgotten = review(card, 2, on=TODAY)

    assert better.interval_days >= worse.interval_days >= forgotten.interval_days


@given(st.lists(st.integers(3, 5), min_size=3, max_size=30))
def test_recalled_cards_come_back_ever_later(history):
    intervals = [interval for _, interval in after(history)]

    assert intervals == sorted(intervals)


@given(qualities)
def test_a_forgotten_card_begins_again_and_keeps_its_easiness(history):
    card = new_card()
    for one in history:
        card = review(card, one, on=TODAY)

    found = review(card, 1, on=TODAY)

    assert (found.repetitions, found.interval_days) == (0, 1)
    assert found.easiness == card.easiness


@pytest.mark.parametrize("quality", [-1, 6, 2.5, None])
def test_a_quality_that_is_none_is_refused(quality):
    with pytest.raises(ValueError, match="from 0 to 5"):
        review(new_card(), quality, on=TODAY)


def test_other_constants_make_other_intervals():
    policy = SM2Policy(
        first_interval=2, second_interval=4, start_easiness=2.0, bonus=0.2, longest_interval=20
    )

    found = after([5, 5, 5, 5, 5], policy)

    assert found == [(2.2, 2), (2.4, 4), (2.6, 11), (2.8, 20), (3.0, 20)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"start_easiness": 2.505},
        {"slope": 0.6},
        {"first_interval": 0},
        {"start_easiness": 1.5, "least_easiness": 2.0},
    ],
)
def test_constants_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        SM2Policy(**wrong)
