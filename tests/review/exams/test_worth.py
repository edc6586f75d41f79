"""What an answer today is worth on the day of an exam: beside the model, the optimum and chance."""

import datetime as dt
import itertools
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.exams.worth import Memories, chosen_today, expected_recall, worth_today
from tutor_core.review.foreseeing import FIRST
from tutor_core.review.memory import Memory, answered
from tutor_core.review.scheduling import AGAIN, GOOD

TODAY = dt.date(2026, 11, 2)
NEW = (float("nan"), 5.0, 0.0)
card = st.one_of(
    st.just(NEW),
    st.tuples(st.floats(0.3, 200), st.floats(1, 10), st.integers(-100, -1).map(float)),
)


def cards(*rows):
    columns = np.array(rows, dtype=float).reshape(-1, 3).T
    return Memories(stability=columns[0], difficulty=columns[1], last_day=columns[2])


@given(st.floats(0.3, 300), st.floats(1, 10), st.integers(0, 100))
def test_what_an_answer_leaves_is_the_mean_of_the_models_two_outcomes(stability, difficulty, ago):
    one = Memory(
        stability=stability, difficulty=difficulty, last_on=TODAY - dt.timedelta(days=ago or 1)
    )
    recall = one.recall(TODAY)
    right, wrong = (answered(one, quality, on=TODAY).stability for quality in (GOOD, AGAIN))

    found = cards((stability, difficulty, -(ago or 1)))

    assert found.recall(0)[0] == pytest.approx(recall)
    assert found.answered(0).stability[0] == pytest.approx(recall * right + (1 - recall) * wrong)


def test_a_new_card_is_not_known_and_begins_as_first_answers_go():
    new = cards(NEW)
    mean = sum(share * answered(None, quality, on=TODAY).stability for quality, share in FIRST)

    assert new.recall(5)[0] == 0
    assert new.answered(0).stability[0] == pytest.approx(mean)
    assert new.answered(0).difficulty[0] == pytest.approx(answered(None, GOOD, on=TODAY).difficulty)


def test_with_room_for_one_the_card_that_would_be_forgotten_comes_before_the_secure_one():
    fragile, secure = (3.0, 5.0, -4.0), (300.0, 5.0, -4.0)

    worth = worth_today(cards(fragile, secure), exam_in=6)

    assert worth[0] > worth[1]


def test_a_card_answered_today_is_not_chosen_again_and_a_new_one_may_be():
    answered_today, due = (3.0, 5.0, 0.0), (3.0, 5.0, -4.0)

    found = chosen_today(cards(answered_today, due, NEW), exam_in=6, most=3)

    assert sorted(found) == [1, 2]


def test_no_more_are_chosen_than_there_is_time_for():
    assert list(chosen_today(cards(NEW, NEW, NEW), exam_in=6, most=2)) == [0, 1]


@given(st.lists(card, min_size=1, max_size=6), st.integers(0, 60), st.integers(0, 6))
def test_expectations_are_chances_and_more_time_never_harms_much(rows, exam_in, a_day):
    less = expected_recall(cards(*rows), exam_in, a_day)
    more = expected_recall(cards(*rows), exam_in, a_day + 1)

    assert 0 <= less <= 1
    assert more >= less - 0.02


def test_without_cards_nothing_is_expected():
    assert expected_recall(cards(), 10, 5) == 0


def best_of_all(memories, exam_in):
    """Return the highest mean recall that any plan of one card a day reaches, by trying all."""
    found = 0.0
    for plan in itertools.product(range(len(memories.stability)), repeat=exam_in):
        tried = memories
        for day, which in enumerate(plan):
            one = np.array([which])
            tried = tried.put(one, tried.of(one).answered(day))
        found = max(found, float(tried.recall(exam_in).mean()))
    return found


def test_day_by_day_comes_within_three_percent_of_the_best_of_all_plans():
    rng = random.Random(7)
    shares = []
    for _ in range(40):
        rows = [
            NEW
            if rng.random() < 0.4
            else (rng.lognormvariate(1.5, 1.2), rng.uniform(2, 9), -rng.randint(1, 20))
            for _ in range(rng.randint(3, 4))
        ]
        memories, exam_in = cards(*rows), rng.randint(2, 4)
        shares.append(expected_recall(memories, exam_in, 1) / best_of_all(memories, exam_in))

    assert min(shares) >= 0.96
    assert sum(shares) / len(shares) >= 0.985


def test_the_expectation_is_what_comes_about_where_answers_are_drawn_by_the_model():
    rng = random.Random(11)
    rows = [(rng.lognormvariate(1.5, 1), rng.uniform(2, 9), -rng.randint(1, 20)) for _ in range(60)]
    exam_in, a_day, runs = 12, 8, 12
    reached = []
    for _ in range(runs):
        deck = [
            Memory(stability=stability, difficulty=hard, last_on=TODAY + dt.timedelta(days=last))
            for stability, hard, last in rows
        ]
        for day in range(exam_in):
            on = TODAY + dt.timedelta(days=day)
            now = cards(*((m.stability, m.difficulty, (m.last_on - on).days) for m in deck))
            for which in chosen_today(now, exam_in - day, a_day):
                quality = GOOD if rng.random() < deck[which].recall(on) else AGAIN
                deck[which] = answered(deck[which], quality, on=on)
        exam = TODAY + dt.timedelta(days=exam_in)
        reached.append(sum(m.recall(exam) for m in deck) / len(deck))

    expected = expected_recall(cards(*rows), exam_in, a_day)

    assert expected == pytest.approx(sum(reached) / runs, abs=0.02)
