"""How far an answer to a question moves cards."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.crediting.moving import moved_to, shares_of
from tutor_core.review.memory import Memory, answered, interval_for
from tutor_core.review.policy import ReviewPolicy

TODAY = dt.date(2026, 11, 2)
DAY = dt.timedelta(days=1)
NEEDS = {"c": ["b", "x"], "b": ["a"], "x": [], "a": []}


def memory(stability=10.0, *, days_ago=5):
    return Memory(stability=stability, difficulty=5.0, last_on=TODAY - days_ago * DAY)


def moved(due_in, share, *, correct, left=None):
    day = moved_to(
        TODAY + due_in * DAY, left or memory(), share, correct=correct, on=TODAY, retention=0.9
    )
    return (day - TODAY).days


def test_the_share_falls_at_each_step_to_a_prerequisite():
    policy = ReviewPolicy(credit=0.8, credit_a_step=0.5)

    assert shares_of("c", NEEDS, policy) == {"c": 0.8, "b": 0.4, "x": 0.4, "a": 0.2}
    assert shares_of("a", NEEDS, policy) == {"a": 0.8}


def test_what_is_too_little_to_matter_is_left_alone():
    assert shares_of("c", NEEDS, ReviewPolicy(credit=0.1, credit_a_step=0.4)) == {"c": 0.1}
    assert shares_of("c", NEEDS, ReviewPolicy(credit=0.0)) == {}


def test_a_right_answer_puts_a_card_off_by_its_share_of_a_review():
    reviewed = interval_for(answered(memory(), 4, on=TODAY).stability, 0.9)

    assert moved(5, 1.0, correct=True) == reviewed
    assert moved(5, 0.5, correct=True) == 5 + round(0.5 * (reviewed - 5))


def test_a_card_that_waits_is_put_off_from_today_on():
    reviewed = interval_for(answered(memory(days_ago=30), 4, on=TODAY).stability, 0.9)

    assert moved(-20, 0.5, correct=True, left=memory(days_ago=30)) == round(0.5 * reviewed)


def test_a_wrong_answer_pulls_a_card_in_to_tomorrow_at_the_soonest():
    assert moved(21, 0.5, correct=False) == 11
    assert moved(21, 1.0, correct=False) == 1
    assert moved(1, 1.0, correct=False) == 1
    assert moved(-3, 1.0, correct=False) == -3, "what waits already waits on"


def test_a_card_practised_today_gains_little_by_a_right_answer_today():
    fresh = answered(memory(), 4, on=TODAY)
    due = interval_for(fresh.stability, 0.9)

    assert moved(due, 0.5, correct=True, left=fresh) - due <= due


@given(
    st.integers(-100, 400), st.floats(0.05, 1), st.floats(0.1, 500), st.integers(0, 400),
    st.booleans(),
)  # fmt: skip
def test_right_answers_never_pull_in_and_wrong_ones_never_put_off(
    due_in, share, stability, days_ago, correct
):
    after = moved(due_in, share, correct=correct, left=memory(stability, days_ago=days_ago))

    assert after >= due_in if correct else after <= due_in
    assert correct or after >= min(1, due_in)
