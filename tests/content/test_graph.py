import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.content.graph import SkillCycleError, SkillGraph

# A diamond: d stands on b and c, which both stand on a; e stands alone.
DIAMOND = {"d": ["b", "c"], "b": ["a"], "c": ["a"], "e": []}


def test_ancestors_and_descendants_of_a_diamond():
    graph = SkillGraph(DIAMOND)

    assert graph.ancestors("d") == {"a", "b", "c"}
    assert graph.ancestors("a") == frozenset()
    assert graph.descendants("a") == {"b", "c", "d"}
    assert graph.descendants("e") == frozenset()


def test_a_skill_named_only_as_a_prerequisite_belongs_to_the_graph():
    assert set(SkillGraph(DIAMOND).topological_order) == set("abcde")


def test_what_a_skill_unlocks_is_the_reverse_of_its_prerequisites():
    assert dict(SkillGraph(DIAMOND).unlocks) == {
        "a": ("b", "c"), "b": ("d",), "c": ("d",), "d": (), "e": (),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("edges", "circle"),
    [
        ({"a": ["a"]}, "a needs a"),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}, "needs"),
    ],
)
def test_a_cycle_is_refused_and_named(edges, circle):
    with pytest.raises(SkillCycleError, match=circle) as caught:
        SkillGraph(edges)

    named = str(caught.value).split(": ")[1].split(".")[0].split(" needs ")
    assert named[0] == named[-1]
    for skill, needed in itertools.pairwise(named):
        assert needed in edges[skill]


@given(st.sets(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40))
def test_any_graph_is_ordered_or_refused(pairs):
    edges = {skill: sorted(b for a, b in pairs if a == skill) for skill in range(13)}
    try:
        graph = SkillGraph(edges)
    except SkillCycleError:
        return
    place = {skill: number for number, skill in enumerate(graph.topological_order)}

    assert set(place) == set(range(13))
    for skill, needed in pairs:
        assert place[needed] < place[skill]
        assert needed in graph.ancestors(skill)
        assert skill in graph.descendants(needed)
    for skill in place:
        assert skill not in graph.ancestors(skill)
        assert all(skill in graph.descendants(above) for above in graph.ancestors(skill))
