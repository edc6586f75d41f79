import math
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.simulation.learners import KINDS, SimulatedLearner, Traits, drawn_traits

PLAIN = Traits(
    kind="zone", ability=0.0, rate=0.5, slip=0.1, guess=0.2, memory_days=30.0,
    beginnings={"adding": 0.0, "doubling": 0.0},
)  # fmt: skip


def learner(kind="zone", **values):
    return SimulatedLearner(replace(PLAIN, kind=kind, **values), {"doubling": ["adding"]})


def practise(who, times, *, skill="adding", correct=True, level=3, day=0.0):
    rng = random.Random(1)
    for number in range(times):
        who.practise(skill, f"{skill}{number}", level, correct=correct, day=day, rng=rng)
    return who


def test_the_chance_worked_by_hand():
    # log-odds 0 at level 3: 0.2 + 0.7 / 2
    assert learner().chance("adding", 3, day=0) == pytest.approx(0.55)
    # level 5 is 1.2 harder: 0.2 + 0.7 / (1 + e**1.2)
    assert learner().chance("adding", 5, day=0) == pytest.approx(0.362033, abs=1e-6)


def test_the_zone_kind_gains_most_where_success_is_uncertain():
    assert practise(learner(), 1).mastery("adding", day=0) == pytest.approx(0.622459, abs=1e-6)
    easy = practise(learner(beginnings={"adding": 4.0}), 1)
    assert easy._traces["adding"].gained == pytest.approx(0.5 * 4 * 0.982014 * 0.017986, abs=1e-5)


def test_the_success_kind_gains_a_quarter_from_failing():
    right = practise(learner("success"), 1, correct=True)._traces["adding"].gained
    wrong = practise(learner("success"), 1, correct=False)._traces["adding"].gained
    assert (right, wrong) == (pytest.approx(0.5), pytest.approx(0.125))


def test_the_all_or_none_kind_knows_or_does_not():
    new = learner("all_or_none", beginnings={"adding": -1.0})
    before = new.mastery("adding", day=0)
    after = practise(new, 40).mastery("adding", day=0)
    assert (before, after) == (pytest.approx(0.167982, abs=1e-6), pytest.approx(0.90025, abs=1e-5))


def test_the_rise_to_expect_is_the_rise_that_comes():
    who = learner()
    expected = who.rise("adding", "adding0", 3, correct=True, day=0)
    assert expected == pytest.approx(0.122459, abs=1e-6)
    assert practise(who, 1).mastery("adding", day=0) - 0.5 == pytest.approx(expected)


def test_where_chance_decides_the_rise_is_its_mean():
    # from e**-1.6 to e**2.2 of odds, with a chance of one half
    who = learner("all_or_none", beginnings={"adding": -1.0})
    known, unknown = 1 / (1 + math.exp(-2.2)), 1 / (1 + math.exp(1.6))
    expected = who.rise("adding", "adding0", 3, correct=False, day=0)
    assert expected == pytest.approx(0.5 * (known - unknown))


@pytest.mark.parametrize("kind", KINDS)
def test_without_its_prerequisite_a_skill_is_hardly_learnt(kind):
    low = {"adding": -4.0, "doubling": -0.5}
    ready = {"adding": 4.0, "doubling": -0.5}
    unprepared = practise(learner(kind, beginnings=low, rate=0.2), 6, skill="doubling")
    prepared = practise(learner(kind, beginnings=ready, rate=0.2), 6, skill="doubling")
    assert prepared.mastery("doubling", day=0) > unprepared.mastery("doubling", day=0)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_practised_is_forgotten_and_practice_makes_it_last(kind):
    def kept(answers):
        who = practise(learner(kind, beginnings={"adding": -1.0}), answers)
        begun = learner(kind, beginnings={"adding": -1.0}).mastery("adding", day=0)
        gained = who.mastery("adding", day=0) - begun
        return (who.mastery("adding", day=60) - begun) / gained if gained else 0.0

    assert kept(30) > kept(4) >= 0
    assert kept(4) < 0.9


def test_the_same_item_again_teaches_less():
    new, again = learner(), learner()
    rng = random.Random(1)
    for number in range(5):
        new.practise("adding", number, 3, correct=True, day=0, rng=rng)
        again.practise("adding", "the same", 3, correct=True, day=0, rng=rng)
    assert new.mastery("adding", day=0) > again.mastery("adding", day=0)


@given(
    st.sampled_from(KINDS),
    st.integers(0, 10_000),
    st.lists(st.tuples(st.sampled_from(["adding", "doubling"]), st.integers(1, 5), st.booleans(),
                       st.floats(0, 300)), max_size=40),
)  # fmt: skip
def test_no_history_leaves_the_range_of_a_chance(kind, seed, history):
    rng = random.Random(seed)
    traits = drawn_traits({"adding": 1, "doubling": 4}, kind=kind, rng=rng)
    who = SimulatedLearner(traits, {"doubling": ["adding"]})
    for skill, level, correct, day in history:
        who.practise(skill, "item", level, correct=correct, day=day, rng=rng)
        assert traits.guess <= who.chance(skill, level, day=day) <= 1 - traits.slip
