"""A pile of cards: each is asked until it is known, those missed again after others."""

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.cramming.pile import Crammed, pile_of
from tutor_core.review.scheduling import AGAIN, GOOD


def crammed(card_ids, knows, *, most=1000):
    """Answer a pile until nothing is left; return what was asked, in its order."""
    answers = []
    while (pile := pile_of(card_ids, answers)).card_id is not None and len(answers) < most:
        answers.append(Crammed(pile.card_id, GOOD if knows(pile.card_id, pile.times) else AGAIN))
    return [answer.card_id for answer in answers]


def test_what_is_known_is_asked_once_in_the_order_given():
    assert crammed([3, 1, 2], lambda _card, _times: True) == [3, 1, 2]


def test_what_was_missed_comes_again_after_four_others():
    asked = crammed(range(1, 9), lambda card, times: card != 1 or times > 0)

    assert asked == [1, 2, 3, 4, 5, 1, 6, 7, 8]


def test_at_the_end_what_was_missed_longest_ago_comes_first():
    asked = crammed([1, 2], lambda _card, times: times > 1)

    assert asked == [1, 2, 1, 2, 1, 2]


def test_it_says_how_many_are_known_missed_and_not_yet_asked():
    pile = pile_of([1, 2, 3, 4], [Crammed(1, GOOD), Crammed(2, AGAIN)])

    assert (pile.known, pile.missed, pile.fresh) == (1, 1, 2)
    assert (pile.card_id, pile.times) == (3, 0)


def test_a_card_that_was_known_and_then_missed_is_not_through():
    assert pile_of([1], [Crammed(1, GOOD), Crammed(1, AGAIN)]).missed == 1


def test_answers_to_cards_that_are_gone_count_for_nothing():
    pile = pile_of([2], [Crammed(1, AGAIN), Crammed(1, GOOD)])

    assert (pile.card_id, pile.known, pile.missed, pile.fresh) == (2, 0, 0, 1)


def test_an_empty_pile_is_done():
    assert pile_of([], []).card_id is None


@given(st.integers(1, 30), st.integers(0, 5))
def test_a_pile_ends_as_soon_as_all_are_known_once_and_nothing_is_asked_twice_in_a_row(cards, seed):
    rng = random.Random(seed)
    asked = crammed(range(cards), lambda _card, times: times > 2 or rng.random() < 0.6)

    assert set(asked) == set(range(cards))
    repeated = [one for one, other in itertools.pairwise(asked) if one == other]
    assert len(set(repeated)) <= 1  # only the last of all, when nothing else is left
