"""Which skills are learnt, and in which order, so that most value is there by the date."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tutor_core.planning.filling import Filling, filled
from tutor_core.planning.workload import GAPS, Workload

SHARES = (0.94, 0.97, 1.0, 1.02, 1.04, 1.07, 1.1)  # of the minutes there are, tried for a choice
LEAST_GAIN = 1e-9

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


def by_worth(load: Workload) -> list[int]:
    """Return all skills by place, those worth most a minute first, each after what it stands on.

    Again and again the skill comes next that is worth most a minute together with all that is
    missing below it: a greedy choice for the knapsack with prerequisites. It finishes more value
    than a skill's own value and half of that above it, measured in `benchmarks.planning`.
    """
    below = _closures(load)
    value = np.array(load.values, dtype=float)
    minutes = _minutes(load)
    is_left = np.ones(len(load.learn), dtype=bool)
    order: list[int] = []
    while is_left.any():
        needed = below @ (minutes * is_left)
        worth = below @ (value * is_left) / np.maximum(needed, 1)
        best = int(np.argmax(np.where(is_left, worth, -1.0)))
        found = np.flatnonzero(below[best] * is_left)
        order.extend(int(one) for one in found)
        is_left[found] = False
    return order


def value_of(load: Workload, filling: Filling) -> float:
    """Return the value of the skills that are learnt."""
    pairs = zip(load.values, filling.finished, strict=True)
    return sum(value for value, day in pairs if day is not None)


def improved(load: Workload, order: Sequence[int], pace: int) -> tuple[list[int], Filling]:
    """Return the skills for which there is time, in their order, and what the days then hold.

    For minutes from a little less to a little more than there are, skills are chosen by minutes
    alone and the days filled with them; what finishes most value is kept. All others are begun
    only where time remains.

    Args:
        load: What there is to do.
        order: All skills, those to be preferred first.
        pace: Minutes a day.
    """
    best = filled(load, order, pace)
    there = sum(min(room, pace) for room in load.room)
    knapsack = _Knapsack(load)
    chosen = list(order)
    for share in SHARES:
        knapsack.fill(share * there)
        tried = [skill for skill in order if knapsack.is_in[skill]]
        found = filled(load, tried, pace)
        if value_of(load, found) > value_of(load, best):
            chosen, best = tried, found
    return chosen, best


class _Knapsack:
    """Skills chosen by their minutes alone, each with all that it stands on."""

    def __init__(self, load: Workload) -> None:
        self.below = _closures(load)
        self.value = np.array(load.values, dtype=float)
        self.minutes = _minutes(load)
        self.is_in = np.zeros(len(load.learn), dtype=bool)

    def fill(self, most: float) -> None:
        """Take in more, and change a skill for another, as long as the value grows."""
        while (move := self._best_move(most)) is not None:
            taken, dropped = move
            if dropped is not None:
                self.is_in &= self.below[:, dropped] == 0
            self.is_in |= self.below[taken] > 0

    def _best_move(self, most: float) -> tuple[int, int | None] | None:
        """Return the skill to take in and the one to drop for it, None for none; or no move."""
        if self.is_in.all():
            return None
        value, minutes = self.value * ~self.is_in, self.minutes * ~self.is_in
        gain, cost = self.below @ value, self.below @ minutes
        room = most - float(self.minutes @ self.is_in)
        worth = np.where((cost <= room) & (gain > 0), gain / np.maximum(cost, 1), 0.0)
        if worth.any():
            return int(np.argmax(worth)), None
        lost = (self.value * self.is_in) @ self.below
        freed = (self.minutes * self.is_in) @ self.below
        does = (cost[:, None] <= room + freed) & ~self.is_in[:, None] & self.is_in
        better = np.where(does & (self.below == 0), gain[:, None] - lost, 0.0)
        taken, dropped = np.unravel_index(int(np.argmax(better)), better.shape)
        is_gain = better[taken, dropped] > LEAST_GAIN
        return (int(taken), int(dropped)) if is_gain else None


def _minutes(load: Workload) -> Floats:
    """Return what each skill takes, with its repetitions."""
    return np.array(load.minutes, dtype=float) + load.shortest * len(GAPS)


def _closures(load: Workload) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return a matrix: 1 where the skill of the row is that of the column or stands on it."""
    below = np.eye(len(load.learn))
    for skill, needed in enumerate(load.beneath):
        for one in needed:
            below[skill] = np.maximum(below[skill], below[one])
    return below
