import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import pytest

from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.recommend.arms import Arms
from tutor_core.recommend.basis import Askable, Basis, Met
from tutor_core.recommend.choosing import choose_among
from tutor_core.recommend.frontier import Round
from tutor_core.recommend.goals import Aim
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.scope import Scope
from tutor_core.recommend.shortlist import shortlist_from
from tutor_core.recommend.value import candidates_under
from tutor_core.tuning.policies import Versioned

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
ADDING, DOUBLING, MOTION = 1, 2, 3
NAMES = {ADDING: "adding", DOUBLING: "doubling", MOTION: "motion"}
GREEDY = BanditPolicy(epsilon=0.0)


def skill(number, *, topic="algebra", needs=(), strength=0.0, answers=5):
    return SkillStanding(
        skill_id=number,
        name=NAMES[number],
        display_name=NAMES[number].title(),
        topic=topic,
        prerequisites=needs,
        strength=Strength(strength, 0.2, answers, NOW if answers else None),
        difficulty=Estimate(0.0, 0.4),
        days_seen=1,
    )


STANDING = Standing(
    ability=Estimate(0.0, 0.5),
    skills={
        ADDING: skill(ADDING, strength=0.1),
        DOUBLING: skill(DOUBLING, needs=(ADDING,)),
        MOTION: skill(MOTION, topic="physics"),
    },
)


def item(content_id, skill="adding", *, difficulty=3, seen=0, **values):
    return Askable(
        content_id=content_id,
        skills=(skill,),
        difficulty=difficulty,
        estimate=None,
        seen=seen,
        last_seen_at=NOW - dt.timedelta(days=1) if seen else None,
        **values,
    )


def basis(policy=GREEDY, **values):
    return Basis(
        **{
            "standing": STANDING,
            "arms": Arms(),
            "met": (),
            "aims": (),
            "gains": {},
            "policy": Versioned(policy, 7),
            "parameters": KnowledgeParameters(),
            "now": NOW,
        }
        | values
    )


def chosen(items, given=None, *, seed=1, may_repeat=False):
    looked_at = Round((ADDING, DOUBLING, MOTION), may_repeat)
    return choose_among(given or basis(), looked_at, items, rng=random.Random(seed))


# --- What is made of it


def test_the_log_says_on_what_ground_each_candidate_stands():
    logged = shortlist_from(chosen([item(1), item(2, "doubling")]).action["considered"])

    grounds = {one.content_id: one.footing for one in logged}
    assert grounds[1] == 1
    assert grounds[2] == pytest.approx(basis().views[ADDING].mastery, abs=1e-6)


# --- What may be asked


def test_where_no_item_may_be_asked_there_is_no_choice():
    assert chosen([]) is None
    assert chosen([item(1, "unheard of")]) is None


def test_what_was_just_met_waits_until_nothing_else_is_left():
    given = basis(met=[Met(content_id=1, skill="adding")])

    assert chosen([item(1), item(2)], given).content_id == 2
    assert chosen([item(1)], given) is None
    assert chosen([item(1)], given, may_repeat=True).content_id == 1


def test_an_exercise_waits_until_its_skill_was_tried_a_few_times_unless_it_was_assigned():
    new = basis(standing=replace(STANDING, skills={ADDING: skill(ADDING, answers=2)}))
    exercise = item(1, is_exercise=True)
    assigned = [Aim(kind="assignment", skill=ADDING, content_id=1)]

    assert chosen([exercise], new) is None
    assert chosen([exercise]).content_id == 1
    assert chosen([exercise], replace(new, aims=assigned)).content_id == 1
    assert chosen([exercise], new, may_repeat=True).content_id == 1


def test_the_scope_says_which_skills_are_looked_at():
    def looked_at(scope):
        return {number for one in basis().rounds(scope) for number in one.skills}

    assert looked_at(Scope()) == {ADDING, DOUBLING, MOTION}
    assert looked_at(Scope(topic="physics")) == {MOTION}
    assert looked_at(Scope(topic="physics", skill="doubling")) == {DOUBLING}


def test_where_every_item_was_seen_often_the_one_seen_longest_ago_is_asked():
    items = [
        replace(item(number, seen=9), last_seen_at=NOW - dt.timedelta(days=number))
        for number in range(1, 6)
    ]

    assert chosen(items).content_id == 5


# --- Which one


def test_chance_chooses_among_the_shortlist_with_the_probability_that_is_logged():
    policy = BanditPolicy(epsilon=0.5, shortlist=4)
    items = [item(number, difficulty=1 + number % 5) for number in range(1, 11)]

    found = [chosen(items, basis(policy), seed=seed) for seed in range(2_000)]

    counts = Counter(one.content_id for one in found)
    propensities = {one.content_id: one.propensity for one in found}
    assert {one.action["candidates"] for one in found} == {4}
    assert found[0].action["open"] == 10
    for content_id, count in counts.items():
        assert count / 2_000 <= propensities[content_id] + 0.04


def test_a_goal_brings_its_items_forward():
    items = [item(1), item(2), item(3)]
    aims = [Aim(kind="plan", skill=ADDING, content_id=2, detail="Before the exam")]

    found = chosen(items, basis(aims=aims))

    assert found.content_id == 2
    assert found.state["goal"] == {"kind": "plan", "detail": "Before the exam"}
    assert found.action["parts"]["serving"] == 2.0


def test_what_similar_learners_gained_brings_an_item_forward_and_is_logged():
    found = chosen([item(1), item(2)], basis(gains={2: (0.4, 7, 5)}))

    assert found.content_id == 2
    assert found.action["similar"] == {"mean": 0.4, "learners": 7, "gained": 5}


def test_not_now_puts_the_item_and_for_some_hours_its_skill_behind():
    said = Met(content_id=1, skill="adding", declined_as="not_now", declined_at=NOW)
    items = [item(2), item(3, "motion", difficulty=5)]

    assert chosen(items).content_id == 2
    assert chosen(items, basis(met=[said])).content_id == 3
    assert chosen(items, basis(met=[said], now=NOW + dt.timedelta(days=2))).content_id == 2


def test_an_item_that_was_sent_away_recovers():
    away = item(1, declined_at=NOW)
    other = item(2, difficulty=5)

    assert chosen([away, other]).content_id == 2
    assert chosen([away, other], basis(now=NOW + dt.timedelta(days=30))).content_id == 1


@pytest.mark.parametrize(("said", "target"), [("too_easy", 0.65), ("too_hard", 0.75)])
def test_too_easy_and_too_hard_are_written_down_as_the_target_they_lead_to(said, target):
    met = [Met(content_id=9, skill="motion", declined_as=said, declined_at=NOW)]

    assert chosen([item(1)], basis(met=met)).state["target"] == pytest.approx(target)


# --- What is written down


def test_the_log_has_every_candidate_so_that_the_choice_can_be_made_again():
    policy = BanditPolicy(epsilon=0.3)
    arms = Arms({"2": 0.4}, {"2": 1})
    items = [item(1, seen=1), item(2, seen=2), item(3, "motion", difficulty=2)]
    given = basis(policy, arms=arms, gains={3: (-0.2, 4, 1)})

    found = chosen(items, given)

    logged = shortlist_from(found.action["considered"])
    again = candidates_under(policy, logged, lean=found.state["lean"])
    assert [one.value for one in again] == found.action["q"]
    assert found.action["q"] == sorted(found.action["q"], reverse=True)
    assert found.action["greedy_id"] == logged[0].content_id
    assert {one.content_id for one in logged} == {1, 2, 3}
    assert found.action["pulls"] == 1
    assert found.policy_version_id == found.action["policy_version"] == 7


def test_the_runner_up_is_the_best_of_another_skill_where_there_is_one():
    items = [item(1), item(2), item(3, "motion", difficulty=5)]

    runner_up = chosen(items).action["runner_up"]

    assert runner_up["content_id"] == 3
    assert runner_up["skill_name"] == "Motion"
    assert chosen(items[:2]).action["runner_up"]["skill_name"] == "Adding"
    assert chosen(items[:1]).action["runner_up"] is None


def test_what_a_skill_opens_is_named_where_it_is_not_open_yet():
    weak = STANDING.skills | {ADDING: skill(ADDING, strength=-0.5)}
    begun = basis(standing=replace(STANDING, skills=weak))

    assert chosen([item(1)], begun).state["opens"] == ["Doubling"]
    assert chosen([item(1)]).state["opens"] == []
    assert not chosen([item(1, "doubling")], begun).state["is_ready"]
