"""Which items may be asked now, and what each is worth.

`value` is the measured recommendation of our notes: success neither certain nor hopeless,
times how open the skill still is, times what the skill leads to, less for what was just met.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar

from tutor_core.content.graph import SkillGraph
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import Standing
from tutor_core.mastery.progress import mastery_in
from tutor_core.recommend.policy import BanditPolicy

HALVINGS_TO_RECOVER = 4


class Gated(Protocol):
    """What the gate asks of an item: its number and the number of its main skill."""

    @property
    def content_id(self) -> int:
        """Return the item."""

    @property
    def skill(self) -> int:
        """Return the skill it is filed under."""

    @property
    def is_exercise(self) -> bool:
        """Return whether it is a longer task of several steps."""


G = TypeVar("G", bound=Gated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An item as the choice sees it.

    Attributes:
        content_id: The item.
        skill: The skill it is filed under.
        probability: Chance that the learner gets it right.
        seen: How often the learner met it.
        days_since_seen: Days since they last met it; ignored where `seen` is 0.
        is_exercise: Whether it is a longer task of several steps.
    """

    content_id: int
    skill: int
    probability: float
    seen: int = 0
    days_since_seen: float = 0.0
    is_exercise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillView:
    """A skill as the choice sees it.

    Attributes:
        mastery: Of the learner, in (0, 1).
        answers: How many answers stand behind that.
        is_placed: Whether a placement spoke about it, which stands for those answers.
        prerequisites: Skills it builds on.
        leads_to: How many skills build on it, directly or not.
    """

    mastery: float
    answers: int = 0
    is_placed: bool = False
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
    skills = standing.skills.values()
    leads_to = _leads_to(tuple((skill.skill_id, skill.prerequisites) for skill in skills))
    return {
        skill.skill_id: SkillView(
            mastery=mastery_in(standing, skill, parameters).value,
            answers=skill.strength.answers,
            is_placed=skill.placed_at is not None,
            prerequisites=skill.prerequisites,
            leads_to=leads_to[skill.skill_id],
        )
        for skill in skills
    }


@lru_cache(maxsize=8)
def _leads_to(prerequisites: tuple[tuple[int, tuple[int, ...]], ...]) -> Mapping[int, int]:
    """Count what builds on each skill: the same for all learners of a curriculum."""
    graph = SkillGraph(dict(prerequisites))
    return {skill: len(graph.descendants(skill)) for skill in graph.prerequisites}


def is_ready(skill: int, skills: Mapping[int, SkillView], policy: BanditPolicy) -> bool:
    """Tell whether everything a skill builds on is known well enough."""
    return all(
        skills[needed].mastery >= policy.ready
        and (skills[needed].answers >= policy.ready_answers or skills[needed].is_placed)
        for needed in skills[skill].prerequisites
    )


def is_mastered(skill: SkillView, policy: BanditPolicy) -> bool:
    """Tell whether a skill needs no more practice for now."""
    is_proved = skill.answers >= policy.mastered_answers or skill.is_placed
    return skill.mastery >= policy.mastered and is_proved


def gate(
    options: Collection[G],
    skills: Mapping[int, SkillView],
    recent: Collection[int],
    policy: BanditPolicy,
) -> list[G]:
    """Return the options that may be asked now; some are returned wherever there are any.

    Those of skills that are ready and not yet mastered, without the items just met. Where
    that leaves none, the least mastered ready skill is kept alive; where nothing is ready
    either, the skills at the root of what is missing; at last, whatever there is. An exercise
    waits until its skill was tried a few times.
    """
    options = [
        option
        for option in options
        if not option.is_exercise or skills[option.skill].answers >= policy.exercise_answers
    ] or options
    met = {option.skill for option in options}
    ready = {skill for skill in met if is_ready(skill, skills, policy)}
    learning = {skill for skill in ready if not is_mastered(skills[skill], policy)}
    open_skills = learning or _least_mastered(ready, skills) or _least_mastered(met, skills)
    pool = [option for option in options if option.skill in open_skills]
    return (
        [option for option in pool if option.content_id not in recent]
        or [o for o in options if o.skill in ready and o.content_id not in recent]
        or pool
    )


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


def _least_mastered(wanted: Collection[int], skills: Mapping[int, SkillView]) -> set[int]:
    if not wanted:
        return set()
    lowest = min(skills[skill].mastery for skill in wanted)
    return {skill for skill in wanted if skills[skill].mastery == lowest}
