"""A policy is tried out on simulated learners before anybody is exposed to it."""

import statistics

import pytest

from tests.practice.conftest import add_school
from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotAllowedError
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.simulation.previews.curves import Bank, teaching_curves
from tutor_core.simulation.previews.queries import bank_of
from tutor_core.simulation.tutor import Curriculum

SKILLS = {1: 1, 2: 2, 3: 2, 4: 3}
BANK = Bank(
    curriculum=Curriculum(
        items=[(10 * skill + n, skill, 1 + n % 5) for skill in SKILLS for n in range(10)],
        prerequisites={1: [], 2: [1], 3: [1], 4: [2, 3]},
    ),
    levels=SKILLS,
)
HOLDS = BanditPolicy()


def curves(after, *, learners=6, seed=3, **values):
    return teaching_curves(
        BANK, HOLDS, after,
        parameters=KnowledgeParameters(), learners=learners, questions=40, seed=seed, **values,
    )  # fmt: skip


def gained(points):
    return statistics.mean(learner[-1] for learner in points)


def test_the_same_policy_teaches_the_same_learners_the_same():
    found = curves(HOLDS)

    assert found.questions == (10, 20, 30, 40)
    assert found.before == found.after
    assert len(found.before) == 6
    assert gained(found.before) > 0


def test_a_policy_that_only_asks_what_is_known_teaches_less():
    harmful = BanditPolicy(target=0.95, width=0.05, repeat_factor=1.0, recent_items=0)

    found = curves(harmful, learners=12)

    assert gained(found.after) < gained(found.before)


def test_one_seed_gives_one_result_and_another_gives_another():
    other = BanditPolicy(epsilon=0.9)

    assert curves(other) == curves(other)
    assert curves(other).before != curves(other, seed=4).before


def test_it_tells_how_far_it_is():
    told = []

    curves(HOLDS, learners=2, advance=lambda done, total: told.append((done, total)))

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_bank_is_what_is_published_with_its_graph(db):
    add_school(db)

    bank = bank_of(db, Actor(1, "researcher"))

    assert {skill for _, skill, _ in bank.curriculum.items} == {101, 102, 201}
    assert bank.curriculum.prerequisites == {101: [], 102: [101], 201: [102]}
    assert bank.levels == {101: 1, 102: 1, 201: 1}


def test_the_bank_is_not_for_learners(db):
    with pytest.raises(NotAllowedError):
        bank_of(db, Actor(1, "student"))
