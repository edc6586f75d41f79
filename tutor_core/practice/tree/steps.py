"""What it would take to reach the next level in a skill."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor_core.knowledge.model import Situation, new_item, update
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.levels import LEVEL_NAMES, level_of, mastery_of
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.mastery.progress import progress_in

TOP = len(LEVEL_NAMES) - 1
MEDIUM = 3  # difficulty of the questions that are counted, 1 to 5
MOST = 30  # answers that are counted; what takes more is said to be far


@dataclass(frozen=True, slots=True)
class NextLevel:
    """The way to the next level.

    Attributes:
        level: The next one, 1 to 5.
        right: Right answers in a row to medium questions that would reach it; None for more than
            `MOST`.
        days: Further days on which the skill must be practised, today among them; 0 for none.
    """

    level: int
    right: int | None
    days: int


def next_level_of(
    standing: Standing,
    skill: SkillStanding,
    parameters: KnowledgeParameters,
    policy: MasteryPolicy,
) -> NextLevel | None:
    """Return what it takes to reach the next level; None at the top one.

    What is forgotten between the answers is left out.

    Args:
        standing: Of the learner now.
        skill: Theirs in the skill.
        parameters: Of the knowledge model.
        policy: The thresholds.
    """
    level = progress_in(standing, skill, parameters, policy).level
    if level == TOP:
        return None
    days = max(0, policy.master_days - skill.days_seen) if level + 1 == TOP else 0
    return NextLevel(level + 1, _right_answers(standing, skill, parameters, policy, level), days)


def _right_answers(
    standing: Standing,
    skill: SkillStanding,
    parameters: KnowledgeParameters,
    policy: MasteryPolicy,
    level: int,
) -> int | None:
    now = Situation(
        ability=standing.ability,
        strengths=(skill.strength,),
        skills=(skill.difficulty,),
        item=new_item(MEDIUM, parameters),
    )
    for right in range(1, MOST + 1):
        after = update(now, parameters, correct=True)
        now = replace(after, item=new_item(MEDIUM, parameters))
        (strength,), (difficulty,) = now.strengths, now.skills
        reached = level_of(
            mastery_of(now.ability, strength, difficulty, parameters),
            policy,
            answers=skill.strength.answers + right,
            days_seen=max(skill.days_seen, policy.master_days),
        )
        if reached > level:
            return right
    return None
