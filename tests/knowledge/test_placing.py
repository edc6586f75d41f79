"""The estimate starts from what a placement found, and yields where its learner objects."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rows import NOW
from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.placing import Found, contested, placed
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.belief import belief_of
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.mastery.progress import progress_in

PARAMETERS = KnowledgeParameters()


def standing(*, answers=0, mean=0.0, variance=0.2, ability=0.3):
    skill = SkillStanding(
        skill_id=1,
        name="adding",
        display_name="Adding",
        topic="algebra",
        prerequisites=(),
        strength=Strength(mean, variance, answers, None),
        difficulty=Estimate(0.1, 0.3),
        days_seen=0,
    )
    return Standing(ability=Estimate(ability, 0.5, 8), skills={1: skill})


def mastery_after(known, probability, asked=0):
    after = placed(known, {1: Found(probability, asked)}, PARAMETERS, now=NOW)
    return believed(known, after[1])


def believed(known, skill):
    return belief_of(known.ability, skill.strength, skill.difficulty, PARAMETERS)


def test_a_new_learner_starts_from_the_mixture_worked_out_by_hand():
    after = placed(standing(), {1: Found(0.9, 0)}, PARAMETERS, now=NOW)[1]

    # log-odds .9 * 1.9 - .1 * 1.4 = 1.57; around the strength stand .65 + .3 - .1 = .85
    assert after.strength.mean == pytest.approx(1.57 - 0.85)
    # variance .4 + .09 * 3.3 ** 2 = 1.3801, of which .5 + .3 are the ability's and the skill's
    assert after.strength.variance == pytest.approx(1.3801 - 0.8)
    assert after.placed_at == after.strength.last_seen_at == NOW
    assert after.strength.answers == 0


def test_known_means_mastered_and_unknown_does_not():
    assert mastery_after(standing(), 0.97).mastery > 0.8
    assert mastery_after(standing(), 0.5).mastery == pytest.approx(1 / (1 + math.exp(-0.25)))
    assert mastery_after(standing(), 0.03).mastery < 0.25


def test_what_is_doubtful_is_held_less_surely_than_what_is_clear():
    doubtful, clear = mastery_after(standing(), 0.5), mastery_after(standing(), 0.97)

    assert doubtful.upper - doubtful.lower > clear.upper - clear.lower


def test_a_placed_skill_has_a_level_without_an_answer():
    known = standing()
    after = placed(known, {1: Found(0.97, 0)}, PARAMETERS, now=NOW)
    now = Standing(ability=known.ability, skills=after)

    assert progress_in(known, known.skills[1], PARAMETERS, MasteryPolicy()).level == 0
    assert progress_in(now, after[1], PARAMETERS, MasteryPolicy()).level >= 2


def test_many_earlier_answers_are_not_overruled_by_one_placement():
    practised = standing(answers=30, mean=1.5, variance=0.05)

    assert mastery_after(practised, 0.1).mastery > mastery_after(standing(), 0.1).mastery
    assert mastery_after(practised, 0.1).mastery < believed(practised, practised.skills[1]).mastery


def test_answers_given_in_the_placement_itself_are_not_earlier_ones():
    asked = standing(answers=2, mean=0.4)

    assert mastery_after(asked, 0.9, asked=2).mastery == pytest.approx(
        mastery_after(standing(), 0.9).mastery
    )


def test_skills_that_are_no_longer_there_are_left_out():
    assert placed(standing(), {99: Found(0.9, 0)}, PARAMETERS, now=NOW) == {}


def test_a_contested_strength_keeps_its_mean_and_becomes_less_sure():
    strength = Strength(-0.4, 0.1, 6, NOW - dt.timedelta(days=3))

    after = contested(strength, PARAMETERS, now=NOW)

    assert (after.mean, after.answers, after.last_seen_at) == (-0.4, 6, NOW)
    assert after.variance == PARAMETERS.contested_variance
    assert contested(after, PARAMETERS, now=NOW) == after


@given(
    st.floats(0, 1), st.integers(0, 500), st.floats(-4, 4), st.floats(1e-4, 5), st.integers(0, 25)
)
def test_every_placement_gives_an_estimate_in_range(probability, answers, mean, variance, asked):
    known = standing(answers=answers, mean=mean, variance=variance)

    found = mastery_after(known, probability, asked)

    assert 0 < found.lower < found.mastery < found.upper < 1
