"""What one answer teaches, as values."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.rows import NOW
from tutor_core.knowledge.model import Estimate, Situation, Strength, aged, new_item, update
from tutor_core.knowledge.observing import Asked, observe
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing

PARAMETERS = KnowledgeParameters()


@pytest.mark.parametrize("days", [0, 1, 30, 365])
def test_between_two_visits_is_forgotten_once(days):
    last = Strength(1.0, 0.5, 4, NOW - dt.timedelta(days=days))
    ability, difficulty = Estimate(0.2, 0.4, 9), Estimate(-0.1, 0.3, 50)
    skill = SkillStanding(
        skill_id=1, name="adding", display_name="Adding", topic="algebra", prerequisites=(),
        strength=aged(last, NOW, PARAMETERS), difficulty=difficulty, days_seen=2,
    )  # fmt: skip

    seen = observe(
        Standing(ability=ability, skills={1: skill}),
        Asked(content_id=1, level=3, skills=("adding",), estimate=None),
        correct=True,
        day_began=NOW - dt.timedelta(hours=9),
        parameters=PARAMETERS,
        now=NOW,
    )

    before = Situation(
        ability=ability, strengths=(last,), skills=(difficulty,), item=new_item(3, PARAMETERS)
    )
    once = update(before, PARAMETERS, correct=True, at=NOW)
    assert seen.practised[0].strength == once.strengths[0]
    assert seen.standing.ability == once.ability
    assert seen.item == once.item
    assert replace(skill, strength=last).days_seen + (days > 0) == seen.practised[0].days_seen
