"""Nearest neighbours: the same as every pair worked out one by one, with and without the extra."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import sparse

from tutor_core.recommend.similarity import (
    block,
    by_heaps,
    by_products,
    top_neighbours,
    unit_rows,
)

KNOWLEDGE = [
    [1.0, 0.0, 0.0],
    [1.0, 1.0, 0.0],
    [-1.0, 0.0, 0.0],
    [0.0, 0.0, 0.0],
    [3.0, 3.0, 0.0],
]

SMALL = st.integers(-3, 3).map(float)
TABLES = st.integers(1, 4).flatmap(
    lambda features: st.lists(
        st.lists(SMALL, min_size=features, max_size=features), min_size=1, max_size=14
    )
)


def one_by_one(table, k, shrink):
    """Every pair by its definition, sorted as a person would."""
    table = np.array(table)
    ids, scores = np.full((len(table), k), -1), np.zeros((len(table), k))
    for student, own in enumerate(table):
        ranked = []
        for other, their in enumerate(table):
            if other == student or not own.any() or not their.any():
                continue
            cosine = own @ their / np.linalg.norm(own) / np.linalg.norm(their)
            common = np.count_nonzero(own * their)
            score = round(cosine * common / (common + shrink) if common else 0.0, 12)
            if score > 0:
                ranked.append((-score, other))
        for place, (score, other) in enumerate(sorted(ranked)[:k]):
            ids[student, place], scores[student, place] = other, -score
    return ids, scores


def assert_same(found, expected):
    np.testing.assert_array_equal(found[0], expected[0])
    np.testing.assert_allclose(found[1], expected[1], rtol=0, atol=2e-12)


def test_neighbours_descend_and_who_knows_the_opposite_is_none():
    ids, scores = top_neighbours(sparse.csr_array(KNOWLEDGE), k=3)

    half = np.sqrt(0.5)  # the cosine of 45 degrees
    assert ids.tolist() == [[1, 4, -1], [4, 0, -1], [-1, -1, -1], [-1, -1, -1], [1, 0, -1]]
    assert scores == pytest.approx(
        np.array([[half, half, 0], [1, half, 0], [0, 0, 0], [0, 0, 0], [1, half, 0]]), abs=1e-12
    )


def test_with_shrinkage_many_things_in_common_outweigh_a_closer_match_in_one():
    table = [[1, 1, 1, 0], [1, 0, 0, 0], [1, 1, 0, 3]]
    # Cosines with the first: 1/sqrt(3) of 1 in common, 2/sqrt(33) of 2 in common.
    plain, shrunk = 1 / np.sqrt(3), 2 / np.sqrt(33)

    by_cosine, cosines = top_neighbours(sparse.csr_array(table), k=1)
    by_shrunk, scores = top_neighbours(sparse.csr_array(table), k=1, shrink=10)

    assert (by_cosine[0, 0], cosines[0, 0]) == (1, pytest.approx(plain))
    assert (by_shrunk[0, 0], scores[0, 0]) == (2, pytest.approx(shrunk * 2 / 12))


@example(table=[[1.0]], k=1, shrink=0.0)
@example(table=[[0.0], [0.0]], k=3, shrink=10.0)
@example(table=[[1.0, 1.0]] * 12, k=2, shrink=0.0)
@given(table=TABLES, k=st.integers(1, 5), shrink=st.sampled_from([0.0, 0.5, 10.0]))
def test_they_are_those_of_every_pair_worked_out_one_by_one(table, k, shrink):
    found = top_neighbours(sparse.csr_array(table), k=k, shrink=shrink)

    assert_same(found, one_by_one(table, k, shrink))


@example(table=[[1.0, 1.0]] * 12, k=2)
@given(table=TABLES, k=st.integers(1, 5))
def test_with_and_without_the_extra_package_they_are_identical(table, k):
    pytest.importorskip("sparse_dot_topn")
    rows = unit_rows(sparse.csr_array(table))
    columns, numbers = rows.T.tocsr(), np.arange(len(table))

    fast = by_heaps(rows, columns, numbers, k=k)
    plain = by_products(rows, columns, numbers, k=k, shrink=0.0)

    np.testing.assert_array_equal(fast[0], plain[0])
    np.testing.assert_array_equal(fast[1], plain[1])


def test_on_many_students_in_several_portions_both_ways_are_identical():
    pytest.importorskip("sparse_dot_topn")
    rng = np.random.default_rng(1)
    rows = unit_rows(sparse.random_array((1_500, 300), density=0.02, rng=rng, format="csr"))
    columns, numbers = rows.T.tocsr(), np.arange(1_500)

    fast = by_heaps(rows, columns, numbers, k=50)
    plain = by_products(rows, columns, numbers, k=50, shrink=0.0)

    np.testing.assert_array_equal(fast[0], plain[0])
    np.testing.assert_array_equal(fast[1], plain[1])


@pytest.mark.parametrize("shrink", [0.0, 10.0])
def test_blocks_put_together_are_the_whole(shrink):
    rng = np.random.default_rng(2)
    matrix = sparse.random_array((90, 30), density=0.2, rng=rng, format="csr")
    rows = unit_rows(matrix)
    columns = rows.T.tocsr()

    parts = [
        block(rows[first : first + 40], columns, first=first, k=7, shrink=shrink)
        for first in (0, 40, 80)
    ]

    whole = top_neighbours(matrix, k=7, shrink=shrink)
    np.testing.assert_array_equal(np.vstack([ids for ids, _ in parts]), whole[0])
    np.testing.assert_array_equal(np.vstack([scores for _, scores in parts]), whole[1])


def test_very_large_and_very_small_values_are_compared_as_well():
    matrix = sparse.csr_array([[1e200, 1e200], [1e-200, 1e-200], [1e200, 0]])

    ids, scores = top_neighbours(matrix, k=2)

    assert ids.tolist() == [[1, 2], [0, 2], [0, 1]]
    assert scores[0].tolist() == [1.0, pytest.approx(np.sqrt(0.5))]


def test_the_given_matrix_stays_as_it_was():
    matrix = sparse.csr_array([[2.0, 0.0], [3.0, 4.0]])

    top_neighbours(matrix)

    assert matrix.toarray().tolist() == [[2.0, 0.0], [3.0, 4.0]]


def test_where_there_are_no_students_there_is_nobody():
    ids, scores = top_neighbours(sparse.csr_array((0, 3)), k=4)

    assert ids.shape == scores.shape == (0, 4)


def test_where_nothing_is_known_of_anybody_nobody_has_a_neighbour():
    ids, scores = top_neighbours(sparse.csr_array((2, 0)), k=1)

    assert (ids.tolist(), scores.tolist()) == ([[-1], [-1]], [[0.0], [0.0]])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_finite_number_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        top_neighbours(sparse.csr_array([[1.0, value]]))


@pytest.mark.parametrize(("k", "shrink"), [(0, 0.0), (5, -1.0), (5, np.nan)])
def test_a_size_or_a_shrinkage_out_of_range_is_refused(k, shrink):
    with pytest.raises(ValueError, match="must be"):
        top_neighbours(sparse.csr_array([[1.0]]), k=k, shrink=shrink)
