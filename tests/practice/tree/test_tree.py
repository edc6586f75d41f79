"""The mastery tree out of a standing: states, what is missing, the way to the next level."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gaps.scenes import EQUATIONS, FRACTIONS, PARAMETERS, SYSTEMS, skill, standing_with
from tests.rows import NOW
from tutor_core.knowledge.model import Situation, new_item, update
from tutor_core.knowledge.standing import Standing
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.mastery.progress import progress_in
from tutor_core.practice.tree.steps import MOST, next_level_of
from tutor_core.practice.tree.tree import tree_of
from tutor_core.recommend.policy import BanditPolicy

LEVELS, CHOICE = MasteryPolicy(), BanditPolicy()
NEVER = {"days_ago": None}


def tree(*skills, choice=CHOICE):
    found = tree_of(standing_with(*skills), PARAMETERS, LEVELS, choice)
    return {one.skill_id: one for one in found.skills}


def known(number, log_odds=2.5, **more):
    return skill(number, log_odds, sd=0.2, answers=9, **more)


def test_what_builds_on_nothing_is_open_and_what_builds_on_the_unknown_is_not_ready():
    found = tree(skill(FRACTIONS, **NEVER), skill(EQUATIONS, **NEVER), skill(SYSTEMS, **NEVER))

    assert [found[one].state for one in (FRACTIONS, EQUATIONS, SYSTEMS)] == [
        "open", "locked", "locked",
    ]  # fmt: skip


def test_what_is_known_well_is_secure_and_opens_what_builds_on_it():
    found = tree(known(FRACTIONS), skill(EQUATIONS, **NEVER), skill(SYSTEMS, **NEVER))

    assert [found[one].state for one in (FRACTIONS, EQUATIONS, SYSTEMS)] == [
        "secure", "open", "locked",
    ]  # fmt: skip
    assert found[FRACTIONS].unlocks == ("Linear equations",)
    assert found[EQUATIONS].builds_on == ("Fractions",)
    assert found[EQUATIONS].missing == ()


def test_what_carries_the_next_skill_and_is_not_proficient_is_usable_not_secure():
    found = tree(skill(FRACTIONS, 0.5, sd=0.45, answers=9), skill(EQUATIONS, **NEVER))

    assert found[FRACTIONS].state == "usable"
    assert 1 <= found[FRACTIONS].level < 3
    assert found[EQUATIONS].state == "open"


def test_a_skill_that_is_worked_on_is_started_whatever_it_builds_on():
    found = tree(skill(FRACTIONS, **NEVER), skill(EQUATIONS, -0.5, sd=0.3))

    assert found[EQUATIONS].state == "started"
    assert [one.title for one in found[EQUATIONS].missing] == ["Fractions"]


def test_what_is_missing_says_how_far_it_is_and_how_many_answers_it_wants():
    (missing,) = tree(skill(FRACTIONS, -1.0, answers=1), skill(EQUATIONS, **NEVER))[
        EQUATIONS
    ].missing

    assert (missing.skill, missing.title) == ("fractions", "Fractions")
    assert missing.answers == max(0, CHOICE.ready_answers - 1)
    assert 0 < missing.mastery < CHOICE.ready


def test_a_skill_that_was_known_better_is_fading():
    found = tree(known(FRACTIONS, 0.2, was=3.0))[FRACTIONS]

    assert found.state == "fading"
    assert found.level < found.level_when_seen


def test_the_gate_is_that_of_the_choice():
    strict = replace(CHOICE, ready=0.99)

    found = tree(known(FRACTIONS), skill(EQUATIONS, **NEVER), choice=strict)

    assert found[EQUATIONS].state == "locked"


def test_lines_go_from_each_skill_to_what_builds_on_it():
    found = tree_of(
        standing_with(known(FRACTIONS), skill(EQUATIONS, **NEVER)), PARAMETERS, LEVELS, CHOICE
    )

    assert found.lines == ((FRACTIONS, EQUATIONS),)
    assert found.by_state()["secure"] == 1


def after_right_answers(standing, own, times):
    """Answer medium questions rightly, on two days, and return where that leads."""
    now = Situation(
        ability=standing.ability, strengths=(own.strength,), skills=(own.difficulty,),
        item=new_item(3, PARAMETERS),
    )  # fmt: skip
    for _ in range(times):
        after = update(now, PARAMETERS, correct=True, at=NOW)
        now = replace(after, item=new_item(3, PARAMETERS))
    reached = replace(
        own, strength=replace(now.strengths[0], answers=own.strength.answers + times),
        difficulty=now.skills[0], days_seen=max(own.days_seen, LEVELS.master_days),
    )  # fmt: skip
    return progress_in(
        Standing(ability=now.ability, skills={own.skill_id: reached}), reached, PARAMETERS, LEVELS
    ).level


@given(st.floats(-3, 3), st.floats(0.2, 1.2), st.integers(1, 12))
def test_so_many_right_answers_reach_the_next_level_and_one_fewer_does_not(log_odds, sd, answers):
    own = skill(FRACTIONS, log_odds, sd=sd, answers=answers, days_ago=0.0)
    standing = standing_with(own)
    level = progress_in(standing, own, PARAMETERS, LEVELS).level

    step = next_level_of(standing, own, PARAMETERS, LEVELS)

    if step is None:
        assert level == 5
    elif step.right is None:
        assert after_right_answers(standing, own, MOST) <= level
    else:
        assert step.level == level + 1
        assert after_right_answers(standing, own, step.right) > level
        assert step.right == 1 or after_right_answers(standing, own, step.right - 1) <= level


def test_the_top_level_wants_another_day():
    own = replace(skill(FRACTIONS, 2.6, sd=0.2, answers=20, days_ago=0.0), days_seen=1)

    step = next_level_of(standing_with(own), own, PARAMETERS, LEVELS)

    assert (step.level, step.days) == (5, 1)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_lower_levels_want_no_further_day(level):
    log_odds = {1: -1.5, 2: 0.1, 3: 0.9}[level]
    own = skill(FRACTIONS, log_odds, sd=0.2, answers=9)

    step = next_level_of(standing_with(own), own, PARAMETERS, LEVELS)

    assert (step.level, step.days) == (level + 1, 0)
