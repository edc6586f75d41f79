"""Futures of a plan: shares that grow, chances that follow from what is put in, honest about n."""

import math
import random
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.conftest import need, requests, wanted
from tutor_core.planning.foreseeing import Pace, foreseen
from tutor_core.planning.schedule import plan

EXACT = Pace(spread=0.0)
TWO_SKILLS = plan(wanted({1: need(150), 2: need(150)}, days=20))


def said(history, pace=EXACT, found=TWO_SKILLS, seed=1, futures=500):
    return foreseen(found, history, pace, rng=random.Random(seed), futures=futures)


@settings(deadline=None)
@given(requests(), st.lists(st.integers(0, 90), max_size=20), st.floats(0, 1))
def test_shares_of_the_work_grow_from_day_to_day_and_lie_in_order(request, history, spread):
    found = plan(request)

    outlook = said(history, Pace(spread=spread), found, futures=40)

    for fan in (outlook.present, outlook.planned, outlook.more):
        assert len(fan.low) == len(found.days)
        assert list(fan.middle) == sorted(fan.middle)
        for low, middle, high in zip(fan.low, fan.middle, fan.high, strict=True):
            assert 0 <= low <= middle <= high <= 1
        assert 0 <= fan.chance <= 1
    assert outlook.present.chance <= outlook.more.chance


def test_whoever_works_as_planned_gets_there_where_skills_take_what_they_should():
    assert said([]).planned.chance == 1


def test_whoever_does_nothing_does_not_get_there():
    outlook = said([0] * 10)

    assert outlook.present.chance == 0
    assert max(outlook.present.high) == 0


def test_ten_minutes_more_a_day_are_ten_minutes_more_a_day():
    work = 300 + sum(
        task.minutes for day in TWO_SKILLS.days for task in day.tasks if task.kind != "learn"
    )

    outlook = said([5] * 10)

    assert outlook.present.middle[3] == pytest.approx(4 * 5 / work)
    assert outlook.more.middle[3] == pytest.approx(4 * 15 / work)


def test_the_chance_is_that_of_a_lognormal_where_only_the_learning_varies():
    found = plan(wanted({1: need(300)}, days=20))
    repeating = sum(
        task.minutes for day in found.days for task in day.tasks if task.kind != "learn"
    )
    expected = NormalDist().cdf(math.log((20 * 16 - repeating) / 300) / 0.3)

    outlook = said([16] * 10, Pace(spread=0.3), found, futures=20_000)

    assert outlook.present.chance == pytest.approx(expected, abs=0.015)


def test_a_learner_who_takes_twice_as_long_is_half_as_far():
    usual, slow = said([15] * 10), said([15] * 10, Pace(factor=2.0, spread=0.0))

    assert slow.present.middle[4] < 0.6 * usual.present.middle[4]


def test_few_days_of_history_leave_more_open_and_are_said():
    few, many = said([0, 30] * 4), said([0, 30] * 30)

    assert (few.days_of_history, few.is_thin) == (8, False)
    assert few.present.high[9] - few.present.low[9] > 1.2 * (
        many.present.high[9] - many.present.low[9]
    )
    assert (said([30] * 6).days_of_history, said([30] * 6).is_thin) == (6, True)


def test_the_same_chance_gives_the_same_futures():
    assert said([10, 20], Pace(), seed=4) == said([10, 20], Pace(), seed=4)
    assert said([10, 20], Pace(), seed=4) != said([10, 20], Pace(), seed=5)


def test_a_plan_without_days_is_not_reached():
    found = plan(wanted({1: need(20)}, weekdays_off=frozenset(range(7))))

    assert said([10] * 9, found=found).present.chance == 0


@pytest.mark.parametrize("values", [{"factor": 0.0}, {"spread": -0.1}])
def test_a_pace_that_is_none_is_refused(values):
    with pytest.raises(ValueError, match="pace"):
        Pace(**values)
