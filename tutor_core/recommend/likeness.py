"""What makes learners alike, and what those like somebody gained from an item.

Two halves describe a learner: what they know better or worse than others, and what they did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tutor_core.recommend.similarity import Ranking, unit_rows

KNOWLEDGE_SHARE = 0.75  # of the cosine; the rest is what they did
FEWEST = 3  # neighbours behind a gain that is told: fewer could be told apart
AT_ONCE = 500  # learners in one portion of the gains
DECIMALS = 9  # kept of a deviation: what all know equally well must be exactly 0
Gain = tuple[float, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Values of a sparse table: a learner's row number, an id of a thing, and the value, each."""

    rows: NDArray[np.int64]
    things: NDArray[np.int64]
    values: NDArray[np.float64]


def portraits(knowledge: Entries, met: Entries, *, learners: int) -> Any:  # noqa: ANN401
    """Return a CSR table, learners x (skills and items), whose cosine is their likeness.

    A skill's value is the learner's estimate less the mean of all who practised it, 0 where
    they did not; it needs no further weight, for an estimate of few answers stays near the
    prior by itself. An item counts log(1 + times met) * log(1 + learners / learners who met
    it): what everybody met says little. Each half is brought to a length of its own
    (`KNOWLEDGE_SHARE`), so that many items do not drown few skills.

    Args:
        knowledge: Log-odds by skill id, of skills answered at least once.
        met: Times met by content id, each at least 1.
        learners: How many there are; row numbers are below it.
    """
    _, skills, practised = np.unique(knowledge.things, return_inverse=True, return_counts=True)
    means = np.bincount(skills, weights=knowledge.values) / practised
    above = np.round(knowledge.values - means[skills], DECIMALS)
    _, items, who_met = np.unique(met.things, return_inverse=True, return_counts=True)
    worth = np.log1p(met.values) * np.log1p(learners / who_met[items])
    knows = sparse.csr_array((above, (knowledge.rows, skills)), shape=(learners, len(practised)))
    did = sparse.csr_array((worth, (met.rows, items)), shape=(learners, len(who_met)))
    return sparse.hstack(
        [
            np.sqrt(KNOWLEDGE_SHARE) * unit_rows(knows),
            np.sqrt(1 - KNOWLEDGE_SHARE) * unit_rows(did),
        ],
        format="csr",
    )


def gains(neighbours: Ranking, rewards: Entries) -> Iterator[dict[int, Gain]]:
    """Yield for each learner what their neighbours gained, by content id.

    A neighbour counts once for an item, with the mean of their rewards; the means are weighted
    by similarity. Items with fewer than `FEWEST` neighbours behind them are left out.

    Args:
        neighbours: ids and scores of `top_neighbours`.
        rewards: Rewards (-1 to 1) by content id; several of one learner and item may stand there.

    Yields:
        By content id: the weighted mean reward (-1 to 1, four decimals), how many neighbours
        are behind it, and how many of them had a mean reward above 0.
    """
    learners = len(neighbours[0])
    contents, items = np.unique(rewards.things, return_inverse=True)
    shape = (learners, len(contents))
    sums = _table(rewards.values, rewards.rows, items, shape)
    times = _table(np.ones_like(rewards.values), rewards.rows, items, shape)
    means = sums.copy()
    means.data /= times.data  # both tables hold the same places, in the same order
    seen, gained = times.copy(), sums.copy()
    seen.data[:] = 1.0
    gained.data = (sums.data > 0).astype(np.float64)
    for start in range(0, learners, AT_ONCE):
        near = _near(neighbours, slice(start, start + AT_ONCE))
        yield from _portion(near, means, seen, gained, contents)


def _portion(
    near: Any,  # noqa: ANN401
    means: Any,  # noqa: ANN401
    seen: Any,  # noqa: ANN401
    gained: Any,  # noqa: ANN401
    contents: NDArray[np.int64],
) -> Iterator[dict[int, Gain]]:
    alike = near.copy()
    alike.data[:] = 1.0
    total, weight = (near @ means).toarray(), (near @ seen).toarray()
    behind, better = (alike @ seen).toarray(), (alike @ gained).toarray()
    for line in range(near.shape[0]):
        told = np.flatnonzero(behind[line] >= FEWEST)
        yield {
            int(contents[item]): (
                float(np.clip(round(total[line, item] / weight[line, item], 4), -1, 1)),
                int(behind[line, item]),
                int(better[line, item]),
            )
            for item in told
        }


def _near(neighbours: Ranking, part: slice) -> Any:  # noqa: ANN401
    """Return some learners' neighbours as CSR, learners of the part x all learners."""
    ids, scores = neighbours[0][part], neighbours[1][part]
    lines, places = np.nonzero(ids >= 0)
    return _table(scores[lines, places], lines, ids[lines, places], (len(ids), len(neighbours[0])))


def _table(
    values: NDArray[np.float64],
    rows: NDArray[Any],
    columns: NDArray[Any],
    shape: tuple[int, int],
) -> Any:  # noqa: ANN401
    """Return a CSR table in which equal places are added up."""
    return sparse.csr_array((values, (rows, columns)), shape=shape)
