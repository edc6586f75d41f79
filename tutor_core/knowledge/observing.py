"""What one answer teaches about a learner, an item and its skills, as values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from tutor_core.knowledge.model import Estimate, Situation, new_item, update
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The item a learner answered.

    Attributes:
        content_id: Its row.
        level: Its difficulty, 1 to 5.
        skills: Names of its skills.
        estimate: How hard it proved to be; None where nobody answered it yet.
    """

    content_id: int
    level: int
    skills: tuple[str, ...]
    estimate: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one answer taught.

    Attributes:
        content_id: The item.
        before: The learner's standing before it.
        standing: All that is known of the learner after it.
        skills: The item's skills as they stood before, ordered by number.
        practised: The same after it.
        item_before: How hard the item was thought to be.
        item: How hard it is thought to be now.
    """

    content_id: int
    before: Standing
    standing: Standing
    skills: tuple[SkillStanding, ...]
    practised: tuple[SkillStanding, ...]
    item_before: Estimate
    item: Estimate


def observe(
    standing: Standing,
    asked: Asked,
    *,
    correct: bool,
    day_began: dt.datetime,
    parameters: KnowledgeParameters,
    now: dt.datetime,
) -> Observation:
    """Return what an answer teaches.

    Args:
        standing: What is known of the learner at `now`.
        asked: What was answered.
        correct: Whether the answer counts as right.
        day_began: When the learner's present day began.
        parameters: Of the model.
        now: When it was answered.
    """
    skills = tuple(sorted(standing.named(asked.skills), key=lambda skill: skill.skill_id))
    before = Situation(
        ability=standing.ability,
        strengths=tuple(skill.strength for skill in skills),
        skills=tuple(skill.difficulty for skill in skills),
        item=asked.estimate or new_item(asked.level, parameters),
    )
    after = update(before, parameters, correct=correct)  # the standing is aged to `now` already
    practised = tuple(
        replace(
            skill,
            strength=(seen := replace(strength, last_seen_at=now)),
            strength_when_seen=seen,
            difficulty=difficulty,
            days_seen=skill.days_seen + _is_first_of_day(skill, day_began),
        )
        for skill, strength, difficulty in zip(skills, after.strengths, after.skills, strict=True)
    )
    known = dict(standing.skills) | {skill.skill_id: skill for skill in practised}
    return Observation(
        content_id=asked.content_id,
        before=standing,
        standing=Standing(ability=after.ability, skills=known),
        skills=skills,
        practised=practised,
        item_before=before.item,
        item=after.item,
    )


def _is_first_of_day(skill: SkillStanding, day_began: dt.datetime) -> bool:
    last = skill.strength.last_seen_at
    return skill.days_seen == 0 or last is None or last < day_began
