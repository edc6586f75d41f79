"""What describes a learner, and what those like them gained: worked out by hand."""

import numpy as np
import pytest

from tutor_core.recommend.likeness import Entries, gains, portraits
from tutor_core.recommend.similarity import top_neighbours

ADDING, DOUBLING = 101, 102


def entries(*triples):
    rows, things, values = zip(*triples, strict=True) if triples else ((), (), ())
    return Entries(
        rows=np.array(rows, dtype=np.int64),
        things=np.array(things, dtype=np.int64),
        values=np.array(values, dtype=np.float64),
    )


def cosine(table, one, other):
    dense = table.toarray()
    return dense[one] @ dense[other]


def test_who_knows_more_than_most_is_unlike_who_knows_less():
    # The mean of adding is 1: above it by 1, by 1, below it by 2.
    knowledge = entries((0, ADDING, 2.0), (1, ADDING, 2.0), (2, ADDING, -1.0))

    found = portraits(knowledge, entries(), learners=3)

    assert cosine(found, 0, 1) == pytest.approx(0.75)
    assert cosine(found, 0, 2) == pytest.approx(-0.75)


def test_what_all_know_equally_well_makes_nobody_alike():
    knowledge = entries(*((learner, ADDING, 0.1) for learner in range(3)))

    found = portraits(knowledge, entries(), learners=3)

    assert found.nnz == 0
    assert top_neighbours(found, k=1)[0].tolist() == [[-1], [-1], [-1]]


def test_what_they_did_counts_a_quarter():
    found = portraits(entries(), entries((0, 7, 2), (1, 7, 5)), learners=2)

    assert cosine(found, 0, 1) == pytest.approx(0.25)


def test_an_item_that_everybody_met_says_less_than_a_rare_one():
    met = entries(*((learner, 1, 1) for learner in range(4)), (0, 2, 1), (1, 2, 1))

    found = portraits(entries(), met, learners=4)

    # log 2 for the item of all four and log 3 for that of two: (a * a) / (a * length).
    common, rare = np.log(2), np.log(3)
    assert cosine(found, 0, 2) == pytest.approx(0.25 * common / np.hypot(common, rare))
    assert cosine(found, 0, 1) == pytest.approx(0.25)


def test_skills_and_items_both_count():
    knowledge = entries((0, ADDING, 1.0), (1, ADDING, 1.0), (2, ADDING, -2.0))
    met = entries((0, 7, 1), (2, 7, 1))

    found = portraits(knowledge, met, learners=3)

    assert cosine(found, 0, 1) == pytest.approx(0.75)
    assert cosine(found, 0, 2) == pytest.approx(0.25 - 0.75)


NEIGHBOURS = (
    np.array([[1, 2, 3, -1], [0, 2, -1, -1], [-1, -1, -1, -1], [0, 1, 2, -1]]),
    np.array([[0.8, 0.4, 0.2, 0], [0.8, 0.3, 0, 0], [0, 0, 0, 0], [0.5, 0.5, 0.5, 0]]),
)


def test_gains_are_weighted_by_similarity_and_each_neighbour_counts_once():
    # Learner 1 met item 7 twice: (1 + 0) / 2 on the mean.
    rewards = entries((1, 7, 1.0), (1, 7, 0.0), (2, 7, -0.5), (3, 7, 0.0), (1, 8, 1.0), (2, 8, 1.0))

    found = list(gains(NEIGHBOURS, rewards))

    # (0.8 * 0.5 - 0.4 * 0.5 + 0.2 * 0) / 1.4; one of three gained. Item 8 has two behind it.
    assert found == [{7: (0.1429, 3, 1)}, {}, {}, {}]


def test_what_a_learner_gained_themselves_is_no_gain_of_others():
    rewards = entries((0, 7, 1.0), (1, 7, 1.0), (2, 7, 1.0))

    found = list(gains(NEIGHBOURS, rewards))

    assert found == [{}, {}, {}, {7: (1.0, 3, 3)}]


def test_gains_come_for_everybody_beyond_one_portion():
    learners = 1_200
    ids = np.stack([(np.arange(learners) + step) % learners for step in (1, 2, 3)], axis=1)
    rewards = entries(*((learner, 7, 0.5) for learner in range(learners)))

    found = list(gains((ids, np.full(ids.shape, 0.5)), rewards))

    assert found == [{7: (0.5, 3, 3)}] * learners


def test_without_rewards_nobody_is_told_of_a_gain():
    assert list(gains(NEIGHBOURS, entries())) == [{}, {}, {}, {}]
