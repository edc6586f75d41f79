"""How far apart skills are in the graph; the same for all learners of a curriculum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

Prerequisites = tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Links:
    """What stands on what.

    Attributes:
        beneath: By skill, all that it stands on, directly or not, with the steps down to each.
        above: By skill, all that stand on it, directly or not.
    """

    beneath: Mapping[int, Mapping[int, int]]
    above: Mapping[int, frozenset[int]]

    def in_order(self, skills: Iterable[int]) -> list[int]:
        """Return skills in an order in which each comes after all that it stands on."""
        return sorted(skills, key=lambda skill: (len(self.beneath[skill]), skill))


@lru_cache(maxsize=8)
def links_of(prerequisites: Prerequisites) -> Links:
    """Return the links of a curriculum, given each skill and what it builds on directly."""
    needs = dict(prerequisites)
    beneath = {skill: _steps_down(skill, needs) for skill in needs}
    above: dict[int, list[int]] = {skill: [] for skill in needs}
    for skill, found in beneath.items():
        for under in found:
            above[under].append(skill)
    return Links(beneath, {skill: frozenset(found) for skill, found in above.items()})


def _steps_down(start: int, needs: Mapping[int, Iterable[int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    layer, steps = {start}, 0
    while layer:
        steps += 1
        layer = {under for skill in layer for under in needs[skill] if under in needs} - set(found)
        found |= dict.fromkeys(sorted(layer), steps)
    return found
