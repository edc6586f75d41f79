import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.recommend.arms import Arms
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.reward import learning_gain
from tutor_core.recommend.shortlist import shortlist_from, shortlist_to
from tutor_core.recommend.value import Considered, candidates_under, parts_of, target_for

POLICY = BanditPolicy()
NEW = Considered(
    content_id=1, probability=0.7, mastery=0.5, leads_to=2, seen=0, days_since_seen=0.0,
    pulls=0, rewards=0.0,
)  # fmt: skip
CONSIDERED = st.builds(
    Considered,
    content_id=st.integers(1, 1000),
    probability=st.floats(0, 1),
    mastery=st.floats(0.001, 0.999),
    leads_to=st.integers(0, 20),
    seen=st.integers(0, 50),
    days_since_seen=st.floats(0, 500),
    pulls=st.integers(0, 20),
    rewards=st.floats(-5, 5),
    footing=st.floats(0, 1),
    goal=st.sampled_from([None, "gap", "review", "plan", "assignment"]),
    urgency=st.floats(0, 1),
    gain=st.none() | st.floats(-1, 1),
    declined_days=st.none() | st.floats(0, 500),
    paused_hours=st.none() | st.floats(0, 500),
)


def test_the_parts_of_a_value_worked_by_hand():
    # fit exp(-((.45-.7)/.5)^2) = exp(-.25); openness 4*.5*.5; unlocking 1 + .3 ln 3; .4^(1/2)
    there = replace(NEW, probability=0.45, seen=1, days_since_seen=3.5, footing=0.8)
    parts = parts_of(there, POLICY)

    assert parts.fit == pytest.approx(0.778801, abs=1e-6)
    assert parts.openness == pytest.approx(1.0)
    assert parts.unlocking == pytest.approx(1.329584, abs=1e-6)
    assert parts.footing == pytest.approx(0.8)
    assert parts.freshness == pytest.approx(0.632456, abs=1e-6)
    assert (parts.serving, parts.company, parts.welcome) == (1, 1, 1)
    assert parts.value == pytest.approx(0.778801 * 1.329584 * 0.8 * 0.632456, abs=1e-5)


@pytest.mark.parametrize(("weight", "counts"), [(0, 1), (0.5, 0.8), (1, 0.6)])
def test_weak_ground_counts_by_its_weight(weight, counts):
    parts = parts_of(replace(NEW, footing=0.6), BanditPolicy(footing_weight=weight))

    assert parts.footing == pytest.approx(counts)


def test_a_candidate_logged_before_its_ground_was_stands_on_firm_ground():
    columns = shortlist_to([replace(NEW, footing=0.6)])
    del columns["footing"]

    assert shortlist_from(columns) == (replace(NEW, footing=1.0),)


def test_a_met_item_regains_its_worth_with_the_days():
    def worth(days):
        return parts_of(replace(NEW, seen=2, days_since_seen=days), POLICY).freshness

    assert worth(0) == pytest.approx(0.16)
    assert worth(0) < worth(3) < worth(14) < worth(60) < 1
    assert parts_of(NEW, POLICY).freshness == 1


@pytest.mark.parametrize(
    ("goal", "urgency", "serving"),
    [
        (None, 0.0, 1.0),
        ("gap", 0.8, 1.4),
        ("review", 1.0, 1.5),
        ("plan", 1, 2),
        ("assignment", 1, 4),
    ],
)
def test_each_goal_has_its_stated_weight(goal, urgency, serving):
    parts = parts_of(replace(NEW, goal=goal, urgency=urgency), POLICY)

    assert parts.serving == pytest.approx(serving)


def test_what_similar_learners_gained_counts_until_the_learner_has_met_the_item():
    new = replace(NEW, gain=0.5)

    assert parts_of(new, POLICY).company == pytest.approx(1.15)
    assert parts_of(replace(new, gain=-0.5), POLICY).company == pytest.approx(0.85)
    assert parts_of(replace(new, pulls=1), POLICY).company == 1


def test_what_was_sent_away_recovers_as_its_halvings_say():
    # .1^1 at once; after 3.5 of 14 days one halving, .1^(1/2); after 14, .1^(1/16)
    def welcome(**when):
        return parts_of(replace(NEW, **when), POLICY).welcome

    assert welcome(declined_days=0.0) == pytest.approx(0.1)
    assert welcome(declined_days=3.5) == pytest.approx(0.316228, abs=1e-6)
    assert welcome(declined_days=14.0) == pytest.approx(0.865964, abs=1e-6)
    assert welcome(paused_hours=3.0) == pytest.approx(0.316228, abs=1e-6)
    assert welcome(declined_days=0.0, paused_hours=0.0) == pytest.approx(0.01)


def test_too_easy_and_too_hard_move_the_target_and_three_are_the_most_that_count():
    assert target_for(0.0, POLICY) == 0.7
    assert target_for(1.0, POLICY) == pytest.approx(0.65)
    assert target_for(-2.0, POLICY) == pytest.approx(0.8)
    assert target_for(9.0, POLICY) == pytest.approx(0.55)
    assert target_for(-9.0, BanditPolicy(target=0.95)) == 0.95


def test_who_finds_it_too_easy_is_worth_most_what_is_harder():
    easy, hard = replace(NEW, probability=0.75), replace(NEW, content_id=2, probability=0.6)

    by_itself = [one.value for one in candidates_under(POLICY, [easy, hard])]
    after_two = [one.value for one in candidates_under(POLICY, [easy, hard], lean=2.0)]

    assert by_itself[0] > by_itself[1]
    assert after_two[0] < after_two[1]


@given(CONSIDERED)
def test_a_value_is_never_negative_and_best_at_the_target(considered):
    at_target = replace(considered, probability=POLICY.target)

    assert 0 <= parts_of(considered, POLICY).value <= parts_of(at_target, POLICY).value


@given(st.lists(CONSIDERED, max_size=6))
def test_a_shortlist_comes_back_from_the_log_as_it_was(shortlist):
    assert shortlist_from(shortlist_to(shortlist)) == tuple(shortlist)


def test_a_shortlist_of_an_earlier_release_is_read_with_what_it_lacks_left_open():
    columns = shortlist_to([NEW])

    assert "declined_days" not in columns
    assert shortlist_from(columns | {"no_longer_known": [1]}) == (NEW,)


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"shorter|longer"):
        shortlist_from(shortlist_to([NEW]) | {"seen": [0, 0]})


@pytest.mark.parametrize(
    ("before", "after", "sd", "reward"),
    [(0.5, 0.8, 1.2, 0.25), (0.5, 0.2, 1.2, -0.25), (0, 9, 1, 1.0), (0, -9, 1, -1.0)],
)
def test_the_reward_is_the_move_in_standard_deviations_and_bounded(before, after, sd, reward):
    assert learning_gain(before=before, after=after, sd=sd) == pytest.approx(reward)


@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf])
def test_a_reward_that_is_no_number_is_refused_and_a_stored_one_counts_as_nothing(broken):
    with pytest.raises(ValueError, match="finite"):
        learning_gain(before=broken, after=0.5, sd=1.0)

    arms = Arms({"1": broken, "2": 0.5}, {"1": 1, "2": 1})

    assert (arms.rewards_of(1), arms.rewards_of(2)) == (0.0, 0.5)
    assert arms.pulled(1, 0.25).rewards["1"] == 0.25
