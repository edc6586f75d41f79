import itertools
import random

import pytest

from tutor_core.recommend.policy import BanditPolicy
from tutor_core.simulation.learners import KINDS, SimulatedLearner, Traits
from tutor_core.simulation.tutor import Curriculum, InMemoryTutor

SKILLS = [f"skill {n}" for n in range(6)]
CHAIN = {after: [before] for before, after in itertools.pairwise(SKILLS)}
ITEMS = [
    (f"{skill}/{level}/{copy}", skill, level)
    for skill in SKILLS
    for level in range(1, 6)
    for copy in range(3)
]
CURRICULUM = Curriculum(items=ITEMS, prerequisites=CHAIN)
SKILL_OF = {item: skill for item, skill, _ in ITEMS}


def tutor(seed=1, **values):
    return InMemoryTutor(CURRICULUM, rng=random.Random(seed), **values)


def test_a_new_student_begins_where_nothing_is_needed_before():
    assert {SKILL_OF[tutor(seed).next_item("ada", day=0)] for seed in range(20)} == {"skill 0"}


def test_asked_twice_the_tutor_keeps_to_its_question_until_it_is_answered():
    asked = tutor()
    first = asked.next_item("ada", day=0)
    assert asked.next_item("ada", day=0) == first
    asked.observe("ada", first, True, day=0)
    assert asked.next_item("ada", day=0) != first


def test_what_is_proved_opens_what_builds_on_it():
    asked = tutor()
    skills = []
    for _ in range(6):
        item = asked.next_item("ada", day=0)
        skills.append(SKILL_OF[item])
        asked.observe("ada", item, True, day=0)
    assert skills[:2] == ["skill 0", "skill 0"]
    assert SKILL_OF[asked.next_item("ada", day=1)] == "skill 3"


def test_students_do_not_disturb_each_others_place():
    asked = tutor(policy=BanditPolicy(epsilon=0.0))
    for _ in range(12):
        asked.observe("ada", asked.next_item("ada", day=0), True, day=0)
    assert SKILL_OF[asked.next_item("ben", day=0)] == "skill 0"


def test_an_answer_to_an_item_that_was_not_asked_is_learnt_from_too():
    asked = tutor(policy=BanditPolicy(epsilon=0.0))
    waiting = asked.next_item("ada", day=0)
    for item, skill, level in ITEMS:
        if skill == "skill 0" and level >= 3:
            asked.observe("ada", item, True, day=0)
    assert asked.next_item("ada", day=0) == waiting
    asked.observe("ada", waiting, True, day=0)
    assert SKILL_OF[asked.next_item("ada", day=0)] == "skill 1"


def test_the_same_chance_gives_the_same_lessons():
    def lesson(asked):
        found = []
        for number in range(20):
            found.append(asked.next_item("ada", day=number // 5))
            asked.observe("ada", found[-1], number % 3 > 0, day=number // 5)
        return found

    assert lesson(tutor(3)) == lesson(tutor(3))
    assert lesson(tutor(3)) != lesson(tutor(4))


def test_keys_are_any_hashable():
    odd = Curriculum(items=[((1, "a"), frozenset({2}), 2), (None, ("b",), 3)])
    asked = InMemoryTutor(odd, rng=random.Random(1))
    assert asked.next_item((7, 8), day=0) in {(1, "a"), None}


@pytest.mark.parametrize(
    ("items", "said"),
    [([("a", "s", 0)], "from 1 to 5"), ([("a", "s", 6)], "from 1 to 5"),
     ([("a", "s", 1), ("a", "s", 2)], "twice")],
)  # fmt: skip
def test_a_curriculum_that_cannot_be_is_refused(items, said):
    with pytest.raises(ValueError, match=said):
        Curriculum(items=items)


def test_prerequisites_in_a_circle_are_refused():
    circle = Curriculum(items=ITEMS, prerequisites={"skill 0": ["skill 1"], "skill 1": ["skill 0"]})
    with pytest.raises(ValueError, match="circle"):
        InMemoryTutor(circle, rng=random.Random(1)).next_item("ada", day=0)


def test_without_items_there_is_nothing_to_ask():
    with pytest.raises(ValueError, match="no items"):
        InMemoryTutor(Curriculum(items=[]), rng=random.Random(1)).next_item("ada", day=0)


def taught(kind, choose, students=12, questions=30):
    """Mean true mastery over all skills after some lessons, chosen by `choose(student, day)`."""
    total = 0.0
    rng = random.Random(5)
    levels = {item: level for item, _, level in ITEMS}
    for student in range(students):
        traits = Traits(
            kind=kind, ability=0.0, rate=0.3, slip=0.08, guess=0.1, memory_days=40.0,
            beginnings={skill: -0.5 - 0.3 * place for place, skill in enumerate(SKILLS)},
        )  # fmt: skip
        learner = SimulatedLearner(traits, CHAIN)
        for number in range(questions):
            day = number // 20
            item, answered = choose(student, day)
            skill, level = SKILL_OF[item], levels[item]
            correct = rng.random() < learner.chance(skill, level, day=day)
            learner.practise(skill, item, level, correct=correct, day=day, rng=rng)
            answered(correct)
        total += sum(learner.mastery(skill, day=3) for skill in SKILLS) / len(SKILLS)
    return total / students


@pytest.mark.parametrize("kind", KINDS)
def test_it_teaches_each_kind_of_learner_more_than_chance_does(kind):
    asked, chance = tutor(), random.Random(9)

    def by_tutor(student, day):
        item = asked.next_item(student, day=day)
        return item, lambda correct: asked.observe(student, item, correct, day=day)

    def by_chance(_student, _day):
        return chance.choice(ITEMS)[0], lambda _correct: None

    begun = taught(kind, by_chance, questions=0)
    gain = taught(kind, by_tutor) - begun
    assert gain > 1.1 * (taught(kind, by_chance) - begun) > 0


def test_a_placement_opens_what_it_found_to_be_within_reach():
    placed = tutor(policy=BanditPolicy(epsilon=0.0))
    known = {skill: 0.99 if skill < "skill 3" else 0.02 for skill in SKILLS}

    placed.place("ada", known, day=0)

    assert SKILL_OF[placed.next_item("ada", day=0)] == "skill 3"
    assert SKILL_OF[placed.next_item("ben", day=0)] == "skill 0"


def test_answers_speak_against_a_placement_that_contradicts_them():
    placed = tutor(policy=BanditPolicy(epsilon=0.0, mastered=0.8))
    for item, skill, _ in ITEMS:
        if skill == "skill 0":
            placed.observe("ada", item, False, day=0)

    placed.place("ada", dict.fromkeys(SKILLS, 0.99) | {"skill 5": 0.02}, day=0)

    assert SKILL_OF[placed.next_item("ada", day=0)] == "skill 0"


def test_a_placement_of_an_unknown_skill_is_refused():
    with pytest.raises(KeyError):
        tutor().place("ada", {"skill 9": 0.5}, day=0)
