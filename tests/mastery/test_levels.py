import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.mastery.levels import Mastery, level_of, mastery_of


@pytest.mark.parametrize(
    ("lower", "level"),
    [(0.0, 1), (0.39, 1), (0.4, 2), (0.59, 2), (0.6, 3), (0.75, 4), (0.89, 4), (0.9, 5)],
)
def test_levels_are_read_off_the_cautious_end(lower, level):
    assert level_of(Mastery(0.99, lower), answers=5, days_seen=2) == level


@pytest.mark.parametrize(
    ("answers", "days", "level"), [(0, 0, 0), (1, 1, 4), (4, 4, 4), (5, 1, 4), (5, 2, 5)]
)
def test_the_first_level_needs_an_answer_and_the_last_needs_two_days(answers, days, level):
    assert level_of(Mastery(0.99, 0.95), answers=answers, days_seen=days) == level


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
    level = level_of(Mastery(1, low), answers=answers, days_seen=days)
    assert 0 <= level <= 5
    assert level_of(Mastery(1, high), answers=answers, days_seen=days) >= level
    assert level_of(Mastery(1, low), answers=answers + 1, days_seen=days + 1) >= level
