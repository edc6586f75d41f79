import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.reward import learning_gain
from tutor_core.recommend.value import Option, SkillView, gate, is_ready, parts_of

POLICY = BanditPolicy()
ADDING, DOUBLING, EQUATIONS = 1, 2, 3


def skills(adding=0.5, doubling=0.5, equations=0.5, *, answers=5):
    return {
        ADDING: SkillView(mastery=adding, answers=answers, leads_to=2),
        DOUBLING: SkillView(mastery=doubling, answers=answers, prerequisites=(ADDING,), leads_to=1),
        EQUATIONS: SkillView(mastery=equations, answers=answers, prerequisites=(DOUBLING,)),
    }


def options(*ids):
    return [Option(content_id=i, skill=i // 10, probability=0.7) for i in ids]


ALL = options(10, 11, 20, 21, 30, 31)


def asked(found):
    return {option.content_id for option in found}


def test_a_skill_waits_for_its_prerequisites():
    assert asked(gate(ALL, skills(adding=0.5), [], POLICY)) == {10, 11}
    assert asked(gate(ALL, skills(adding=0.65), [], POLICY)) == {10, 11, 20, 21}


def test_a_skill_never_tried_opens_nothing_however_able_the_learner_seems():
    new = skills(adding=0.9, answers=0)
    assert not is_ready(DOUBLING, new, POLICY)
    assert asked(gate(ALL, new, [], POLICY)) == {10, 11}


def test_what_is_mastered_is_left_alone():
    assert asked(gate(ALL, skills(adding=0.8, doubling=0.5), [], POLICY)) == {20, 21}


def test_what_was_just_met_is_not_asked_again():
    assert asked(gate(ALL, skills(adding=0.5), [10], POLICY)) == {11}


def test_where_everything_is_mastered_the_weakest_is_kept_alive():
    found = gate(ALL, skills(0.9, 0.8, 0.95), [], POLICY)
    assert asked(found) == {20, 21}


def test_where_all_was_just_met_something_is_asked_all_the_same():
    assert asked(gate(options(10), skills(adding=0.5), [10], POLICY)) == {10}


def test_an_exercise_waits_until_its_skill_was_tried_a_few_times():
    exercise = Option(content_id=12, skill=ADDING, probability=0.7, is_exercise=True)
    there = [*options(10, 11), exercise]

    assert asked(gate(there, skills(answers=2), [], POLICY)) == {10, 11}
    assert asked(gate(there, skills(answers=3), [], POLICY)) == {10, 11, 12}
    assert asked(gate([exercise], skills(answers=0), [], POLICY)) == {12}


@given(
    st.tuples(*[st.floats(0.01, 0.99)] * 3),
    st.integers(0, 6),
    st.sets(st.sampled_from([10, 11, 20, 21, 30, 31])),
    st.sets(st.sampled_from([10, 11, 20, 21, 30, 31]), min_size=1),
)
def test_there_is_always_something_to_ask(mastery, answers, recent, there):
    found = gate(options(*there), skills(*mastery, answers=answers), recent, POLICY)
    assert asked(found) <= there
    assert found


def test_the_parts_of_a_value_worked_by_hand():
    # fit exp(-((.45-.7)/.5)^2) = exp(-.25); openness 4*.5*.5; unlocking 1 + .3 ln 3; .4^(1/2)
    option = Option(content_id=1, skill=ADDING, probability=0.45, seen=1, days_since_seen=3.5)
    parts = parts_of(option, skills(), POLICY)
    assert parts.fit == pytest.approx(0.778801, abs=1e-6)
    assert parts.openness == pytest.approx(1.0)
    assert parts.unlocking == pytest.approx(1.329584, abs=1e-6)
    assert parts.freshness == pytest.approx(0.632456, abs=1e-6)
    assert parts.value == pytest.approx(0.778801 * 1.329584 * 0.632456, abs=1e-5)


def test_a_met_item_regains_its_worth_with_the_days():
    def worth(days):
        option = Option(content_id=1, skill=1, probability=0.7, seen=2, days_since_seen=days)
        return parts_of(option, skills(), POLICY).freshness

    assert worth(0) == pytest.approx(0.16)
    assert worth(0) < worth(3) < worth(14) < worth(60) < 1
    assert parts_of(ALL[0], skills(), POLICY).freshness == 1


@given(st.floats(0, 1), st.floats(0.001, 0.999), st.integers(0, 50), st.floats(0, 500))
def test_a_value_is_never_negative_and_best_at_the_target(probability, mastery, seen, days):
    view = {ADDING: SkillView(mastery=mastery, leads_to=3)}
    given_option = Option(
        content_id=1, skill=ADDING, probability=probability, seen=seen, days_since_seen=days
    )
    at_target = Option(
        content_id=1, skill=ADDING, probability=POLICY.target, seen=seen, days_since_seen=days
    )
    value = parts_of(given_option, view, POLICY).value
    assert 0 <= value <= parts_of(at_target, view, POLICY).value


@pytest.mark.parametrize(
    ("before", "after", "sd", "reward"),
    [(0.5, 0.8, 1.2, 0.25), (0.5, 0.2, 1.2, -0.25), (0, 9, 1, 1.0), (0, -9, 1, -1.0)],
)
def test_the_reward_is_the_move_in_standard_deviations_and_bounded(before, after, sd, reward):
    assert learning_gain(before=before, after=after, sd=sd) == pytest.approx(reward)
