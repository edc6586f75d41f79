import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.mastery.belief import Belief, belief_of
from tutor_core.mastery.levels import mastery_of

MEANS, VARIANCES = st.floats(-4, 4), st.floats(0.0001, 4)


@given(MEANS, VARIANCES, MEANS, VARIANCES, MEANS, VARIANCES)
def test_a_belief_is_the_mastery_that_levels_are_read_off(a, va, s, vs, d, vd):
    about = (Estimate(a, va), Strength(s, vs), Estimate(d, vd), KnowledgeParameters())

    belief, mastery = belief_of(*about), mastery_of(*about)

    assert (belief.mastery, belief.lower) == (mastery.value, mastery.lower)
    assert belief.lower < belief.mastery < belief.upper


@pytest.mark.parametrize(
    ("belief", "below", "chance"),
    [
        (Belief(0.0, 0.7), 0.5, 0.5),
        (Belief(0.0, 0.7), 0.8, 0.976172),  # P(Z < ln 4 / 0.7 = 1.980420)
        (Belief(2.0, 1.0), 0.5, 0.022750),  # P(Z < -2)
    ],
)
def test_the_chance_of_being_below_worked_by_hand(belief, below, chance):
    assert belief.chance_below(below) == pytest.approx(chance, abs=1e-6)
