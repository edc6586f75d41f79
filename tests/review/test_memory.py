"""The model of memory beside the package it comes from, and what must hold of any memory."""

import datetime as dt

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.memory import (
    Memory,
    Recalled,
    answered,
    carried_over,
    interval_for,
    recall_after,
    remembered_after,
)

TODAY = dt.date(2026, 11, 2)
RATINGS = {0: Rating.Again, 1: Rating.Again, 2: Rating.Again, 3: Rating.Hard, 4: Rating.Good,
           5: Rating.Easy}  # fmt: skip
histories = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 5)), min_size=1, max_size=15)


def on(days):
    return TODAY + dt.timedelta(days=days)


@given(histories)
def test_a_history_gives_what_the_package_gives(history):
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, day = Card(card_id=1), 0
    reviews = []
    for pause, quality in history:
        day += pause
        at = dt.datetime.combine(on(day), dt.time(8), tzinfo=dt.UTC)
        card, _ = scheduler.review_card(card, RATINGS[quality], at)
        reviews.append(Recalled(on(day), quality))

    memory = remembered_after(reviews)

    assert memory.stability == pytest.approx(card.stability)
    assert memory.difficulty == pytest.approx(card.difficulty)
    later = at + dt.timedelta(days=9)
    assert memory.recall(on(day + 9)) == pytest.approx(
        scheduler.get_card_retrievability(card, later)
    )
    assert interval_for(memory.stability, 0.9) == (card.due - at).days


@pytest.mark.parametrize("retention", [0.7, 0.85, 0.97])
def test_the_interval_is_that_of_the_package_at_any_retention(retention):
    scheduler = Scheduler(
        desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    at = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
    card, _ = scheduler.review_card(Card(card_id=1), Rating.Easy, at)

    found = interval_for(answered(None, 5, on=TODAY).stability, retention)

    assert found == (card.due - at).days


def test_stability_is_the_days_after_which_nine_of_ten_are_recalled():
    memory = Memory(stability=20.0, difficulty=5.0, last_on=TODAY)

    assert memory.recall(on(20)) == pytest.approx(0.9)
    assert memory.recall(TODAY) == 1
    assert recall_after(0, 20.0) == 1


def test_without_reviews_there_is_no_memory():
    assert remembered_after([]) is None


def test_a_clock_set_back_counts_as_the_same_day():
    first = answered(None, 4, on=TODAY)

    back = answered(first, 4, on=on(-30))

    assert back == answered(first, 4, on=TODAY)
    assert back.recall(on(-5)) == 1


def test_a_card_from_elsewhere_begins_with_its_interval():
    memory = carried_over(45, TODAY)

    assert memory.recall(on(45)) == pytest.approx(0.9)
    assert interval_for(answered(memory, 4, on=on(45)).stability, 0.9) > 45


@given(histories)
def test_forgetting_shortens_and_never_lengthens_what_is_left(history):
    day, memory = 0, None
    for pause, quality in history:
        day += pause
        memory = answered(memory, quality, on=on(day))
    later = on(day + 3)

    forgotten = answered(memory, 0, on=later)
    recalled = answered(memory, 4, on=later)

    assert forgotten.stability <= memory.stability
    assert recalled.stability >= memory.stability
    assert 1 <= recalled.difficulty <= forgotten.difficulty <= 10


@given(st.floats(0.01, 5000), st.floats(0.7, 0.97), st.floats(0.7, 0.97))
def test_to_recall_more_a_card_is_asked_no_later(stability, one, other):
    low, high = sorted((one, other))

    assert 1 <= interval_for(stability, high) <= interval_for(stability, low)


@pytest.mark.parametrize("quality", [-1, 6])
def test_a_quality_that_is_none_is_refused(quality):
    with pytest.raises(ValueError, match="from 0 to 5"):
        answered(None, quality, on=TODAY)
