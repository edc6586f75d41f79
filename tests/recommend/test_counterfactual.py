import random
import statistics
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.recommend.bandit import choose
from tutor_core.recommend.counterfactual import (
    GATE,
    MYOPIC,
    Counterfactual,
    Decision,
    Unsupported,
    counterfactual,
    probability_of_choice,
)
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.value import Considered, candidates_under

LOGGED = BanditPolicy(epsilon=0.3)
NEW = Considered(
    content_id=1, probability=0.7, mastery=0.5, leads_to=0, seen=0, days_since_seen=0.0,
    pulls=0, rewards=0.0,
)  # fmt: skip
MET = replace(NEW, content_id=2, seen=1)
HARD = replace(NEW, content_id=3, probability=0.2)
ALL = (NEW, MET, HARD)
CONSIDERED = st.builds(
    Considered,
    content_id=st.integers(1, 1000),
    probability=st.floats(0, 1),
    mastery=st.floats(0.01, 0.99),
    leads_to=st.integers(0, 20),
    seen=st.integers(0, 5),
    days_since_seen=st.floats(0, 100),
    pulls=st.integers(0, 20),
    rewards=st.floats(-5, 5),
)
SHORTLISTS = st.lists(CONSIDERED, min_size=1, max_size=8, unique_by=lambda one: one.content_id)


def decision(chosen_id=1, shortlist=ALL, policy=LOGGED, *, reward=0.5, propensity=0.8):
    return Decision(
        reward=reward,
        propensity=propensity,
        chosen_id=chosen_id,
        shortlist=shortlist,
        policy=policy,
    )


def test_a_share_of_chance_that_decays_counts_as_it_was_at_the_choice():
    decaying = replace(LOGGED, epsilon=0.6, epsilon_decay=1.0)

    chances = [
        probability_of_choice(replace(decision(3), pulls=pulls), decaying) for pulls in (0, 1)
    ]

    assert chances == pytest.approx([0.2, 0.1])


def logged(count, policy=LOGGED, *, seed=1):
    """Decisions as `choose` makes them; the hard item pays best, the others little."""
    rng = random.Random(seed)
    for _ in range(count):
        chances = [rng.choice([0.2, 0.45, 0.7]) for _ in ALL]
        shortlist = [
            replace(one, probability=chance) for one, chance in zip(ALL, chances, strict=True)
        ]
        choice = choose(candidates_under(policy, shortlist), epsilon=policy.epsilon, rng=rng)
        chance = next(o.probability for o in shortlist if o.content_id == choice.content_id)
        yield decision(
            choice.content_id,
            shortlist,
            policy,
            reward=1 - chance + rng.uniform(-0.2, 0.2),
            propensity=choice.propensity,
        )


# --- The probability of a choice


def test_values_under_a_policy_worked_by_hand():
    # fit 1, openness 1, unlocking 1: NEW 1, MET .4, HARD exp(-((.2 - .7) / .5)^2) = exp(-1);
    # pulled once for .2 with a prior of 3 pulls: (3 * 1 + .2) / 4
    pulled = replace(NEW, content_id=4, pulls=1, rewards=0.2)

    values = [one.value for one in candidates_under(LOGGED, (*ALL, pulled))]

    assert values == pytest.approx([1.0, 0.4, 0.367879, 0.8], abs=1e-6)


def test_every_part_of_a_value_comes_from_what_was_logged():
    # 4 * .2 * .8 = .64, 1 + .3 ln 3 = 1.329584, .4^(1/2) = .632456: .538178; (5 * .538178 + .2) / 6
    rich = replace(NEW, mastery=0.2, leads_to=2, seen=1, days_since_seen=3.5, pulls=1, rewards=0.2)

    (found,) = candidates_under(replace(LOGGED, prior_weight=5.0), [rich])

    assert found.value == pytest.approx(0.481815, abs=1e-6)


@pytest.mark.parametrize(("chosen_id", "probability"), [(1, 0.8), (2, 0.1), (3, 0.1)])
def test_the_probability_of_a_choice_under_the_policy_that_made_it(chosen_id, probability):
    # epsilon .3 over 3 candidates: .1 each, and .7 more for the new one
    assert probability_of_choice(decision(chosen_id), LOGGED) == pytest.approx(probability)


def test_another_target_moves_the_probability_to_another_item():
    hard = BanditPolicy(epsilon=0.06, target=0.3, width=0.1)

    assert probability_of_choice(decision(3), hard) == pytest.approx(0.02 + 0.94)
    assert probability_of_choice(decision(1), hard) == pytest.approx(0.02)


def test_candidates_of_the_same_value_share_the_greedy_probability():
    forgetful = BanditPolicy(epsilon=0.3, repeat_factor=1.0)

    assert probability_of_choice(decision(1), forgetful) == pytest.approx(0.1 + 0.35)
    assert probability_of_choice(decision(2), forgetful) == pytest.approx(0.1 + 0.35)
    assert probability_of_choice(decision(3), forgetful) == pytest.approx(0.1)


@given(SHORTLISTS, st.floats(0, 1), st.floats(0.3, 0.95), st.integers())
def test_what_is_recomputed_is_the_propensity_that_was_logged(shortlist, epsilon, target, seed):
    policy = BanditPolicy(epsilon=epsilon, target=target)
    choice = choose(candidates_under(policy, shortlist), epsilon=epsilon, rng=random.Random(seed))

    made = decision(choice.content_id, shortlist, policy, propensity=choice.propensity)

    assert probability_of_choice(made, policy) == choice.propensity


@pytest.mark.parametrize("shortlist", [(MET, HARD), (NEW, NEW), ()])
def test_a_choice_must_stand_once_among_its_candidates(shortlist):
    with pytest.raises(ValueError, match="chosen item 1 must stand once"):
        decision(1, shortlist)


# --- The estimate


def test_the_policy_that_chose_would_have_earned_what_it_did():
    log = list(logged(300))
    earned = statistics.fmean(one.reward for one in log)

    found = counterfactual(log, LOGGED)

    assert isinstance(found, Counterfactual)
    assert found.behaviour.value == pytest.approx(earned)
    assert found.ips == found.behaviour
    assert found.snips.value == pytest.approx(earned)
    assert found.snips.effective_sample_size == pytest.approx(300)
    assert found.label == MYOPIC


def test_another_policy_is_valued_as_its_own_decisions_are():
    hard = BanditPolicy(epsilon=0.05, target=0.3)
    fresh = statistics.fmean(one.reward for one in logged(6000, hard, seed=2))

    found = counterfactual(list(logged(6000)), hard)

    assert isinstance(found, Counterfactual)
    assert found.snips.value == pytest.approx(fresh, rel=0.05)
    assert found.ips.value == pytest.approx(fresh, rel=0.05)
    assert found.snips.low > found.behaviour.high


def test_the_label_says_what_the_estimate_does_not_see():
    assert "myopic" in MYOPIC
    assert "situations" in MYOPIC


# --- Where the log cannot say


def reasons(*given_, **keywords):
    found = counterfactual(*given_, **keywords)
    assert isinstance(found, Unsupported)
    return found.reasons


def test_nothing_logged_says_nothing():
    (said,) = reasons([], LOGGED)

    assert said.startswith("Nothing was logged")


@pytest.mark.parametrize("name", GATE)
def test_another_gate_is_refused_by_the_name_of_what_it_changes(name):
    logged_value = getattr(LOGGED, name)
    step = 1 if isinstance(logged_value, int) else 0.1
    other = replace(LOGGED, **{name: logged_value + step})

    (said,) = reasons(list(logged(200)), other)

    assert said.startswith(f"The policy does not keep {name} as in every logged decision")


def test_a_gate_that_changed_within_the_log_is_refused_too():
    log = [*logged(200), *logged(1, replace(LOGGED, ready=0.5))]

    (said,) = reasons(log, LOGGED)

    assert "keep ready as" in said


def test_from_when_a_placement_is_enough_belongs_to_the_gate():
    assert "mastered_placed" in GATE


def test_parameters_outside_the_gate_may_change():
    other = replace(LOGGED, unlock_weight=0.5, prior_weight=5.0, recovery_days=7.0, width=0.4)

    assert isinstance(counterfactual(list(logged(400)), other), Counterfactual)


def test_too_little_in_common_is_refused_with_both_numbers():
    # 99 decisions of the same policy say as much as 99
    (said,) = reasons(list(logged(99)), LOGGED)

    assert "The 99 decisions say as much about this policy as 99 of its own" in said
    assert "at least 100 are needed" in said
    assert isinstance(counterfactual(list(logged(99)), LOGGED, least_effective=90), Counterfactual)


def test_choices_the_other_policy_would_never_make_say_nothing_of_it():
    greedy = BanditPolicy(epsilon=0.0)

    (said,) = reasons([decision(3, propensity=0.1)] * 200, greedy)

    assert "as 0 of its own" in said


def test_without_chance_in_the_log_only_what_it_chose_can_be_valued():
    certain = BanditPolicy(epsilon=0.0)
    log = [decision(1, policy=certain, propensity=1.0, reward=r / 200) for r in range(200)]

    hard = reasons(log, replace(certain, target=0.3, width=0.1))
    exploring = reasons(log, replace(certain, epsilon=0.1))
    same = counterfactual(log, replace(certain, unlock_weight=1.0))

    assert hard == exploring
    assert hard[0].startswith("200 of 200 decisions were made with epsilon 0")
    assert isinstance(same, Counterfactual)


def test_a_tie_broken_without_chance_supports_only_those_who_tied():
    # NEW and its twin tie under the log; the other policy lets MET tie with them
    certain = BanditPolicy(epsilon=0.0)
    twin = replace(NEW, content_id=5)
    log = [decision(1, (NEW, twin, MET), certain, propensity=0.5, reward=0.1)] * 200

    assert isinstance(counterfactual(log, certain), Counterfactual)
    assert reasons(log, replace(certain, repeat_factor=1.0))[0].startswith("200 of 200")


def test_every_reason_is_told_at_once():
    certain = BanditPolicy(epsilon=0.0)

    said = reasons([decision(1, policy=certain, propensity=1.0)], BanditPolicy(ready=0.5))

    assert len(said) == 2
