import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.recommend.frontier import (
    SkillView,
    is_firm,
    is_mastered,
    is_ready,
    rounds,
    skill_views,
)
from tutor_core.recommend.goals import Aim
from tutor_core.recommend.policy import BanditPolicy

POLICY = BanditPolicy()
ADDING, DOUBLING, EQUATIONS, COUNTING = 1, 2, 3, 4
ALL = (ADDING, DOUBLING, EQUATIONS)


def skills(adding=0.5, doubling=0.5, equations=0.5, *, answers=5):
    return {
        ADDING: SkillView(mastery=adding, answers=answers, leads_to=2),
        DOUBLING: SkillView(mastery=doubling, answers=answers, prerequisites=(ADDING,), leads_to=1),
        EQUATIONS: SkillView(mastery=equations, answers=answers, prerequisites=(DOUBLING,)),
    }


def skill_standing(number, strength, prerequisites=()):
    return SkillStanding(
        skill_id=number, name=str(number), display_name="", topic="", prerequisites=prerequisites,
        strength=strength, difficulty=Estimate(0.0, 0.1), days_seen=1,
    )  # fmt: skip


def first(views, within=ALL, aims=(), policy=POLICY):
    return next(rounds(views, within, aims, policy)).skills


def test_a_skill_waits_for_its_prerequisites():
    assert first(skills(adding=0.53)) == (ADDING,)
    assert set(first(skills(adding=0.55))) == {ADDING, DOUBLING}


def test_a_skill_never_tried_opens_nothing_however_able_the_learner_seems():
    new = skills(adding=0.9, answers=0)

    assert not is_ready(DOUBLING, new, POLICY)
    assert first(new) == (ADDING,)


def test_what_is_mastered_is_left_alone():
    assert first(skills(adding=0.8, doubling=0.5)) == (DOUBLING,)


def test_a_skill_is_left_only_when_it_carries_what_builds_on_it():
    assert POLICY.ready <= POLICY.mastered
    assert POLICY.ready_answers <= POLICY.mastered_answers


@pytest.mark.parametrize(
    ("mastery", "answers", "is_placed", "is_left"),
    [
        (0.57, 2, False, True),
        (0.57, 1, False, False),
        (0.69, 0, True, False),
        (0.71, 0, True, True),
        (0.69, 1, True, False),
        (0.57, 2, True, True),
    ],
)
def test_what_was_only_inferred_must_be_surer_to_be_left_and_to_be_built_on(
    mastery, answers, is_placed, is_left
):
    view = SkillView(mastery=mastery, answers=answers, is_placed=is_placed)

    assert is_mastered(view, POLICY) == is_left
    assert is_firm(view, POLICY) == is_left


def test_of_two_alike_skills_the_one_on_firmer_ground_comes_first():
    views = {1: SkillView(mastery=0.5, footing=0.6), 2: SkillView(mastery=0.5, footing=0.9)}

    assert first(views, within=(1, 2)) == (2, 1)
    assert first(views, within=(1, 2), policy=BanditPolicy(footing_weight=0.0)) == (1, 2)


def test_the_ground_of_a_skill_is_the_weakest_that_it_builds_on():
    strong, weak = Strength(1.5, 0.2, 3), Strength(-1.0, 0.2, 3)
    standing = Standing(
        ability=Estimate(0.0, 1.0),
        skills={
            1: skill_standing(1, strong),
            2: skill_standing(2, weak),
            3: skill_standing(3, strong, prerequisites=(1, 2)),
        },
    )

    views = skill_views(standing, KnowledgeParameters())

    assert views[3].footing == views[2].mastery < views[1].mastery
    assert (views[1].footing, views[2].footing) == (1, 1)


def test_where_everything_is_mastered_the_weakest_comes_first():
    assert first(skills(0.9, 0.8, 0.95)) == (DOUBLING, ADDING, EQUATIONS)


@pytest.mark.parametrize(
    "aim", [Aim(kind="gap", skill=ADDING, detail="forgotten"), Aim(kind="review", skill=ADDING)]
)
def test_what_was_left_and_fades_is_opened_again(aim):
    found = first(skills(adding=0.8), aims=[aim])

    assert set(found) == {ADDING, DOUBLING}


def test_what_carries_what_builds_on_it_is_left_though_it_is_not_secure_yet():
    weak = Aim(kind="gap", skill=ADDING, detail="weakness")

    assert first(skills(adding=0.6), aims=[weak]) == (DOUBLING,)


def test_a_plan_does_not_open_what_is_mastered_or_not_ready():
    aims = [Aim(kind="plan", skill=skill) for skill in (ADDING, EQUATIONS)]

    assert first(skills(adding=0.8), aims=aims) == (DOUBLING,)


def test_an_assignment_is_asked_even_of_who_is_not_ready_until_it_is_mastered():
    assigned = Aim(kind="assignment", skill=EQUATIONS)

    assert set(first(skills(), aims=[assigned])) == {ADDING, EQUATIONS}
    assert first(skills(equations=0.9), aims=[assigned]) == (ADDING,)


def test_one_assigned_item_is_asked_even_of_who_mastered_its_skill():
    assigned = Aim(kind="assignment", skill=ADDING, content_id=10)

    assert ADDING in first(skills(adding=0.9), aims=[assigned])


def test_who_wants_what_they_are_not_ready_for_begins_where_the_way_into_it_begins():
    novice = skills(0.3, 0.2, 0.1)

    assert first(novice, within=(DOUBLING, EQUATIONS)) == (DOUBLING,)
    assert first(novice, within=(EQUATIONS,)) == (EQUATIONS,)


def test_skills_come_in_portions_the_most_valuable_first_and_each_once_before_any_again():
    views = {number: SkillView(mastery=0.5 - number / 100, answers=3) for number in range(30)}

    found = list(rounds(views, list(views), (), BanditPolicy(skills_at_once=12)))

    once = [one for one in found if not one.may_repeat]
    assert [len(one.skills) for one in once] == [12, 12, 6]
    assert [number for one in once for number in one.skills] == sorted(views)
    assert [one.skills for one in found if one.may_repeat] == [one.skills for one in once]


@given(
    st.tuples(*[st.floats(0.01, 0.99)] * 3),
    st.integers(0, 6),
    st.sets(st.sampled_from(ALL), min_size=1),
)
def test_every_skill_that_is_wanted_is_looked_at_in_the_end(mastery, answers, within):
    found = list(rounds(skills(*mastery, answers=answers), sorted(within), (), POLICY))

    assert {number for one in found for number in one.skills} == within
    assert all(one.skills for one in found)


def test_the_heaviest_goal_decides_the_order():
    views = {number: SkillView(mastery=0.5, answers=3) for number in (1, 2, 3)}
    aims = [Aim(kind="gap", skill=2, urgency=0.4), Aim(kind="assignment", skill=3)]

    assert first(views, within=(1, 2, 3), aims=aims) == (3, 2, 1)
