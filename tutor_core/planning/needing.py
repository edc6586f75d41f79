"""What the skills of a plan still take, from the one estimate of what the learner knows.

The minutes of a skill are what the curriculum thinks it takes in all, times the share of the way
to the target level that is missing, times the learner's own pace:
`60 * hours * (threshold - lower) / threshold * ratio`, as a gap's hours are (`gaps.weighing`).
`lower` is the cautious end of mastery from which levels are read, `threshold` the one of the target
level, `ratio` the learner's typical time over the time that items are meant to take, 0.5 to 2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tutor_core.content.graph import SkillCycleError, SkillGraph
from tutor_core.errors import InvalidInputError
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.mastery.progress import mastery_in, progress_in
from tutor_core.planning.request import SkillNeed

USUAL_HOURS = 4.0  # of a skill of which nobody has said what it takes
LEAST_MINUTES = 10  # of a skill that is not at its level yet
SLOWEST, FASTEST = 2.0, 0.5  # of the ratios of pace that count
WORTH_OF_CHOSEN, WORTH_OF_ADDED = 1.0, 0.5
FIRST_LEVEL = 2  # the lowest one with a threshold


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a learner's plans stand on.

    Attributes:
        today: The learner's day.
        standing: What they know, all skills.
        parameters: Of the knowledge model.
        levels: The thresholds of the levels.
        ratio: Their typical time over the time meant, above 0.
        taught: Numbers of the skills on which there are published questions.
        card_minutes: What the cards due will take on today, tomorrow and so on.
    """

    today: dt.date
    standing: Standing
    parameters: KnowledgeParameters
    levels: MasteryPolicy
    ratio: float = 1.0
    taught: frozenset[int] = field(default_factory=frozenset)
    card_minutes: tuple[int, ...] = ()

    def title_of(self, skill: int) -> str:
        """Return what people call a skill; its number where it is gone."""
        found = self.standing.skills.get(skill)
        return found.display_name if found else str(skill)

    def is_reached(self, skill: int, level: int) -> bool:
        """Tell whether a skill is at a level now."""
        found = self.standing.skills.get(skill)
        return found is not None and level <= self._level(found)

    def minutes_of(self, skill: SkillStanding, level: int) -> int:
        """Return what a skill still takes to a level, 1 to 5; 0 where it is there."""
        if level <= self._level(skill):
            return 0
        threshold = self.levels.thresholds[level - FIRST_LEVEL]
        lower = mastery_in(self.standing, skill, self.parameters).lower
        missing = max(0.0, threshold - lower) / threshold
        hours = USUAL_HOURS if skill.hours is None else skill.hours
        ratio = min(SLOWEST, max(FASTEST, self.ratio))
        return max(LEAST_MINUTES, round(60 * hours * missing * ratio))

    def _level(self, skill: SkillStanding) -> int:
        return progress_in(self.standing, skill, self.parameters, self.levels).level


def needs_of(
    ground: Ground,
    targets: Collection[int],
    *,
    level: int,
    reached: Mapping[int, dt.date] | None = None,
) -> dict[int, SkillNeed]:
    """Return what every skill below the targets takes, and these themselves.

    Args:
        ground: What the plan stands on.
        targets: The skills that were chosen.
        level: At which one is learnt, 2 to 5.
        reached: When skills got there in the course of the plan.

    Raises:
        InvalidInputError: The prerequisites go round in a circle.
    """
    skills = ground.standing.skills
    named = {
        ground.title_of(number): [ground.title_of(one) for one in skill.prerequisites]
        for number, skill in skills.items()
    }
    try:
        SkillGraph(named)
    except SkillCycleError as error:
        raise InvalidInputError("targets", str(error)) from None
    graph = SkillGraph({number: skill.prerequisites for number, skill in skills.items()})
    there = set(targets) & skills.keys()
    below = {one for target in there for one in graph.ancestors(target)} & skills.keys()
    over = reached or {}
    return {
        number: SkillNeed(
            prerequisites=skills[number].prerequisites,
            minutes=0 if number in over else ground.minutes_of(skills[number], level),
            value=WORTH_OF_CHOSEN if number in there else WORTH_OF_ADDED,
            finished_on=over.get(number),
        )
        for number in sorted((there | below) & ground.taught)
    }
