"""The picture of the tree: layers, no two skills on one place, few crossings."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.content.graph import SkillCycleError
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.practice.tree.layout import laid_out, layers_of


@st.composite
def trees(draw):
    """A graph of skills without cycles, in up to three subjects."""
    count = draw(st.integers(1, 25))
    prerequisites = {
        skill: tuple(sorted(draw(st.sets(st.integers(0, skill - 1), max_size=3)) if skill else ()))
        for skill in range(count)
    }
    topics = {skill: draw(st.sampled_from("abc")) for skill in range(count)}
    return prerequisites, topics


def crossings(places, prerequisites):
    """Count the pairs of lines between the same two layers that cross."""
    lines = [
        (places[needed], places[skill])
        for skill in prerequisites
        for needed in prerequisites[skill]
    ]
    return sum(
        (one[0].layer, one[1].layer) == (two[0].layer, two[1].layer)
        and (one[0].x - two[0].x) * (one[1].x - two[1].x) < 0
        for one, two in combinations(lines, 2)
    )


def test_a_skill_stands_below_all_that_it_builds_on():
    assert layers_of({1: (), 2: (1,), 3: (1, 2), 4: ()}) == {1: 0, 2: 1, 3: 2, 4: 0}


def test_lines_that_need_not_cross_do_not():
    prerequisites = {1: (), 2: (), 3: (2,), 4: (1,), 5: (4,), 6: (3,)}

    places = laid_out(prerequisites, dict.fromkeys(prerequisites, "algebra"))

    assert crossings(places, prerequisites) == 0


def test_a_skill_stands_over_the_middle_of_what_builds_on_it():
    prerequisites = {1: (), 2: (1,), 3: (1,), 4: (1,)}

    places = laid_out(prerequisites, dict.fromkeys(prerequisites, "algebra"))

    below = sorted(places[skill].x for skill in (2, 3, 4))
    assert below == pytest.approx([0, 1, 2])
    assert places[1].x == pytest.approx(1)


def test_subjects_stand_two_in_a_row_in_the_order_named():
    prerequisites = {1: (), 2: (1,), 3: (), 4: (3, 1), 5: ()}
    topics = {3: "geometry", 4: "geometry", 1: "algebra", 2: "algebra", 5: "physics"}

    places = laid_out(prerequisites, topics)

    assert max(places[skill].x for skill in (3, 4)) < min(places[skill].x for skill in (1, 2))
    assert places[5].x == 0
    assert places[5].y > max(places[skill].y for skill in (1, 2, 3, 4))
    assert places[5].layer == 0


@given(trees())
def test_every_skill_has_a_place_of_its_own_below_what_it_builds_on(tree):
    prerequisites, topics = tree

    places = laid_out(prerequisites, topics)

    assert set(places) == set(prerequisites)
    for one, other in combinations(places.values(), 2):
        assert one.y != other.y or abs(one.x - other.x) > 0.99
    assert all(place.x >= 0 for place in places.values())
    assert all(
        places[needed].layer < places[skill].layer
        for skill in prerequisites
        for needed in prerequisites[skill]
    )
    assert laid_out(prerequisites, topics) == places


def shuffled(places, rng):
    """Return the same places with the skills of each layer among themselves exchanged."""
    layers = {}
    for skill, place in places.items():
        layers.setdefault(place.layer, []).append(skill)
    found = {}
    for skills in layers.values():
        there = [places[skill] for skill in skills]
        rng.shuffle(there)
        found |= dict(zip(skills, there, strict=True))
    return found


def test_the_lines_within_the_shipped_subjects_cross_less_than_half_as_often_as_by_chance():
    rng = random.Random(3)
    found, by_chance = 0, 0.0
    for subject in shipped_curriculum().subjects:
        skills = [one for one in shipped_curriculum().skills if one.subject == subject.name]
        number = {skill.name: place for place, skill in enumerate(skills)}
        prerequisites = {
            number[skill.name]: tuple(number[one] for one in skill.prerequisites if one in number)
            for skill in skills
        }
        places = laid_out(prerequisites, dict.fromkeys(prerequisites, subject.name))
        found += crossings(places, prerequisites)
        by_chance += sum(crossings(shuffled(places, rng), prerequisites) for _ in range(20)) / 20

    assert found <= by_chance / 2


def test_a_circle_is_named():
    with pytest.raises(SkillCycleError, match="circle"):
        laid_out({1: (2,), 2: (1,)}, {1: "algebra", 2: "algebra"})
