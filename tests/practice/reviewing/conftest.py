import pytest

from tests.review.conftest import Cards


@pytest.fixture
def cards(learner) -> Cards:
    found = Cards(learner)
    found.wish(is_spread=False)
    return found
