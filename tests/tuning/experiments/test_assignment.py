import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.tuning.experiments.assignment import Arm, assigned


def arms(*given):
    return [
        Arm(arm_id=number, weight=weight, learners=learners)
        for number, (weight, learners) in enumerate(given, start=1)
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([(1, 3), (1, 2)], 2),
        ([(1, 1), (3, 2)], 2),  # 1 / 1 against 2 / 3
        ([(1, 1), (3, 4)], 1),  # 1 / 1 against 4 / 3
        ([(0.5, 0), (2, 1), (1, 1)], 1),
    ],
)
def test_the_arm_with_the_fewest_for_its_weight_is_next(given, expected):
    assert assigned(arms(*given), rng=random.Random(1)) == expected


def test_ties_are_broken_by_chance():
    drawn = {assigned(arms((1, 2), (1, 2), (1, 3)), rng=random.Random(n)) for n in range(40)}

    assert drawn == {1, 2}


@given(st.lists(st.integers(1, 5), min_size=2, max_size=5), st.integers(0, 60), st.integers())
def test_arms_never_drift_apart_by_more_than_one_learner_a_unit_of_weight(weights, learners, seed):
    rng = random.Random(seed)
    counts = [0] * len(weights)
    for _ in range(learners):
        chosen = assigned(arms(*zip(weights, counts, strict=True)), rng=rng)
        counts[chosen - 1] += 1

    shares = [count / weight for count, weight in zip(counts, weights, strict=True)]

    assert sum(counts) == learners
    assert max(shares) - min(shares) <= 1
