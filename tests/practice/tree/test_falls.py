"""Which answers brought a skill down, and what time took."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.practice.conftest import RIGHT, WRONG
from tests.rows import NOW
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import receipt_of
from tutor_core.practice.tree.falls.falling import Moved, fall_of
from tutor_core.practice.tree.falls.queries import moves_of
from tutor_core.practice.tree.queries import tree_in

LEVELS = st.integers(0, 5)


def moved(number, before, after, *, lowered=None):
    return Moved(
        attempt_id=number,
        at=NOW + dt.timedelta(days=number),
        level_before=before,
        level_after=after,
        lowered=after < before if lowered is None else lowered,
    )


def told(steps, now):
    """What is said of answers, each by its level before and after, at a level now."""
    fall = fall_of([moved(n, *step) for n, step in enumerate(steps)], now)
    if fall is None:
        return None
    return fall.level, fall.held_at - NOW, [one.attempt_id for one in fall.answers], fall.between


def days(number):
    return dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("steps", "now", "expected"),
    [
        ([], 0, None),
        ([(0, 1), (1, 2), (2, 3)], 3, None),  # it never fell
        ([(0, 3)], 2, None),  # time alone took it
        ([(0, 3), (3, 2)], 2, (3, days(0), [1], 0)),
        ([(0, 3), (3, 2), (2, 3)], 3, None),  # it is back
        ([(0, 3), (3, 2), (2, 3), (3, 2)], 2, (3, days(2), [3], 0)),  # what came before is over
        ([(0, 4), (4, 3), (3, 3), (3, 2)], 2, (4, days(0), [1, 3], 0)),
        ([(0, 4), (3, 2)], 2, (4, days(0), [1], 1)),  # a level faded before the answer
        ([(0, 4), (4, 3)], 1, (4, days(0), [1], 2)),  # two faded since
        ([(0, 2), (4, 3)], 3, (4, days(1), [1], 0)),  # a placement had put it at 4
    ],
)
def test_worked_out_by_hand(steps, now, expected):
    assert told(steps, now) == expected


def test_an_answer_that_lowers_without_crossing_a_level_has_its_part():
    fall = fall_of([moved(0, 3, 3), moved(1, 3, 3, lowered=True), moved(2, 3, 2)], 2)

    assert fall is not None
    assert [one.attempt_id for one in fall.answers] == [1, 2]
    assert fall.held_at == NOW


def test_an_answer_that_was_not_right_and_made_the_level_certain_brought_nothing_down():
    fall = fall_of([moved(0, 2, 3, lowered=True), moved(1, 3, 2, lowered=True)], 2)

    assert fall is not None
    assert [one.attempt_id for one in fall.answers] == [1]


@given(st.lists(st.tuples(LEVELS, LEVELS, st.booleans()), max_size=12), LEVELS)
def test_what_is_told_adds_up(steps, now):
    fall = fall_of(
        [moved(n, *step, lowered=lowered) for n, (*step, lowered) in enumerate(steps)], now
    )
    if fall is None:
        return

    assert fall.level == max(max(step[:2]) for step in steps) > now
    assert fall.answers
    assert all(one.has_part and one.at >= fall.held_at for one in fall.answers)
    assert fall.between >= 0


def test_the_answers_of_a_learner_are_found_with_their_levels(learner):
    answers = [RIGHT] * 8 + [WRONG] * 4
    attempts = []
    for minute, grade in enumerate(answers):
        at = NOW + dt.timedelta(minutes=minute)
        attempt = learner.next(Goal(skill="adding"), at=at)
        learner.answer(attempt, grade, at=at)
        attempts.append(attempt.attempt_id)
    now = NOW + dt.timedelta(minutes=20)
    (skill,) = (one for one in tree_in(learner.db, learner.actor, now=now).skills
                if one.skill == "adding")  # fmt: skip

    moves = moves_of(learner.db, learner.actor, skill)
    fall = fall_of(moves, skill.level)

    assert [one.attempt_id for one in moves] == attempts
    assert fall is not None
    assert {one.attempt_id for one in fall.answers} <= set(attempts[8:])
    (first,) = receipt_of(learner.db, learner.actor, fall.answers[0].attempt_id).moves
    assert fall.level == first.level_before > skill.level
