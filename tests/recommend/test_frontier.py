import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.recommend.frontier import SkillView, is_ready, rounds
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


def first(views, within=ALL, aims=(), policy=POLICY):
    return next(rounds(views, within, aims, policy)).skills


def test_a_skill_waits_for_its_prerequisites():
    assert first(skills(adding=0.5)) == (ADDING,)
    assert set(first(skills(adding=0.65))) == {ADDING, DOUBLING}


def test_a_skill_never_tried_opens_nothing_however_able_the_learner_seems():
    new = skills(adding=0.9, answers=0)

    assert not is_ready(DOUBLING, new, POLICY)
    assert first(new) == (ADDING,)


def test_what_is_mastered_is_left_alone():
    assert first(skills(adding=0.8, doubling=0.5)) == (DOUBLING,)


def test_where_everything_is_mastered_the_weakest_comes_first():
    assert first(skills(0.9, 0.8, 0.95)) == (DOUBLING, ADDING, EQUATIONS)


@pytest.mark.parametrize("kind", ["gap", "review"])
def test_what_is_mastered_and_fades_is_opened_again(kind):
    found = first(skills(adding=0.8), aims=[Aim(kind=kind, skill=ADDING)])

    assert set(found) == {ADDING, DOUBLING}


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
