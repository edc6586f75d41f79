"""The benchmark of crediting: what is assumed of memory, and how rules are compared."""

import datetime as dt

import pytest

from benchmarks.crediting import AMOUNTS, RETENTIONS, came_of, mean_of, rows, saved
from benchmarks.schooling.remembering import Came, Truth, strengthened
from tutor_core.review.memory import Memory, answered
from tutor_core.review.scheduling import GOOD

TODAY = dt.date(2026, 11, 2)
MEMORY = Memory(stability=10.0, difficulty=5.0, last_on=TODAY - dt.timedelta(days=8))
HALF = Truth("half", 0.5, 0.5)


def test_an_answer_that_is_a_whole_review_leaves_what_a_review_leaves():
    assert strengthened(MEMORY, 1.0, on=TODAY) == answered(MEMORY, GOOD, on=TODAY)
    assert strengthened(MEMORY, 0.0, on=TODAY) == MEMORY


def test_half_of_a_review_lies_between():
    after, whole = strengthened(MEMORY, 0.5, on=TODAY), answered(MEMORY, GOOD, on=TODAY)

    assert after.stability == pytest.approx((MEMORY.stability * whole.stability) ** 0.5)
    assert after.last_on == TODAY - dt.timedelta(days=4)


def test_reviews_are_compared_with_those_that_the_same_recall_takes_without_credit():
    means = {
        ("half", "FSRS", "none, retention 0.8"): Came(100, 0.80, 0.8),
        ("half", "FSRS", "none, retention 0.9"): Came(400, 0.90, 0.9),
        ("half", "SM-2", "none, intervals from 1 and 6"): Came(1, 0.85, 0.9),
        ("half", "FSRS", "0.25, 0"): Came(150, 0.85, 0.9),
        ("half", "FSRS", "1, 0"): Came(150, 0.95, 0.9),
    }

    # Half the way in recall is half the way from 100 to 400 on a scale of logarithms: 200.
    assert saved(("half", "FSRS", "0.25, 0"), means) == pytest.approx(0.25)
    assert str(saved(("half", "FSRS", "1, 0"), means)) == "nan"


@pytest.fixture(scope="module")
def found():
    return [
        came_of("zone", number, world_seed=2, days=30, truths=[HALF], amounts=[AMOUNTS[0]])
        for number in range(2)
    ]


def test_a_higher_target_costs_reviews_and_brings_recall(found):
    line = [mean_of(found)["half", "FSRS", f"none, retention {one:g}"] for one in RETENTIONS]

    assert [one.reviews for one in line] == sorted(one.reviews for one in line)
    assert line[-1].recall > line[0].recall


def test_right_answers_put_reviews_off(found):
    means = mean_of(found)

    credited = means["half", "FSRS", f"{AMOUNTS[0][0]:g}, {AMOUNTS[0][1]:g}"]
    assert credited.reviews < means["half", "FSRS", "none, retention 0.9"].reviews
    assert len(rows(found)) == len(means)
