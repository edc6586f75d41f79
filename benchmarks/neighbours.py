"""Exact 50 nearest neighbours of everybody, beside scikit-learn's brute cosine and implicit.

    pip install -e .[bench]
    python -m benchmarks.neighbours [--students 10000] [--features 5000] [--interactions 500000]

Which items are met follows Zipf's law. Each method runs in a process of its own, on the same
matrix: what it imports and the matrix count for its peak memory, but only its own work for its
time. All must find the same scores.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.report import machine, table

K = 50
GOALS = {"wall": 5.0, "memory": 10.0}


def main() -> None:
    """Measure every method and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=10_000)
    parser.add_argument("--features", type=int, default=5_000)
    parser.add_argument("--interactions", type=int, default=500_000)
    parser.add_argument("--method", choices=METHODS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.method:
        print(json.dumps(measured(given.method, given.folder)))
        return
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        drawn = interactions(given.students, given.features, given.interactions)
        sparse.save_npz(folder / "matrix.npz", drawn, compressed=False)
        found = {method: in_a_process(method, folder) for method in METHODS}
        agree(folder)
    print(
        f"{drawn.shape[0]} students, {drawn.shape[1]} items, {drawn.nnz} met; "
        f"all methods agree on the {K} best scores of every student"
    )
    print(table(("method", "wall s", "CPU s", "peak MB", "faster", "leaner"), compared(found)))
    print(f"goal: {GOALS['wall']:.0f} times faster, {GOALS['memory']:.0f} times leaner")


def interactions(students: int, features: int, count: int) -> Any:
    """Draw who met what how often; the n-th most popular item is met in proportion to 1 / n."""
    rng = np.random.default_rng(1)
    popularity = 1 / np.arange(1, features + 1)
    held: set[int] = set()
    while len(held) < count:
        who = rng.integers(students, size=count)
        what = rng.choice(features, size=count, p=popularity / popularity.sum())
        held.update((who * features + what)[: count - len(held)].tolist())
    pairs = np.fromiter(held, dtype=np.int64, count=len(held))
    values = rng.integers(1, 6, size=len(pairs)).astype(np.float64)
    return sparse.csr_matrix(
        (values, (pairs // features, pairs % features)), shape=(students, features)
    )


def in_a_process(method: str, folder: Path) -> dict[str, float]:
    """Return what one method costs; it sees nothing of the others."""
    command = [sys.executable, "-m", "benchmarks.neighbours"]
    done = subprocess.run(  # noqa: S603 - our own words
        [*command, "--method", method, "--folder", str(folder)],
        check=True, capture_output=True, text=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # implicit asks for it, for all alike
    )  # fmt: skip
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def measured(method: str, folder: Path) -> dict[str, float]:
    """Run one method in this process; put its scores into the folder."""
    matrix = sparse.load_npz(folder / "matrix.npz")
    find = METHODS[method]()
    wall, cpu = time.perf_counter(), time.process_time()
    scores = find(matrix)
    cost = {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    np.save(folder / f"{method}.npy", np.sort(scores, axis=1)[:, ::-1])
    return cost


def ours() -> Callable[[Any], Any]:
    """Return the tutor's own, with sparse_dot_topn."""
    from tutor_core.recommend.similarity import sp_matmul_topn, top_neighbours  # noqa: PLC0415

    if sp_matmul_topn is None:
        sys.exit("Install the extra `fast` first.")
    return lambda matrix: top_neighbours(matrix, k=K)[1]


def ours_plain() -> Callable[[Any], Any]:
    """Return the tutor's own with scipy alone."""
    from tutor_core.recommend.similarity import by_products, unit_rows  # noqa: PLC0415

    def find(matrix: Any) -> Any:
        rows = unit_rows(matrix)
        numbers = np.arange(rows.shape[0])
        return by_products(rows, rows.T.tocsr(), numbers, k=K, shrink=0.0)[1]

    return find


def ours_shrunk() -> Callable[[Any], Any]:
    """Return the tutor's own as the job runs it; its scores are others than the cosines."""
    from tutor_core.recommend.similarity import top_neighbours  # noqa: PLC0415

    return lambda matrix: top_neighbours(matrix, k=K, shrink=10.0)[1]


def scikit_learn() -> Callable[[Any], Any]:
    """Return the obvious peer: one neighbour more is asked for, the student comes first."""
    from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415

    def find(matrix: Any) -> Any:
        model = NearestNeighbors(n_neighbors=K + 1, metric="cosine", algorithm="brute", n_jobs=-1)
        return 1 - model.fit(matrix).kneighbors(matrix)[0][:, 1:]

    return find


def implicit() -> Callable[[Any], Any]:
    """Return implicit's item-item recommender, for which students are the items."""
    from implicit.nearest_neighbours import CosineRecommender  # noqa: PLC0415

    def find(matrix: Any) -> Any:
        model = CosineRecommender(K=K + 1)
        model.fit(matrix.T.tocsr(), show_progress=False)
        similar = model.similarity.tocsr()
        scores = np.zeros((matrix.shape[0], K + 1))
        places = np.arange(similar.nnz) - np.repeat(similar.indptr[:-1], np.diff(similar.indptr))
        scores[np.repeat(np.arange(len(scores)), np.diff(similar.indptr)), places] = similar.data
        return np.sort(scores, axis=1)[:, -2::-1]  # the first is the student

    return find


METHODS = {
    "ours": ours,
    "ours, scipy alone": ours_plain,
    "ours, shrunk": ours_shrunk,
    "scikit-learn": scikit_learn,
    "implicit": implicit,
}


def agree(folder: Path) -> None:
    """Stop with a sentence unless the scores of all who give plain cosines are the same."""
    expected = np.load(folder / "scikit-learn.npy").clip(min=0)
    for method in METHODS.keys() - {"ours, shrunk", "scikit-learn"}:
        if not np.allclose(np.load(folder / f"{method}.npy"), expected, rtol=0, atol=1e-9):
            sys.exit(f"{method} finds other scores than scikit-learn.")


def compared(found: dict[str, dict[str, float]]) -> list[tuple[str, ...]]:
    """Return the rows of the table; the ratios are to scikit-learn."""
    peer = found["scikit-learn"]
    return [
        (
            method,
            f"{cost['wall']:.2f}",
            f"{cost['cpu']:.2f}",
            f"{cost['memory']:.0f}",
            f"{peer['wall'] / cost['wall']:.1f}",
            f"{peer['memory'] / cost['memory']:.1f}",
        )
        for method, cost in found.items()
    ]


if __name__ == "__main__":
    main()
