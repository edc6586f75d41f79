"""That the page about files says the truth about cards."""

import datetime as dt

from tests.content.exchange.test_page import CARDS
from tests.review.decks.asking import read
from tutor_core.review.decks import limits


def test_the_example_of_a_table_can_be_read():
    example = CARDS.partition("```csv\n")[2].partition("```")[0]

    found = read("cards.csv", example.encode())

    assert (found.refused, found.remarks) == ((), ())
    (known,), (gap,) = (one.cards for one in found.notes)
    assert (known.easiness_hundredths, known.due_on) == (236, dt.date(2026, 11, 30))
    assert (gap.gap, gap.back, gap.due_on) == (1, "", None)


def test_the_limits_are_those_of_the_code():
    for limit in (
        f"packages of more than {limits.LARGEST_DECK // 10**6} MB",
        f"tables of more than {limits.LARGEST_TABLE // 10**6} MB",
        f"{limits.MOST_CARDS:,} cards",
        f"{limits.MOST_REVIEWS:,} reviews",
        f"a collection of more than {limits.MOST_UNPACKED // 10**6} MB",
    ):
        assert limit in CARDS.replace("\n", " ")
