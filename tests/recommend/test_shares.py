import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.recommend.shares import wilson


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [  # Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_of_shares_are_the_published_ones(count, n, low, high):
    found = wilson(count, n)

    assert (found.value, found.n) == (count / n, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_share_and_stays_from_0_to_1(n, data):
    found = wilson(data.draw(st.integers(0, n)), n)

    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


@pytest.mark.parametrize(("count", "n"), [(0, 0), (3, 2), (-1, 2)])
def test_what_is_no_share_is_refused(count, n):
    with pytest.raises(ValueError, match=f"not {count} of {n}"):
        wilson(count, n)
