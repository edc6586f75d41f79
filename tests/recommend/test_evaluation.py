import math
import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.recommend.bandit import Candidate, choose, probability_of
from tutor_core.recommend.evaluation import ips, snips

REWARDS = st.floats(-1, 1)
PROPENSITIES = st.floats(0.01, 1)
LOGS = st.lists(st.tuples(REWARDS, PROPENSITIES, PROPENSITIES), min_size=1, max_size=60)

# A small world: the reward of each of 4 arms is 1 with this chance, in each of 3 situations.
CHANCES = [[0.9, 0.5, 0.4, 0.2], [0.3, 0.8, 0.5, 0.4], [0.2, 0.3, 0.6, 0.7]]
LOGGED = [[0.9, 0.1, 0.2, 0.3], [0.2, 0.7, 0.7, 0.1], [0.5, 0.1, 0.9, 0.4]]
ANOTHER = [[0.1, 0.9, 0.2, 0.3], [0.9, 0.5, 0.6, 0.1], [0.1, 0.2, 0.3, 0.9]]


# --- Worked by hand


def test_ips_of_two_decisions_worked_by_hand():
    # w = (2, .5), w r = (2, 0): mean 1, sd sqrt 2, error sqrt 2 / sqrt 2 = 1; ESS 2.5^2 / 4.25
    found = ips([1, 0], [0.25, 1.0], [0.5, 0.5])

    assert found.value == pytest.approx(1.0)
    assert (found.low, found.high) == pytest.approx((1 - 1.959964, 1 + 1.959964))
    assert found.effective_sample_size == pytest.approx(6.25 / 4.25)
    assert found.n == 2


def test_snips_of_two_decisions_worked_by_hand():
    # value 2 / 2.5 = .8; error sqrt((2 * .2)^2 + (.5 * .8)^2) / 2.5 = .4 sqrt 2 / 2.5 = .226274
    found = snips([1, 0], [0.25, 1.0], [0.5, 0.5])

    assert found.value == pytest.approx(0.8)
    assert (found.low, found.high) == pytest.approx((0.356511, 1.243489), abs=1e-6)
    assert found.effective_sample_size == pytest.approx(6.25 / 4.25)
    assert found.n == 2


def test_a_choice_the_other_policy_never_makes_counts_in_n_only():
    # w = (2, 2, 0): IPS 2 / 3, SNIPS 2 / 4, ESS 16 / 8
    rewards, logged, target = [1, 0, 1], [0.5, 0.5, 0.5], [1, 1, 0]

    assert ips(rewards, logged, target).value == pytest.approx(2 / 3)
    assert snips(rewards, logged, target).value == pytest.approx(0.5)
    assert snips(rewards, logged, target).effective_sample_size == pytest.approx(2.0)
    assert snips(rewards, logged, target).n == 3


@pytest.mark.parametrize("estimate", [ips, snips])
def test_one_decision_shows_no_spread(estimate):
    found = estimate([0.5], [0.5], [0.5])

    assert (found.value, found.low, found.high) == (0.5, -math.inf, math.inf)
    assert snips([1, 1, 1], [0.5] * 3, [1, 0, 0]).high == math.inf


# --- What always holds


@given(st.lists(st.tuples(REWARDS, PROPENSITIES), min_size=1, max_size=60))
def test_the_policy_that_chose_is_worth_the_mean_reward(log):
    rewards, logged = zip(*log, strict=True)

    for estimate in (ips, snips):
        found = estimate(rewards, logged, logged)
        assert found.value == pytest.approx(statistics.fmean(rewards), abs=1e-9)
        assert found.effective_sample_size == pytest.approx(len(log))


@given(LOGS, st.floats(0.001, 1))
def test_snips_does_not_change_where_all_weights_are_scaled(log, factor):
    rewards, logged, target = zip(*log, strict=True)
    scaled = [probability * factor for probability in target]

    one, other = snips(rewards, logged, target), snips(rewards, logged, scaled)

    for field in ("value", "low", "high", "effective_sample_size"):
        assert getattr(one, field) == pytest.approx(getattr(other, field), rel=1e-6, abs=1e-9)


@given(LOGS)
def test_snips_stays_within_the_rewards_and_intervals_hold_their_value(log):
    rewards, logged, target = zip(*log, strict=True)

    found = snips(rewards, logged, target)

    assert min(rewards) - 1e-12 <= found.value <= max(rewards) + 1e-12
    assert 1 - 1e-9 <= found.effective_sample_size <= len(log) + 1e-9
    for estimate in (found, ips(rewards, logged, target)):
        assert estimate.low <= estimate.value <= estimate.high


def test_tiny_propensities_are_still_counted():
    found = snips([1, 0], [1e-200, 1.0], [1.0, 1.0])

    assert found.value == pytest.approx(1.0)
    assert found.effective_sample_size == pytest.approx(1.0)
    assert snips([1, 0], [1e-308, 1e-308], [1.0, 1.0]).value == pytest.approx(0.5)


# --- Refusals


@pytest.mark.parametrize("estimate", [ips, snips])
@pytest.mark.parametrize(
    ("rewards", "logged", "target", "said"),
    [
        ([], [], [], "nothing is logged"),
        ([1, 0], [0.5], [0.5, 0.5], "2 rewards, 1 propensities and 2 probabilities"),
        ([1, 0], [0.5, 0.0], [0.5, 0.5], "propensity of decision 2 must be above 0"),
        ([1], [1.1], [0.5], "propensity of decision 1 .* at most 1, not 1.1"),
        ([1], [math.nan], [0.5], "propensity of decision 1 .* not nan"),
        ([1], [5e-324], [0.5], "propensity of decision 1 must be large enough"),
        ([1], [0.5], [-0.1], "target probability of decision 1 must be from 0 to 1"),
        ([1], [0.5], [1.5], "target probability of decision 1"),
        ([1], [0.5], [math.nan], "target probability of decision 1"),
        ([math.nan], [0.5], [0.5], "reward of decision 1 must be a finite number, not nan"),
        ([0, math.inf], [0.5, 0.5], [0.5, 0.5], "reward of decision 2"),
        ([1, 1], [0.5, 0.5], [0, 0], "none of the 2 logged choices"),
    ],
)
def test_what_cannot_be_estimated_is_refused_and_says_why(estimate, rewards, logged, target, said):
    with pytest.raises(ValueError, match=said):
        estimate(rewards, logged, target)


# --- A world whose truth is known


def candidates(values, situation):
    return [Candidate(arm, value) for arm, value in enumerate(values[situation])]


def play(values, epsilon, decisions, rng):
    """Situations, choices and rewards as a policy lives them."""
    for _ in range(decisions):
        situation = rng.randrange(len(CHANCES))
        choice = choose(candidates(values, situation), epsilon=epsilon, rng=rng)
        yield situation, choice, float(rng.random() < CHANCES[situation][choice.content_id])


def on_the_log(estimate, log, values, epsilon):
    """An estimate of another policy, by its values and epsilon."""
    target = [
        probability_of(
            values[situation][choice.content_id], candidates(values, situation), epsilon=epsilon
        )
        for situation, choice, _ in log
    ]
    return estimate(
        [reward for _, _, reward in log], [choice.propensity for _, choice, _ in log], target
    )


def true_value(values, epsilon):
    """The mean over all situations and arms, by their probabilities."""
    return statistics.fmean(
        sum(
            chance * probability_of(value, candidates(values, situation), epsilon=epsilon)
            for chance, value in zip(CHANCES[situation], values[situation], strict=True)
        )
        for situation in range(len(CHANCES))
    )


@pytest.mark.parametrize("estimate", [ips, snips])
@pytest.mark.parametrize("values", [LOGGED, ANOTHER], ids=["less chance", "other values"])
def test_another_policy_is_valued_as_fresh_decisions_value_it(estimate, values):
    log = list(play(LOGGED, 0.3, 24_000, random.Random(1)))
    fresh = statistics.fmean(reward for *_, reward in play(values, 0.05, 24_000, random.Random(2)))

    found = on_the_log(estimate, log, values, 0.05)

    assert found.value == pytest.approx(fresh, rel=0.05)
    assert found.low < true_value(values, 0.05) < found.high
    assert found.effective_sample_size < found.n == 24_000


@pytest.mark.parametrize("estimate", [ips, snips])
@pytest.mark.parametrize("values", [LOGGED, ANOTHER], ids=["less chance", "other values"])
def test_the_interval_holds_the_truth_as_often_as_it_says(estimate, values):
    truth = true_value(values, 0.05)
    found = [
        on_the_log(estimate, list(play(LOGGED, 0.3, 600, random.Random(seed))), values, 0.05)
        for seed in range(100)
    ]

    assert sum(one.low <= truth <= one.high for one in found) >= 90
