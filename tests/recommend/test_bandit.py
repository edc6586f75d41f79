import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.recommend.bandit import Candidate, action_value, choose, probability_of

THREE = [Candidate(1, 0.2), Candidate(2, 0.9), Candidate(3, 0.5)]
CANDIDATES = st.lists(
    st.builds(Candidate, st.integers(1, 10_000), st.sampled_from([0.0, 0.3, 0.3, 1.0])),
    min_size=1,
    max_size=12,
    unique_by=lambda candidate: candidate.content_id,
)


def test_without_exploring_the_best_is_chosen_for_certain():
    for seed in range(50):
        choice = choose(THREE, epsilon=0, rng=random.Random(seed))
        assert (choice.content_id, choice.propensity, choice.explored) == (2, 1.0, False)


def test_exploring_always_gives_every_candidate_the_same_chance():
    chosen = Counter(
        choose(THREE, epsilon=1, rng=random.Random(seed)).content_id for seed in range(3000)
    )
    assert set(chosen) == {1, 2, 3}
    assert min(chosen.values()) > 900
    assert choose(THREE, epsilon=1, rng=random.Random(0)).propensity == pytest.approx(1 / 3)


@pytest.mark.parametrize(("content_id", "propensity"), [(1, 0.1), (2, 0.8), (3, 0.1)])
def test_propensities_worked_by_hand(content_id, propensity):
    # epsilon .3 over 3 arms: .1 each, and .7 more for the best
    found = {
        choice.content_id: choice.propensity
        for choice in (choose(THREE, epsilon=0.3, rng=random.Random(s)) for s in range(200))
    }
    assert found[content_id] == pytest.approx(propensity)


def test_the_best_share_the_greedy_probability_and_chance_breaks_the_tie():
    tied = [Candidate(1, 0.9), Candidate(2, 0.9), Candidate(3, 0.1)]
    choices = [choose(tied, epsilon=0.2, rng=random.Random(s)) for s in range(2000)]
    share = Counter(choice.content_id for choice in choices)
    assert share[1] == pytest.approx(share[2], rel=0.15)
    found = {choice.content_id: choice.propensity for choice in choices}
    assert found == pytest.approx({1: 0.2 / 3 + 0.4, 2: 0.2 / 3 + 0.4, 3: 0.2 / 3})


@given(CANDIDATES, st.floats(0, 1), st.integers())
def test_every_choice_is_a_candidate_with_the_chance_it_had(candidates, epsilon, seed):
    choice = choose(candidates, epsilon=epsilon, rng=random.Random(seed))
    values = {candidate.content_id: candidate.value for candidate in candidates}
    assert choice.content_id in values
    assert 0 < choice.propensity <= 1 + 1e-12
    assert values[choice.greedy_id] == max(values.values())
    assert choice.explored or choice.content_id == choice.greedy_id
    assert choose(candidates, epsilon=epsilon, rng=random.Random(seed)) == choice


@given(CANDIDATES, st.floats(0, 1))
def test_the_propensities_of_all_candidates_sum_to_one(candidates, epsilon):
    best = max(candidate.value for candidate in candidates)
    tied = sum(candidate.value == best for candidate in candidates)
    total = sum(
        epsilon / len(candidates) + (1 - epsilon) / tied * (candidate.value == best)
        for candidate in candidates
    )
    seen = {}
    for seed in range(60):
        choice = choose(candidates, epsilon=epsilon, rng=random.Random(seed))
        seen[choice.content_id] = choice.propensity
    assert total == pytest.approx(1)
    assert sum(seen.values()) <= 1 + 1e-9


def test_chances_observed_are_the_propensities_written_down():
    rng = random.Random(7)
    choices = [choose(THREE, epsilon=0.3, rng=rng) for _ in range(20_000)]
    share = Counter(choice.content_id for choice in choices)
    for choice in choices[:100]:
        assert share[choice.content_id] / 20_000 == pytest.approx(choice.propensity, abs=0.012)


@pytest.mark.parametrize(
    ("candidates", "epsilon"),
    [([], 0.1), (THREE, -0.1), (THREE, 1.1), ([Candidate(1, float("nan"))], 0.1)],
)
def test_what_cannot_be_chosen_from_is_refused(candidates, epsilon):
    with pytest.raises(ValueError, match=r"nothing|epsilon|not a number"):
        choose(candidates, epsilon=epsilon, rng=random.Random(0))


@pytest.mark.parametrize(
    ("rewards", "pulls", "expected"),
    [(0, 0, 0.6), (1.0, 1, 0.7), (-2.0, 2, -0.04), (97, 97, 0.988)],
)
def test_an_arm_starts_from_its_value_and_ends_at_its_rewards(rewards, pulls, expected):
    found = action_value(0.6, rewards=rewards, pulls=pulls, prior_weight=3)
    assert found == pytest.approx(expected)


@given(CANDIDATES, st.floats(0, 1))
def test_the_probabilities_of_choosing_each_sum_to_one(candidates, epsilon):
    total = sum(probability_of(one.value, candidates, epsilon=epsilon) for one in candidates)

    assert total == pytest.approx(1)
