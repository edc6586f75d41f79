"""Where each skill stands in the picture of the tree: in layers, with few crossing lines.

Sugiyama's method (Sugiyama, Tagawa, Toda 1981): the layer is the longest way up; the order within
the layers is found by moving each skill to the mean place of what it is linked to, sweep after
sweep downwards and upwards, and the order with the fewest crossings is kept. A line over several
layers holds a place in each of them. igraph, which does the same, was tried: it put skills upon
each other and brought the process down now and then. Each subject is laid out on its own, and some
of them stand beside each other in a row.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, combinations, pairwise

from tutor_core.content.graph import SkillGraph

GAP = 1.0  # between two subjects, in widths of a skill
IN_A_ROW = 2  # subjects beside each other
SWEEPS = 12

Node = Hashable
Rows = list[list[Node]]
Links = Mapping[Node, Sequence[Node]]


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
    subjects = list(of_topic.values())
    found: dict[int, Place] = {}
    top = 0
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
    skills: Sequence[int],
    prerequisites: Mapping[int, tuple[int, ...]],
    layers: Mapping[int, int],
) -> dict[int, float]:
    """Return the column of each skill of a subject."""
    rows, above, below = _rows_of(skills, prerequisites, layers)
    best, fewest = [list(row) for row in rows], _crossings(rows, below)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        links = above if downwards else below
        order = range(1, len(rows)) if downwards else range(len(rows) - 2, -1, -1)
        for number in order:
            beside = rows[number - 1 if downwards else number + 1]
            rows[number] = _sorted_by_mean(rows[number], beside, links)
        crossings = _crossings(rows, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return _set_apart(best, above, below, set(skills))


def _rows_of(
    skills: Sequence[int], prerequisites: Mapping[int, tuple[int, ...]], layers: Mapping[int, int]
) -> tuple[Rows, dict[Node, list[Node]], dict[Node, list[Node]]]:
    """Return the rows from the top, with a stand-in wherever a line passes through a row."""
    first, last = min(layers[one] for one in skills), max(layers[one] for one in skills)
    rows: Rows = [[] for _ in range(first, last + 1)]
    above: dict[Node, list[Node]] = {}
    below: dict[Node, list[Node]] = {}
    for skill in skills:
        rows[layers[skill] - first].append(skill)
    within = set(skills)
    for skill in skills:
        for needed in prerequisites[skill]:
            if needed not in within:
                continue
            chain: list[Node] = [needed]
            for layer in range(layers[needed] + 1, layers[skill]):
                chain.append((needed, skill, layer))
                rows[layer - first].append(chain[-1])
            chain.append(skill)
            for upper, lower in pairwise(chain):
                below.setdefault(upper, []).append(lower)
                above.setdefault(lower, []).append(upper)
    return rows, above, below


def _sorted_by_mean(row: Sequence[Node], beside: Sequence[Node], links: Links) -> list[Node]:
    """Return a row by the mean place of what each is linked to; who has no link stays about."""
    place = {node: float(number) for number, node in enumerate(beside)}
    scale = len(beside) / max(1, len(row))

    def mean(number: int) -> float:
        linked = [place[one] for one in links.get(row[number], ()) if one in place]
        return sum(linked) / len(linked) if linked else number * scale

    means = [mean(number) for number in range(len(row))]
    return [row[number] for number in sorted(range(len(row)), key=lambda one: (means[one], one))]


def _crossings(rows: Rows, below: Links) -> int:
    """Count the pairs of lines that cross between any two rows."""
    found = 0
    for upper, lower in pairwise(rows):
        place = {node: number for number, node in enumerate(lower)}
        lines = [
            (number, place[one])
            for number, node in enumerate(upper)
            for one in below.get(node, ())
            if one in place
        ]
        found += sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(lines, 2))
    return found


def _set_apart(rows: Rows, above: Links, below: Links, skills: set[int]) -> dict[int, float]:
    """Return columns in the order of the rows, each skill near the middle of its links.

    Stand-ins take half the room, so that a line passes beside the boxes.
    """
    xs: dict[Node, float] = {node: float(x) for row in rows for x, node in enumerate(row)}
    for sweep in range(SWEEPS):
        links = above if sweep % 2 == 0 else below
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wished = [_middle(node, links, xs) for node in row]
            widths = [1.0 if node in skills else 0.5 for node in row]
            xs |= dict(zip(row, _placed(wished, widths), strict=True))
    return {node: xs[node] for row in rows for node in row if isinstance(node, int)}


def _middle(node: Node, links: Links, xs: Mapping[Node, float]) -> float:
    """Return the mean column of what a node is linked to; its own where it has no link."""
    linked = [xs[one] for one in links.get(node, ())]
    return sum(linked) / len(linked) if linked else xs[node]


def _placed(wished: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Return places in the same order that keep their widths and are nearest to the wished ones.

    Least squares: what comes too near is pooled into a block about the mean of its wishes.
    """
    steps = ((one + other) / 2 for one, other in pairwise(widths))
    offsets = list(accumulate(steps, initial=0.0))[: len(widths)]
    blocks: list[tuple[float, int]] = []  # the sum of the wishes of a block, and how many
    for wish, offset in zip(wished, offsets, strict=True):
        blocks.append((wish - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            (total, count), (more, others) = blocks[-2:]
            blocks[-2:] = [(total + more, count + others)]
    begins = [total / count for total, count in blocks for _ in range(count)]
    return [begin + offset for begin, offset in zip(begins, offsets, strict=True)]
