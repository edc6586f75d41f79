import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.analytics.experiments.comparing import (
    Answer,
    compared,
    difference_of,
    mean_of,
)


def answers(learner, *gains):
    return [
        Answer(learner=learner, gain=gain, is_right=gain > 0.5, mastery=gain / 10) for gain in gains
    ]


def arm(label, learners, *, gains=(0.1, 0.2, 0.3, 0.4, 0.9), first=0):
    own = [one for number in range(learners) for one in answers(first + number, *gains)]
    return label, learners, own


def test_the_interval_of_a_mean_worked_by_hand():
    # mean 3, variance 2.5, standard error sqrt(2.5 / 5) = 0.707107; t with 4 degrees: 2.776445
    found = mean_of([1, 2, 3, 4, 5])

    assert found.value == 3
    assert (found.low, found.high) == pytest.approx((1.036757, 4.963243), abs=1e-6)


def test_the_interval_of_a_difference_worked_by_hand():
    # Variances 2.5 and 10: error sqrt(0.5 + 2) = 1.581139; degrees 6.25 / (0.0625 + 1) = 5.882353.
    # t(0.975, 5.882353) = 2.459, between 2.570582 for 5 and 2.446912 for 6 degrees.
    found = difference_of([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])

    assert found.value == 3
    assert found.high - 3 == pytest.approx(3 - found.low)
    assert 2.446912 < (found.high - 3) / 1.581139 < 2.570582
    assert (found.high - 3) / 1.581139 == pytest.approx(2.4590, abs=1e-3)


def test_learners_who_are_all_alike_leave_no_doubt():
    assert difference_of([2, 2], [5, 5]).low == difference_of([2, 2], [5, 5]).high == 3


def test_a_learner_counts_once_however_many_answers_they_gave():
    busy = answers(0, *[1.0] * 50)
    others = [one for number in range(1, 11) for one in answers(number, *[0.0] * 5)]

    found = compared([("a", 11, busy + others), ("b", 11, busy + others)])

    assert found.means["gain"][0].value == pytest.approx(1 / 11)
    assert found.means["right"][0].value == pytest.approx(1 / 11)
    assert found.means["mastery"][0].value == pytest.approx(50 * 0.1 / 11)
    assert found.differences["gain"][0].value == 0


def test_answers_of_few_learners_are_not_taken_for_many():
    spread = [one for n in range(10) for one in answers(n, *[n / 10] * 20)]

    found = compared([("a", 10, spread), ("b", 10, spread)]).means["gain"][0]

    # Ten learners' means 0 to 0.9: standard error sqrt(0.091667 / 10) = 0.095743, t = 2.262157.
    assert found.high - found.value == pytest.approx(2.262157 * 0.095743, abs=1e-5)


@pytest.mark.parametrize(
    ("few", "steady"), [(arm("b", 9), 9), (arm("b", 12, gains=(0.1, 0.2, 0.3, 0.4)), 0)]
)
def test_too_few_learners_or_answers_are_said_and_nothing_is_compared(few, steady):
    found = compared([arm("a", 10), few])

    assert not found.is_enough
    assert (found.means, found.differences) == ({}, {})
    assert found.lacking == (
        "Not enough data yet: 10 learners with at least 5 answers each are needed in every "
        f"version; there are 10 in “a”, {steady} in “b”."
    )


def test_ten_learners_with_five_answers_in_every_arm_are_enough():
    found = compared([arm("a", 10), arm("b", 10), arm("c", 11, first=90)])

    assert found.is_enough
    assert [(one.assigned, one.learners, one.steady, one.answers) for one in found.arms] == [
        (10, 10, 10, 50), (10, 10, 10, 50), (11, 11, 11, 55),
    ]  # fmt: skip
    assert [len(found.means[one]) for one in found.means] == [3, 3, 3]
    assert [len(found.differences[one]) for one in found.differences] == [2, 2, 2]


def test_whoever_answered_little_counts_too():
    label, assigned, steady = arm("a", 10, gains=[1.0] * 5)

    found = compared([(label, assigned + 1, steady + answers(77, 0.0)), arm("b", 10)])

    assert (found.arms[0].learners, found.arms[0].steady) == (11, 10)
    assert found.means["gain"][0].value == pytest.approx(10 / 11)


values = st.lists(st.floats(-1, 1), min_size=2, max_size=30)


@given(values, values)
def test_a_difference_lies_in_its_interval_and_turns_with_its_arms(first, other):
    found, turned = difference_of(first, other), difference_of(other, first)

    assert found.low <= found.value <= found.high
    assert (turned.value, turned.low) == pytest.approx((-found.value, -found.high), abs=1e-9)
