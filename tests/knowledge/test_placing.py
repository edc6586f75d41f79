"""The estimate starts from what a placement found, and yields where its learner objects."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rows import NOW
from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.placing import LEAST_STRENGTH_VARIANCE, contested, placed
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


def mastery_after(known, probability):
    after = placed(known, {1: probability}, PARAMETERS, now=NOW)
    return believed(known, after[1])


def believed(known, skill):
    return belief_of(known.ability, skill.strength, skill.difficulty, PARAMETERS)


def test_placement_and_model_are_averaged_as_worked_out_by_hand():
    after = placed(standing(), {1: 0.9}, PARAMETERS, now=NOW)[1]

    # the placement: log-odds .9 * 1.9 - .1 * 1.4 = 1.57, variance .4 + .09 * 3.3 ** 2 = 1.3801
    # the model by itself: .65 + .3 - .1 = .85, variance .5 + .3 + .2 = 1
    # precisions .72459 and 1, so the mean is (1.57 * .72459 + .85) / 1.72459 = 1.15251
    assert after.strength.mean == pytest.approx(1.15251 - 0.85, abs=1e-5)
    # variance 2 / 1.72459 = 1.15970, of which .5 + .3 are the ability's and the skill's
    assert after.strength.variance == pytest.approx(1.15970 - 0.8, abs=1e-5)
    assert after.placed_at == after.strength.last_seen_at == NOW
    assert after.strength.answers == 0


def test_what_a_placement_says_moves_mastery_to_either_side():
    by_itself = believed(standing(), standing().skills[1]).mastery

    assert mastery_after(standing(), 0.97).mastery > 0.78 > by_itself > 0.65
    assert mastery_after(standing(), 0.03).mastery < 0.45


def test_two_views_of_the_same_answers_are_no_surer_together_than_on_the_average():
    believes_the_same = standing(mean=0.0, ability=1.9 - 0.65 + 0.1)

    found = placed(believes_the_same, {1: 1.0}, PARAMETERS, now=NOW)[1]

    assert believed(believes_the_same, found).mastery == pytest.approx(1 / (1 + math.exp(-1.9)))
    # variances 1 and .4 have the harmonic mean 4 / 7; the skill keeps the least it may have
    assert found.strength.variance == LEAST_STRENGTH_VARIANCE


def test_what_is_doubtful_is_held_less_surely_than_what_is_clear():
    doubtful, clear = mastery_after(standing(), 0.5), mastery_after(standing(), 0.97)

    assert doubtful.upper - doubtful.lower > clear.upper - clear.lower


def test_a_placed_skill_has_a_level_without_an_answer():
    known = standing()
    after = placed(known, {1: 0.97}, PARAMETERS, now=NOW)
    now = Standing(ability=known.ability, skills=after)

    assert progress_in(known, known.skills[1], PARAMETERS, MasteryPolicy()).level == 0
    assert progress_in(now, after[1], PARAMETERS, MasteryPolicy()).level >= 2


def test_many_earlier_answers_are_not_overruled_by_one_placement():
    practised = standing(answers=30, mean=1.5, variance=0.05)

    assert mastery_after(practised, 0.1).mastery > mastery_after(standing(), 0.1).mastery
    assert mastery_after(practised, 0.1).mastery < believed(practised, practised.skills[1]).mastery


def test_skills_that_are_no_longer_there_are_left_out():
    assert placed(standing(), {99: 0.9}, PARAMETERS, now=NOW) == {}


def test_a_contested_strength_keeps_its_mean_and_becomes_less_sure():
    strength = Strength(-0.4, 0.1, 6, NOW - dt.timedelta(days=3))

    after = contested(strength, PARAMETERS, now=NOW)

    assert (after.mean, after.answers, after.last_seen_at) == (-0.4, 6, NOW)
    assert after.variance == PARAMETERS.contested_variance
    assert contested(after, PARAMETERS, now=NOW) == after


@given(st.floats(0, 1), st.integers(0, 500), st.floats(-4, 4), st.floats(1e-4, 5))
def test_every_placement_gives_an_estimate_in_range(probability, answers, mean, variance):
    known = standing(answers=answers, mean=mean, variance=variance)

    found = mastery_after(known, probability)

    assert 0 < found.lower < found.mastery < found.upper < 1
