"""Which items may be asked now, and what each is worth.

`value` is the measured recommendation of our notes: success neither certain nor hopeless,
times how open the skill still is, times what the skill leads to, less for what was just met.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tutor_core.content.graph import SkillGraph
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import Standing
from tutor_core.mastery.progress import mastery_in
from tutor_core.recommend.policy import BanditPolicy

HALVINGS_TO_RECOVER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An item as the choice sees it.

    Attributes:
        content_id: The item.
        skill: The skill it is filed under.
        probability: Chance that the learner gets it right.
        seen: How often the learner met it.
        days_since_seen: Days since they last met it; ignored where `seen` is 0.
        pulls: How often it was chosen for the learner by the bandit.
        rewards: Sum of the rewards of those pulls.
    """

    content_id: int
    skill: int
    probability: float
    seen: int = 0
    days_since_seen: float = 0.0
    pulls: int = 0
    rewards: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillView:
    """A skill as the choice sees it.

    Attributes:
        mastery: Of the learner, in (0, 1).
        answers: How many answers stand behind that.
        prerequisites: Skills it builds on.
        leads_to: How many skills build on it, directly or not.
    """

    mastery: float
    answers: int = 0
    prerequisites: tuple[int, ...] = ()
    leads_to: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an item's value is made of; the value is their product.

    Attributes:
        fit: 1 where the chance of success is the target, less on both sides, above 0.
        openness: 4m(1-m) of the skill's mastery: 1 where it is half known, 0 at both ends.
        unlocking: At least 1; more where much builds on the skill.
        freshness: 1 for an item never met, less right after meeting it.
    """

    fit: float
    openness: float
    unlocking: float
    freshness: float

    @property
    def value(self) -> float:
        """What asking the item is thought to be worth, 0 and above."""
        return self.fit * self.openness * self.unlocking * self.freshness


def skill_views(standing: Standing, parameters: KnowledgeParameters) -> dict[int, SkillView]:
    """Return the learner's skills as the choice sees them."""
    graph = SkillGraph({s.skill_id: s.prerequisites for s in standing.skills.values()})
    return {
        skill.skill_id: SkillView(
            mastery=mastery_in(standing, skill, parameters).value,
            answers=skill.strength.answers,
            prerequisites=skill.prerequisites,
            leads_to=len(graph.descendants(skill.skill_id)),
        )
        for skill in standing.skills.values()
    }


def is_ready(skill: int, skills: Mapping[int, SkillView], policy: BanditPolicy) -> bool:
    """Tell whether everything a skill builds on is known well enough."""
    return all(
        skills[needed].mastery >= policy.ready and skills[needed].answers >= policy.ready_answers
        for needed in skills[skill].prerequisites
    )


def is_mastered(skill: SkillView, policy: BanditPolicy) -> bool:
    """Tell whether a skill needs no more practice for now."""
    return skill.mastery >= policy.mastered and skill.answers >= policy.mastered_answers


def gate(
    options: Collection[Option],
    skills: Mapping[int, SkillView],
    recent: Collection[int],
    policy: BanditPolicy,
) -> list[Option]:
    """Return the options that may be asked now; some are returned wherever there are any.

    Those of skills that are ready and not yet mastered, without the items just met. Where
    that leaves none, the least mastered ready skill is kept alive; where nothing is ready
    either, the skills at the root of what is missing; at last, whatever there is.
    """
    ready = [option for option in options if is_ready(option.skill, skills, policy)]
    learning = [o for o in ready if not is_mastered(skills[o.skill], policy)]
    pool = learning or _least_mastered(ready, skills) or _least_mastered(options, skills)
    fresh = [option for option in pool if option.content_id not in recent]
    return fresh or [o for o in ready if o.content_id not in recent] or pool


def parts_of(option: Option, skills: Mapping[int, SkillView], policy: BanditPolicy) -> Parts:
    """Return what the option's value is made of."""
    skill = skills[option.skill]
    distance = (option.probability - policy.target) / policy.width
    halvings = HALVINGS_TO_RECOVER * option.days_since_seen / policy.recovery_days
    return Parts(
        fit=math.exp(-(distance**2)),
        openness=4 * skill.mastery * (1 - skill.mastery),
        unlocking=1 + policy.unlock_weight * math.log(1 + skill.leads_to),
        freshness=policy.repeat_factor ** (option.seen * 0.5**halvings),
    )


def _least_mastered(options: Collection[Option], skills: Mapping[int, SkillView]) -> list[Option]:
    if not options:
        return []
    lowest = min(skills[option.skill].mastery for option in options)
    return [option for option in options if skills[option.skill].mastery == lowest]
