import datetime as dt
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.recommend.bandit import choose
from tutor_core.recommend.counterfactual import Decision
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.self_grading import (
    Graded,
    calibration,
    drift,
    exploration,
    regret,
    scores,
    scores_by,
)
from tutor_core.recommend.shares import wilson
from tutor_core.recommend.value import Considered, candidates_under

FIRST, SECOND = dt.date(2026, 11, 16), dt.date(2026, 11, 23)


def graded(predicted, correct, *, topic="algebra", week=FIRST):
    return Graded(predicted=predicted, correct=correct, topic=topic, week=week)


def answers(predicted, right, wrong, **keywords):
    return [graded(predicted, at < right, **keywords) for at in range(right + wrong)]


ROWS = st.lists(
    st.builds(
        Graded,
        predicted=st.floats(0, 1),
        correct=st.booleans(),
        topic=st.sampled_from(["algebra", "physics"]),
        week=st.sampled_from([FIRST, SECOND]),
    ),
    min_size=1,
    max_size=60,
)


# --- Predictions


def test_calibration_worked_by_hand():
    rows = [graded(0.62, True), graded(0.68, False), graded(0.05, False), graded(1.0, True)]

    low, middle, high = calibration(rows)

    assert (low.begin, low.end, low.predicted, low.observed) == (0.0, 0.1, 0.05, wilson(0, 1))
    assert (middle.begin, middle.end) == (0.6, 0.7)
    assert middle.predicted == pytest.approx(0.65)
    assert middle.observed == wilson(1, 2)
    assert (high.begin, high.end, high.predicted, high.observed) == (0.9, 1.0, 1.0, wilson(1, 1))


def test_a_prediction_on_an_edge_falls_in_the_upper_bin():
    assert [(one.begin, one.end) for one in calibration([graded(0.5, True)], bins=2)] == [(0.5, 1)]
    assert [one.begin for one in calibration([graded(0.49, True)], bins=2)] == [0.0]


def test_without_answers_there_is_no_bin_and_there_is_at_least_one_bin():
    assert calibration([]) == ()
    with pytest.raises(ValueError, match="at least one bin, not 0"):
        calibration([graded(0.5, True)], bins=0)


@given(ROWS, st.integers(1, 20))
def test_every_answer_is_in_one_bin_between_its_edges(rows, bins):
    found = calibration(rows, bins)

    assert sum(one.observed.n for one in found) == len(rows)
    for one in found:
        assert one.begin - 1e-12 <= one.predicted <= one.end + 1e-12


def test_scores_worked_by_hand():
    # .8 right, .8 wrong, .5 right, .1 wrong: squares .04 + .64 + .25 + .01 = .94;
    # chances given .8 * .2 * .5 * .9 = .072; distances |1.6 - 1| + |.5 - 1| + |.1 - 0| = 1.2;
    # by chance sqrt(2 / pi) (sqrt .32 + sqrt .25 + sqrt .09) = .797885 * 1.365685 = 1.089660
    found = scores([graded(0.8, True), graded(0.8, False), graded(0.5, True), graded(0.1, False)])

    assert found.n == 4
    assert found.brier == pytest.approx(0.94 / 4)
    assert found.log_loss == pytest.approx(-math.log(0.072) / 4)
    assert found.calibration_error == pytest.approx(0.3)
    assert found.expected == pytest.approx(1.089660 / 4, abs=1e-6)


def test_a_certainty_that_was_wrong_costs_much_but_not_everything():
    found = scores([graded(1.0, False)])

    assert found.log_loss == pytest.approx(52 * math.log(2))
    assert found.brier == 1


def test_predictions_that_are_right_show_the_calibration_error_expected_of_chance():
    rng = random.Random(3)
    found = [
        scores([graded(p, rng.random() < p) for p in (rng.random() for _ in range(500))])
        for _ in range(60)
    ]

    shown = sum(one.calibration_error for one in found)
    assert shown == pytest.approx(sum(one.expected for one in found), rel=0.05)


def test_without_answers_there_are_no_scores():
    with pytest.raises(ValueError, match="no answers yet"):
        scores([])


@pytest.mark.parametrize("predicted", [-0.1, 1.1, math.nan])
def test_a_prediction_out_of_range_is_refused(predicted):
    with pytest.raises(ValueError, match="must be from 0 to 1, not"):
        graded(predicted, True)


def test_scores_by_subject_and_week_want_30_answers():
    enough = answers(0.7, 21, 9, topic="physics", week=SECOND)
    short = answers(0.7, 20, 9, topic="algebra", week=FIRST)

    by_topic = scores_by([*enough, *short], lambda row: row.topic)
    by_week = scores_by([*enough, *short], lambda row: row.week)

    assert list(by_topic.items()) == [("algebra", None), ("physics", scores(enough))]
    assert list(by_week.items()) == [(FIRST, None), (SECOND, scores(enough))]


def test_drift_worked_by_hand():
    # the second week: predicted .9, 1 of 29 right with (.0061, .1718): .8655 (.7282 to .8939)
    rows = [*answers(0.9, 1, 28, week=SECOND), *answers(0.5, 10, 10, week=FIRST)]

    first, second = drift(rows)

    assert (first.week, first.n, first.value) == (FIRST, 20, 0.0)
    assert first.low == pytest.approx(-first.high)
    assert (second.week, second.n) == (SECOND, 29)
    assert second.value == pytest.approx(0.865517, abs=1e-6)
    assert (second.low, second.high) == pytest.approx((0.7282, 0.8939), abs=5e-5)


# --- Choices

POLICY = BanditPolicy(epsilon=0.3)


def considered(content_id, probability):
    return Considered(
        content_id=content_id, probability=probability, mastery=0.5, leads_to=0, seen=0,
        days_since_seen=0.0, pulls=0, rewards=0.0,
    )  # fmt: skip


# worth 1, 1, exp(-.25) = .778801 and exp(-1) = .367879
FOUR = [considered(1, 0.7), considered(2, 0.7), considered(3, 0.45), considered(4, 0.2)]


def decision(chosen_id, shortlist=FOUR, policy=POLICY):
    return Decision(
        reward=0.0, propensity=0.5, chosen_id=chosen_id, shortlist=shortlist, policy=policy
    )


def test_exploration_worked_by_hand():
    # half of each shortlist lies below the best: 1 of 10 choices there means that 2 of 10 explored
    found = exploration([decision(3), *[decision(1)] * 6, *[decision(2)] * 3])

    assert found.share.value == pytest.approx(0.2)
    assert found.share.low == pytest.approx(2 * wilson(1, 10).low)
    assert found.share.high == pytest.approx(2 * wilson(1, 10).high)
    assert (found.share.n, found.meant) == (10, pytest.approx(0.3))


def test_the_epsilon_that_was_meant_weighs_decisions_by_what_they_can_show():
    # below the best: half of four and two thirds of three; (.5 * .3 + 2/3 * .1) / (.5 + 2/3)
    careful = BanditPolicy(epsilon=0.1)

    found = exploration([decision(1), decision(1, FOUR[:1] + FOUR[2:], careful)])

    assert found.meant == pytest.approx((0.15 + 0.2 / 3) / (0.5 + 2 / 3))


def test_decisions_with_nothing_below_the_best_cannot_show_exploring():
    alone = decision(1, FOUR[:1])

    assert exploration([]) is None
    assert exploration([alone, decision(1, FOUR[:2])]) is None
    assert exploration([alone, decision(1)]).share.n == 1


def test_more_than_everything_is_never_explored():
    found = exploration([decision(4)] * 5)

    assert (found.share.value, found.share.high) == (1, 1)
    assert found.share.low <= 1


def test_choices_explore_as_often_as_was_meant():
    rng = random.Random(5)
    made = [
        decision(choose(candidates_under(POLICY, FOUR), epsilon=0.3, rng=rng).content_id)
        for _ in range(4000)
    ]

    found = exploration(made)

    assert found.share.value == pytest.approx(0.3, abs=0.03)
    assert found.share.low <= found.meant <= found.share.high


def test_regret_is_the_running_mean_of_what_exploring_gave_up():
    # lost: 0, 1 - .778801, 1 - .367879, 0
    found = regret([decision(1), decision(3), decision(4), decision(2)])

    assert found == pytest.approx((0.0, 0.110600, 0.284440, 0.213330), abs=1e-6)
    assert regret([]) == ()
