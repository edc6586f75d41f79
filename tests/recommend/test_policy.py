import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.recommend.policy import BanditPolicy


def test_a_fixed_share_of_random_choices_stays():
    assert {BanditPolicy(epsilon=0.2).epsilon_after(pulls) for pulls in (0, 7, 9_000)} == {0.2}


@pytest.mark.parametrize(("pulls", "share"), [(0, 0.3), (50, 0.15), (100, 0.1), (9_000, 0.05)])
def test_a_decaying_share_halves_and_stops_at_its_floor(pulls, share):
    policy = BanditPolicy(epsilon=0.3, epsilon_decay=50, epsilon_floor=0.05)
    assert policy.epsilon_after(pulls) == pytest.approx(share)


@given(st.floats(0, 1), st.floats(0, 10_000), st.floats(0, 1), st.integers(0, 10**6))
def test_no_share_leaves_its_range_or_exceeds_what_it_began_with(epsilon, decay, floor, pulls):
    policy = BanditPolicy(epsilon=epsilon, epsilon_decay=decay, epsilon_floor=floor)
    assert 0 <= policy.epsilon_after(pulls) <= epsilon
