"""Where each skill stands in the picture of the tree: in layers, with few crossing lines.

The order within the layers is found by Sugiyama's method (package `igraph`). Subjects stand beside
each other, each laid out on its own; a skill stands one layer below the lowest of what it builds
on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from igraph import Graph

from tutor_core.content.graph import SkillGraph

GAP = 1.0  # between two subjects, in widths of a skill


@dataclass(frozen=True, slots=True)
class Place:
    """Where a skill stands.

    Attributes:
        x: From the left, 0 and above, in widths of a skill.
        layer: From the top, 0 for what builds on nothing.
    """

    x: float
    layer: int


def laid_out(
    prerequisites: Mapping[int, tuple[int, ...]], topics: Mapping[int, str]
) -> Mapping[int, Place]:
    """Return the place of each skill.

    Args:
        prerequisites: Every skill and what it builds on directly, without cycles.
        topics: The subject of each; the first one named stands on the left.

    Raises:
        SkillCycleError: The prerequisites go round in a circle.
    """
    return _laid_out(tuple(prerequisites.items()), tuple(topics.items()))


@lru_cache(maxsize=8)
def _laid_out(
    prerequisites: tuple[tuple[int, tuple[int, ...]], ...], topics: tuple[tuple[int, str], ...]
) -> Mapping[int, Place]:
    layers = layers_of(dict(prerequisites))
    of_topic: dict[str, list[int]] = {}
    for skill, topic in topics:
        of_topic.setdefault(topic, []).append(skill)
    found: dict[int, Place] = {}
    left = 0.0
    for skills in of_topic.values():
        xs = _columns(skills, dict(prerequisites), layers)
        first, last = min(xs.values()), max(xs.values())
        found |= {skill: Place(left + x - first, layers[skill]) for skill, x in xs.items()}
        left += last - first + 1 + GAP
    return found


def layers_of(prerequisites: Mapping[int, tuple[int, ...]]) -> dict[int, int]:
    """Return the layer of each skill: the longest way up to one that builds on nothing."""
    graph = SkillGraph(prerequisites)
    layers: dict[int, int] = {}
    for skill in graph.topological_order:
        needed = graph.prerequisites[skill]
        layers[skill] = 1 + max((layers[one] for one in needed), default=-1)
    return layers


def _columns(
    skills: list[int], prerequisites: Mapping[int, tuple[int, ...]], layers: Mapping[int, int]
) -> dict[int, float]:
    number = {skill: place for place, skill in enumerate(skills)}
    edges = [
        (number[needed], number[skill])
        for skill in skills
        for needed in prerequisites[skill]
        if needed in number
    ]
    graph = Graph(n=len(skills), edges=edges, directed=True)
    layout = graph.layout_sugiyama(layers=[layers[skill] for skill in skills], maxiter=200)
    found = {skill: float(layout[place][0]) for skill, place in number.items()}
    return _set_apart(found, layers)


def _set_apart(xs: Mapping[int, float], layers: Mapping[int, int]) -> dict[int, float]:
    """Return the columns with a skill's width between any two of a layer.

    Of some thousand graphs the library puts two skills of one upon each other.
    """
    found: dict[int, float] = {}
    free: dict[int, float] = {}
    for skill in sorted(xs, key=lambda one: (xs[one], one)):
        found[skill] = max(xs[skill], free.get(layers[skill], xs[skill]))
        free[layers[skill]] = found[skill] + 1
    return found
