"""What an answer today is worth on the day of an exam: beside the model, the optimum and chance."""

import datetime as dt
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.exams.worth import Memories, chosen_today, drawn_recall, worth_today
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


@given(st.floats(0.3, 300), st.floats(1, 10), st.integers(1, 100), st.sampled_from([GOOD, AGAIN]))
def test_an_answer_leaves_what_the_model_says(stability, difficulty, ago, quality):
    last_on = TODAY - dt.timedelta(days=ago)
    one = Memory(stability=stability, difficulty=difficulty, last_on=last_on)
    expected = answered(one, quality, on=TODAY)

    column = cards((stability, difficulty, -ago))
    found = column.answered(0, np.array([quality == GOOD]))

    assert column.recall(0)[0] == pytest.approx(one.recall(TODAY))
    assert found.stability[0] == pytest.approx(expected.stability)
    assert found.difficulty[0] == pytest.approx(expected.difficulty)
    assert found.last_day[0] == 0


def test_a_new_card_is_not_known_and_begins_as_first_answers_go():
    new = cards(NEW)
    first = {quality: answered(None, quality, on=TODAY) for quality, _ in FIRST}
    known = [(share, first[quality].stability) for quality, share in FIRST if quality != AGAIN]

    assert (new.recall(5)[0], new.chance(5)[0]) == (0, pytest.approx(0.75))
    right, wrong = (new.answered(0, np.array([is_known])) for is_known in (True, False))
    mean = sum(share * days for share, days in known) / sum(share for share, _ in known)
    assert right.stability[0] == pytest.approx(mean)
    assert right.difficulty[0] == pytest.approx(first[GOOD].difficulty)
    assert wrong.stability[0] == pytest.approx(first[AGAIN].stability)
    assert wrong.difficulty[0] == pytest.approx(first[AGAIN].difficulty)


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


@given(st.lists(card, min_size=1, max_size=6), st.integers(0, 30), st.integers(0, 6))
def test_foreseen_shares_are_shares_and_depend_on_nothing_but_the_source_of_chance(
    rows, exam_in, a_day
):
    found, again = (
        drawn_recall(cards(*rows), exam_in, a_day, runs=3, rng=random.Random(5)) for _ in range(2)
    )

    assert ((found >= 0) & (found <= 1)).all()
    assert list(found) == list(again)


def best_of_all(memories, exam_in):
    """Return the mean recall that the best of all ways of answering a card a day reaches."""
    if not exam_in:
        return float(memories.recall(0).mean())
    tries = [mean_after(memories, place, exam_in, best_of_all) for place in places(memories)]
    return max([*tries, best_of_all(memories.later(1), exam_in - 1)])


def best_of_each_day(memories, exam_in):
    """Return the mean recall that answering the worthiest card each day reaches."""
    if not exam_in:
        return float(memories.recall(0).mean())
    chosen = chosen_today(memories, exam_in, 1)
    if not chosen.size:
        return best_of_each_day(memories.later(1), exam_in - 1)
    return mean_after(memories, chosen[0], exam_in, best_of_each_day)


def places(memories):
    return range(len(memories.stability))


def mean_after(memories, place, exam_in, then):
    """Return the mean over both outcomes of answering a card today."""
    chance = memories.chance(0)[place]
    known, missed = (
        then(memories.with_answered(np.array([place]), np.array([is_known])).later(1), exam_in - 1)
        for is_known in (True, False)
    )
    return chance * known + (1 - chance) * missed


def test_the_worthiest_each_day_come_within_some_percent_of_the_best_of_all_ways():
    rng = random.Random(7)
    shares = []
    for _ in range(25):
        rows = [
            NEW
            if rng.random() < 0.4
            else (rng.lognormvariate(1.5, 1.2), rng.uniform(2, 9), -rng.randint(1, 20))
            for _ in range(rng.randint(2, 4))
        ]
        exam_in = rng.randint(2, 4)
        best = best_of_all(cards(*rows), exam_in)
        shares.append(best_of_each_day(cards(*rows), exam_in) / best)

    assert min(shares) >= 0.96
    assert sum(shares) / len(shares) >= 0.99


def test_what_is_foreseen_comes_about_where_answers_are_drawn_by_the_model_itself():
    rng = random.Random(11)
    rows = [(rng.lognormvariate(1.5, 1), rng.uniform(2, 9), -rng.randint(1, 20)) for _ in range(60)]
    exam_in, a_day, runs = 12, 8, 20
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

    foreseen = drawn_recall(cards(*rows), exam_in, a_day, runs=60, rng=rng)

    assert foreseen.mean() == pytest.approx(sum(reached) / runs, abs=0.02)
