"""What somebody types becomes a policy, or a sentence that says what to mend."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.errors import InvalidInputError
from tutor_core.gaps.policy import GapPolicy
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.policies import is_whole, policy_from, problem_with, to_parameters

KINDS = [BanditPolicy, GapPolicy, MasteryPolicy, KnowledgeParameters]


@pytest.mark.parametrize("kind", KINDS)
def test_the_defaults_typed_in_are_the_defaults(kind):
    assert policy_from(kind, to_parameters(kind())) == kind()


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -0.01, 1.01, None])
def test_what_is_no_share_is_refused_with_the_bounds(value):
    typed = to_parameters(BanditPolicy()) | {"epsilon": value}

    with pytest.raises(InvalidInputError, match="“epsilon” must be from 0 to 1, not ") as refused:
        policy_from(BanditPolicy, typed)

    assert refused.value.field == "epsilon"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_policy_holds_a_value_that_is_no_number(value):
    with pytest.raises(ValueError, match="epsilon must be from 0 to 1, not "):
        BanditPolicy(epsilon=value)


def test_what_counts_something_stays_whole():
    typed = to_parameters(BanditPolicy())

    assert is_whole(BanditPolicy, "ready_answers")
    assert not is_whole(BanditPolicy, "epsilon")
    assert type(policy_from(BanditPolicy, typed | {"ready_answers": 2.0}).ready_answers) is int
    with pytest.raises(InvalidInputError, match=r"must be a whole number, not 2\.5"):
        policy_from(BanditPolicy, typed | {"ready_answers": 2.5})
    with pytest.raises(ValueError, match="ready_answers must be a whole number"):
        BanditPolicy(ready_answers=2.5)


def test_a_missing_and_an_unknown_parameter_are_named():
    typed = to_parameters(BanditPolicy())
    del typed["width"]

    with pytest.raises(InvalidInputError, match="“width” is missing"):
        policy_from(BanditPolicy, typed)
    with pytest.raises(InvalidInputError, match="“gamma” is no parameter"):
        policy_from(BanditPolicy, to_parameters(BanditPolicy()) | {"gamma": 1.0})


def test_parameters_that_contradict_each_other_are_refused_with_a_sentence():
    typed = to_parameters(MasteryPolicy()) | {"developing": 0.7}

    with pytest.raises(InvalidInputError, match=r"do not fit together: developing.*go down\.$"):
        policy_from(MasteryPolicy, typed)


@given(st.sampled_from(KINDS), st.data())
def test_whatever_lies_within_the_bounds_has_no_problem_and_all_else_has(kind, data):
    field = data.draw(st.sampled_from(sorted(kind.bounds)))
    value = data.draw(st.floats(allow_nan=True))
    low, high = kind.bounds[field]

    fits = low <= value <= high and (not is_whole(kind, field) or value == int(value))

    assert (problem_with(kind, field, value) is None) == fits
