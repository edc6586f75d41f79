import datetime as dt
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.rows import NOW
from tutor_core.knowledge.model import (
    LEAST_VARIANCE,
    Estimate,
    KnowledgeModel,
    Situation,
    Strength,
    aged,
    new_item,
    predict,
    update,
)
from tutor_core.knowledge.policy import KnowledgeParameters

PLAIN = KnowledgeParameters(ability_noise=0, skill_noise=0, practice_gain=0)
ANSWERS = st.lists(st.booleans(), max_size=200)


def start(parameters, *, skills=1, level=None):
    return Situation(
        ability=Estimate(0, parameters.ability_variance),
        strengths=(Strength(0, parameters.skill_variance),) * skills,
        skills=(Estimate(0, parameters.skill_difficulty_variance),) * skills,
        item=new_item(level, parameters),
    )


def test_a_first_prediction_worked_by_hand():
    # z = 0.65; V = 1.2 + 0.2 + 0.4 + 1.0 = 2.8; p = sigmoid(0.65 / sqrt(1 + 0.393 * 2.8))
    found = predict(start(PLAIN), PLAIN)
    assert found.log_odds == pytest.approx(0.65)
    assert found.sd == pytest.approx(1.673320)
    assert found.probability == pytest.approx(0.610282, abs=1e-6)


def test_a_first_right_answer_worked_by_hand():
    # s = sigmoid(0.65) = 0.657010; w = s(1-s) = 0.225348; k = 1/(1 + 2.8w) = 0.613126
    # surprise = (1-s)k = 0.210296; mean += v * slope * surprise; variance -= v^2 * w * k
    after = update(start(PLAIN), PLAIN, correct=True)
    assert after.ability.mean == pytest.approx(1.2 * 0.210296, abs=1e-5)
    assert after.ability.variance == pytest.approx(1.2 - 1.44 * 0.225348 * 0.613126, abs=1e-5)
    assert after.strengths[0].mean == pytest.approx(0.2 * 0.210296, abs=1e-5)
    assert after.skills[0].mean == pytest.approx(-0.4 * 0.210296, abs=1e-5)
    assert after.item.mean == pytest.approx(-1.0 * 0.210296, abs=1e-5)
    assert [e.answers for e in (after.ability, *after.strengths, *after.skills, after.item)] == [
        1, 1, 1, 1,
    ]  # fmt: skip


def test_two_skills_share_an_answer_by_half_each():
    one, two = (update(start(PLAIN, skills=n), PLAIN, correct=True) for n in (1, 2))
    # V = 1.2 + 2 * 0.6 / 4 + 1.0 = 2.5; k = 1 / (1 + 2.5 * 0.225348) = 0.639637
    assert predict(start(PLAIN, skills=2), PLAIN).sd == pytest.approx(math.sqrt(2.5))
    assert two.strengths[0].mean == pytest.approx(0.1 * 0.342990 * 0.639637, abs=1e-5)
    assert two.strengths[0].mean < one.strengths[0].mean
    assert two.strengths[0] == two.strengths[1]


def test_a_level_moves_the_chance_and_three_is_the_middle():
    chances = [predict(start(PLAIN, level=n), PLAIN).probability for n in (1, 2, 3, 4, 5)]
    assert chances == sorted(chances, reverse=True)
    assert chances[2] == predict(start(PLAIN), PLAIN).probability


def test_practice_teaches_even_when_the_answer_was_wrong():
    parameters = KnowledgeParameters()
    drifting = update(start(parameters), parameters, correct=False).strengths[0].mean
    still = update(start(PLAIN), PLAIN, correct=False).strengths[0].mean
    assert drifting - still == pytest.approx(parameters.practice_gain)


@pytest.mark.parametrize(
    ("days", "answers", "kept"),
    [(0, 0, 1.0), (30, 0, 0.367879), (30, 1, 0.606531), (0.5, 0, 0.983471), (-3, 0, 1.0)],
)
def test_a_strength_fades_with_the_days_slower_the_more_it_was_practised(days, answers, kept):
    before = Strength(1.0, 0.2, answers, last_seen_at=NOW)
    after = aged(before, NOW + dt.timedelta(days=days), KnowledgeParameters())
    assert after.mean == pytest.approx(kept, abs=1e-6)
    assert after.variance == pytest.approx(0.2 + 0.01 * max(days, 0))


def test_without_a_moment_nothing_is_forgotten():
    before = Strength(1.0, 0.2, 3, last_seen_at=NOW)
    assert aged(before, None, KnowledgeParameters()) == before
    never = Strength(1.0, 0.2, 3)
    assert aged(never, NOW, KnowledgeParameters()) == never


@example(answers=[True] * 400)
@example(answers=[False] * 400)
@given(ANSWERS)
def test_no_history_leaves_the_range_of_a_chance(answers):
    parameters = KnowledgeParameters()
    situation = start(parameters)
    for correct in answers:
        situation = update(situation, parameters, correct=correct)
        found = predict(situation, parameters)
        assert 0 < found.probability < 1
        for estimate in (situation.ability, *situation.strengths, situation.item):
            assert math.isfinite(estimate.mean)
            assert estimate.variance >= LEAST_VARIANCE


@given(ANSWERS)
def test_one_more_right_answer_never_lowers_the_chance_below_one_more_wrong(answers):
    situation = start(PLAIN)
    for correct in answers:
        situation = update(situation, PLAIN, correct=correct)
    right, wrong = (update(situation, PLAIN, correct=c) for c in (True, False))
    before = predict(situation, PLAIN).log_odds
    assert predict(right, PLAIN).log_odds > before > predict(wrong, PLAIN).log_odds


def test_what_is_known_well_moves_less():
    steps = []
    situation = start(PLAIN)
    for n in range(12):
        after = update(situation, PLAIN, correct=n % 2 == 0)
        steps.append(abs(after.ability.mean - situation.ability.mean))
        situation = after
    assert max(steps[-2:]) < min(steps[:2])


def test_an_able_learner_stands_out_after_a_few_answers_and_items_show_their_difficulty():
    model = KnowledgeModel()
    for n in range(15):
        model.observe("able", f"easy{n}", ["s"], True, level=3)
        model.observe("weak", f"easy{n}", ["s"], False, level=3)
        model.observe(f"crowd{n}", "hard", ["s"], False, level=3)
    assert model.predict("able", "new", ["s"]).probability > 0.8
    assert model.predict("weak", "new", ["s"]).probability < 0.4
    hard = model.predict("new learner", "hard", ["s"]).probability
    assert hard < model.predict("new learner", "other", ["s"]).probability
    assert model.predict("able", "new", ["s"]).sd < model.predict("new learner", "new", ["s"]).sd


def test_predicting_changes_nothing_and_unknown_keys_give_the_prior():
    model = KnowledgeModel()
    first = model.predict("x", ("any", "key"), [1, 2], level=2, at=NOW)
    assert model.predict("x", ("any", "key"), [1, 2], level=2, at=NOW) == first
    assert model.predict("x", "item", []).probability > 0.5, "an item may have no skill"


@pytest.mark.parametrize(("field", "value"), [("skill_variance", 0), ("forgetting_days", 0)])
def test_a_constant_out_of_bounds_is_named(field, value):
    with pytest.raises(ValueError, match=field):
        KnowledgeParameters(**{field: value})
