"""Who is most like whom: exact top k by cosine, in blocks of rows that can be done anywhere.

Nothing is approximated. The package `sparse_dot_topn` is used where it is installed; without
it, scipy multiplies portions of rows. Both give the same numbers to the last digit kept.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

try:
    from sparse_dot_topn import sp_matmul_topn
except ImportError:
    sp_matmul_topn = None

DECIMALS = 12  # kept of a score: far coarser than rounding errors, so that equal scores are equal
CELLS = 1_000_000  # of a product at once: a few times 8 MB
Ranking = tuple[NDArray[np.int64], NDArray[np.float64]]


def top_neighbours(matrix: Any, *, k: int = 50, shrink: float = 0.0) -> Ranking:  # noqa: ANN401
    """Return each student's k most similar others by cosine.

    Args:
        matrix: Scipy CSR, students x features; values may be negative.
        k: How many at most, at least 1.
        shrink: 0 for plain cosine; otherwise the cosine of two students with n features in
            common counts n / (n + shrink) of itself.

    Returns:
        ids, int (students, k), row numbers, -1 where there are fewer; and scores, (students, k),
        in (0, 1] and 0 where there are fewer. Scores descend, equal ones by the lower id.
        Nobody is their own neighbour, nor is who has a cosine of 0 or less.

    Raises:
        ValueError: A value that is no finite number, k below 1, or a negative shrink.
    """
    rows = unit_rows(matrix)
    return block(rows, rows.T.tocsr(), first=0, k=k, shrink=shrink)


def unit_rows(matrix: Any) -> Any:  # noqa: ANN401
    """Return a CSR copy whose rows have length 1; empty rows stay empty.

    Raises:
        ValueError: A value is not a finite number.
    """
    rows = sparse.csr_array(matrix, dtype=np.float64, copy=True)
    rows.sum_duplicates()
    if not np.isfinite(rows.data).all():
        raise ValueError("every value of the matrix must be a finite number")
    rows.eliminate_zeros()
    if rows.nnz == 0:
        return rows
    # Through the largest first: squares of what is very large or small would not be numbers.
    for measure in (_largest, _length):
        rows.data /= np.repeat(measure(rows), np.diff(rows.indptr))
    return rows


def block(rows: Any, columns: Any, *, first: int, k: int, shrink: float = 0.0) -> Ranking:  # noqa: ANN401
    """Return the neighbours of some students among all; it needs nothing else, wherever it runs.

    Args:
        rows: CSR of `unit_rows`, the students asked about: first, first + 1, and so on.
        columns: CSR, features x all students: the transposed `unit_rows` of everybody.
        first: Number of the first row among all students.
        k: How many neighbours at most, at least 1.
        shrink: As in `top_neighbours`.

    Returns:
        ids and scores as in `top_neighbours`, a line for each of `rows`.

    Raises:
        ValueError: k below 1, or a negative shrink.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    if not shrink >= 0:
        raise ValueError(f"shrink must be 0 or more, not {shrink}")
    numbers = first + np.arange(rows.shape[0])
    if sp_matmul_topn is None or shrink > 0:
        return by_products(rows, columns, numbers, k=k, shrink=shrink)
    return by_heaps(rows, columns, numbers, k=k)


def by_products(
    rows: Any,  # noqa: ANN401
    columns: Any,  # noqa: ANN401
    numbers: NDArray[np.int64],
    *,
    k: int,
    shrink: float,
) -> Ranking:
    """Do a block with scipy alone; `numbers` are the rows' own among all students."""
    ids, scores = _nobody(len(numbers), k)
    students = columns.shape[1]
    portion = max(1, CELLS // max(1, students))
    for start in range(0, len(numbers), portion):
        part = slice(start, min(start + portion, len(numbers)))
        products = _scores(rows[part], columns, shrink)
        products[np.arange(len(products)), numbers[part]] = 0.0
        least = np.zeros((len(products), 1))
        if k < students:
            least = np.partition(products, students - k, axis=1)[:, students - k, None]
        # With the tied at the end: which of them stay, the ranking decides by their number.
        near, others = np.nonzero((products > 0) & (products >= least))
        ids[part], scores[part] = _ranked(
            near, others, products[near, others], lines=len(products), k=k
        )
    return ids, scores


def by_heaps(rows: Any, columns: Any, numbers: NDArray[np.int64], *, k: int) -> Ranking:  # noqa: ANN401
    """Do a block by plain cosine with `sparse_dot_topn`, which must be installed.

    It promises no order among equals: one neighbour more than asked for is taken (and one for
    the student), and the lines whose last place is tied are done by `by_products`.
    """
    if rows.nnz == 0:
        return _nobody(len(numbers), k)
    wanted = min(k + 2, columns.shape[1])
    found = sp_matmul_topn(
        sparse.csr_matrix(rows),
        sparse.csr_matrix(columns),
        top_n=wanted,
        threshold=0.0,
        n_threads=os.cpu_count(),
    )
    near = np.repeat(np.arange(len(numbers)), np.diff(found.indptr))
    rounded = np.round(found.data, DECIMALS)
    others = (found.indices != numbers[near]) & (rounded > 0)
    ids, scores = _ranked(
        near[others], found.indices[others], rounded[others], lines=len(numbers), k=k + 1
    )
    tied = np.flatnonzero((ids[:, k] >= 0) & (scores[:, k] == scores[:, k - 1]))
    ids, scores = ids[:, :k].copy(), scores[:, :k].copy()
    if len(tied):
        ids[tied], scores[tied] = by_products(rows[tied], columns, numbers[tied], k=k, shrink=0.0)
    return ids, scores


def _scores(rows: Any, columns: Any, shrink: float) -> NDArray[np.float64]:  # noqa: ANN401
    """Return the rounded scores of some rows with everybody, dense."""
    scores: NDArray[np.float64] = (rows @ columns).toarray()
    if shrink > 0:
        common = (_pattern(rows) @ _pattern(columns)).toarray()
        scores *= common / (common + shrink)
    return np.round(scores, DECIMALS)


def _ranked(
    lines_of: NDArray[Any], ids: NDArray[Any], scores: NDArray[np.float64], *, lines: int, k: int
) -> Ranking:
    """Return the k best of each line, from any number of candidates in any order."""
    order = np.lexsort((ids, -scores, lines_of))
    sorted_lines = lines_of[order]
    starts = np.searchsorted(sorted_lines, np.arange(lines))
    places = np.arange(len(order)) - starts[sorted_lines]
    kept = places < k
    best_ids, best_scores = _nobody(lines, k)
    best_ids[sorted_lines[kept], places[kept]] = ids[order][kept]
    best_scores[sorted_lines[kept], places[kept]] = scores[order][kept]
    return best_ids, best_scores


def _nobody(lines: int, k: int) -> Ranking:
    return np.full((lines, k), -1, dtype=np.int64), np.zeros((lines, k))


def _largest(rows: Any) -> NDArray[np.float64]:  # noqa: ANN401
    largest: NDArray[np.float64] = abs(rows).max(axis=1).toarray().ravel()
    return largest


def _length(rows: Any) -> NDArray[np.float64]:  # noqa: ANN401
    length: NDArray[np.float64] = np.sqrt((rows * rows).sum(axis=1))
    return length


def _pattern(matrix: Any) -> Any:  # noqa: ANN401
    """Return 1 wherever there is a value; products of it count what is common."""
    return sparse.csr_array(
        (np.ones_like(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape
    )
