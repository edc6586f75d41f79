import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.mastery.levels import Mastery, level_of, mastery_of
from tutor_core.mastery.policy import MasteryPolicy

POLICY = MasteryPolicy()


@pytest.mark.parametrize(
    ("lower", "level"),
    [(0.0, 1), (0.39, 1), (0.4, 2), (0.59, 2), (0.6, 3), (0.75, 4), (0.89, 4), (0.9, 5)],
)
def test_levels_are_read_off_the_cautious_end(lower, level):
    assert level_of(Mastery(0.99, lower), POLICY, answers=5, days_seen=2) == level


@pytest.mark.parametrize(
    ("answers", "days", "level"), [(0, 0, 0), (1, 1, 4), (4, 4, 4), (5, 1, 4), (5, 2, 5)]
)
def test_the_first_level_needs_an_answer_and_the_last_needs_two_days(answers, days, level):
    assert level_of(Mastery(0.99, 0.95), POLICY, answers=answers, days_seen=days) == level


def test_the_thresholds_are_the_policys():
    strict = MasteryPolicy(developing=0.5, proficient=0.7, advanced=0.8, master=0.95)
    reached = [level_of(Mastery(0.99, low), strict, answers=5, days_seen=2)
               for low in (0.49, 0.5, 0.69, 0.7, 0.8, 0.95)]  # fmt: skip

    assert reached == [1, 2, 2, 3, 4, 5]


def test_what_the_top_level_needs_is_the_policys():
    patient = MasteryPolicy(master_answers=2, master_days=3)

    assert level_of(Mastery(0.99, 0.95), patient, answers=2, days_seen=3) == 5
    assert level_of(Mastery(0.99, 0.95), patient, answers=1, days_seen=3) == 4
    assert level_of(Mastery(0.99, 0.95), patient, answers=9, days_seen=2) == 4


@pytest.mark.parametrize(
    "given",
    [{"developing": 0.7}, {"master": 0.7}, {"advanced": 1.2}, {"master_answers": 0}],
)
def test_thresholds_that_go_down_or_out_of_bounds_are_refused(given):
    with pytest.raises(ValueError, match="must"):
        MasteryPolicy(**given)


def test_mastery_worked_by_hand():
    # z = 0.65 + 0.5 + 0.3 - 0.2 = 1.25; sd = sqrt(0.5 + 0.3 + 0.2) = 1
    found = mastery_of(
        Estimate(0.5, 0.5), Strength(0.3, 0.3), Estimate(0.2, 0.2), KnowledgeParameters()
    )
    assert found.value == pytest.approx(0.777300, abs=1e-6)
    assert found.lower == pytest.approx(0.562177, abs=1e-6)


@given(
    lower=st.floats(0, 1),
    higher=st.floats(0, 1),
    answers=st.integers(0, 20),
    days=st.integers(0, 9),
)
def test_more_mastery_and_more_practice_never_lower_the_level(lower, higher, answers, days):
    low, high = sorted((lower, higher))
    level = level_of(Mastery(1, low), POLICY, answers=answers, days_seen=days)
    assert 0 <= level <= 5
    assert level_of(Mastery(1, high), POLICY, answers=answers, days_seen=days) >= level
    assert level_of(Mastery(1, low), POLICY, answers=answers + 1, days_seen=days + 1) >= level
