"""Where each skill stands in the picture of the tree: in layers, with few crossing lines.

The order within the layers is found by Sugiyama's method (package `igraph`). Each subject is laid
out on its own, and some of them stand beside each other in a row; a skill stands one layer below
the lowest of what it builds on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from igraph import Graph

from tutor_core.content.graph import SkillGraph

GAP = 1.0  # between two subjects, in widths of a skill
IN_A_ROW = 2  # subjects beside each other


@dataclass(frozen=True, slots=True)
class Place:
    """Where a skill stands.

    Attributes:
        x: From the left, 0 and above, in widths of a skill.
        y: From the top, in layers.
        layer: How many layers lie above it, 0 for what builds on nothing.
    """

    x: float
    y: int
    layer: int


def laid_out(
    prerequisites: Mapping[int, tuple[int, ...]], topics: Mapping[int, str]
) -> Mapping[int, Place]:
    """Return the place of each skill.

    Args:
        prerequisites: Every skill and what it builds on directly, without cycles.
        topics: The subject of each; the first one named stands on the left of the first row.

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
    top = 0
    subjects = list(of_topic.values())
    for begin in range(0, len(subjects), IN_A_ROW):
        left = 0.0
        for skills in subjects[begin : begin + IN_A_ROW]:
            xs = _columns(skills, dict(prerequisites), layers)
            first, last = min(xs.values()), max(xs.values())
            for skill, x in xs.items():
                found[skill] = Place(left + x - first, top + layers[skill], layers[skill])
            left += last - first + 1 + GAP
        top = 1 + max(place.y for place in found.values())
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
