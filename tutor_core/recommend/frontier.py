"""Which skills are open to a learner now, the gate before any item is looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from tutor_core.content.graph import SkillGraph
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import Standing
from tutor_core.mastery.belief import belief_of
from tutor_core.recommend.goals import Aim, heaviest, weight_of
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.value import footing, openness, unlocking


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillView:
    """A skill as the choice sees it.

    Attributes:
        mastery: Of the learner, in (0, 1).
        answers: How many answers stand behind that.
        is_placed: Whether a placement spoke about it, which stands for those answers.
        prerequisites: Skills it builds on.
        leads_to: How many skills build on it, directly or not.
        footing: Least mastery among its prerequisites; 1 where it has none.
    """

    mastery: float
    answers: int = 0
    is_placed: bool = False
    prerequisites: tuple[int, ...] = ()
    leads_to: int = 0
    footing: float = 1.0


@dataclass(frozen=True, slots=True)
class Round:
    """Skills whose items are looked at together.

    Attributes:
        skills: Their numbers, at least one.
        may_repeat: Whether even what was just met may be asked.
    """

    skills: tuple[int, ...]
    may_repeat: bool = False


def skill_views(standing: Standing, parameters: KnowledgeParameters) -> dict[int, SkillView]:
    """Return the learner's skills as the choice sees them."""
    skills = standing.skills.values()
    leads_to = _leads_to(tuple((skill.skill_id, skill.prerequisites) for skill in skills))
    ability = standing.ability
    mastery = {
        skill.skill_id: belief_of(ability, skill.strength, skill.difficulty, parameters).mastery
        for skill in skills
    }
    return {
        skill.skill_id: SkillView(
            mastery=mastery[skill.skill_id],
            answers=skill.strength.answers,
            is_placed=skill.placed_at is not None,
            prerequisites=skill.prerequisites,
            leads_to=leads_to[skill.skill_id],
            footing=min((mastery[needed] for needed in skill.prerequisites), default=1.0),
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
    return all(is_firm(skills[needed], policy) for needed in skills[skill].prerequisites)


def is_firm(skill: SkillView, policy: BanditPolicy) -> bool:
    """Tell whether a skill is known well enough to build on."""
    if skill.answers >= policy.ready_answers:
        return skill.mastery >= policy.ready
    return skill.is_placed and skill.mastery >= max(policy.ready, policy.mastered_placed)


def is_mastered(skill: SkillView, policy: BanditPolicy) -> bool:
    """Tell whether a skill needs no more practice for now."""
    if skill.answers >= policy.mastered_answers:
        return skill.mastery >= policy.mastered
    return skill.is_placed and skill.mastery >= max(policy.mastered, policy.mastered_placed)


def worth_of_skill(skill: SkillView, policy: BanditPolicy, aim: Aim | None = None) -> float:
    """Return what an item of a skill is worth at most: one never met that fits the learner."""
    serving = 1 + weight_of(aim.kind, aim.urgency, policy) if aim else 1.0
    ground = footing(skill.footing, policy)
    return openness(skill.mastery) * unlocking(skill.leads_to, policy) * ground * serving


def rounds(
    skills: Mapping[int, SkillView],
    within: Collection[int],
    aims: Collection[Aim],
    policy: BanditPolicy,
) -> Iterator[Round]:
    """Give the skills to look for items in, the next ones for where the ones before have none.

    First those that are ready and to be learnt, the most valuable first: what is not mastered,
    what has a gap or a review, what was assigned. Then the ready ones, so that the weakest is
    kept alive; then where the way into what was asked for begins; then the rest. At last the same
    again, with what was just met.

    Args:
        skills: As the learner stands in them.
        within: Those that the learner wants to stay in.
        aims: What else is to be worked on.
        policy: Of the choice.
    """
    by_skill = {
        number: heaviest([aim for aim in aims if aim.skill == number], policy)
        for number in {aim.skill for aim in aims}
    }
    ready = [number for number in within if is_ready(number, skills, policy)]
    mastered = {number for number in within if is_mastered(skills[number], policy)}
    decided = {aim.skill for aim in aims if aim.is_decided_for(mastered)} & set(within)
    repaired = {aim.skill for aim in aims if aim.is_repair}
    learning = {number for number in ready if number not in mastered or number in repaired}
    entrances = [number for number in within if _is_entrance(number, skills, within, policy)]

    def worth(number: int) -> tuple[float, int]:
        return worth_of_skill(skills[number], policy, by_skill.get(number)), -number

    def mastery(number: int) -> float:
        return skills[number].mastery

    orders: tuple[Sequence[int], ...] = (
        sorted(learning | decided, key=worth, reverse=True),
        sorted(ready, key=mastery),
        sorted(entrances, key=mastery),
        sorted(within, key=mastery),
    )
    portions = list(_portions(orders, policy.skills_at_once))
    for may_repeat in (False, True):
        yield from (Round(portion, may_repeat) for portion in portions)


def _is_entrance(
    number: int, skills: Mapping[int, SkillView], within: Collection[int], policy: BanditPolicy
) -> bool:
    """Tell whether what a skill lacks lies outside of what the learner wants to stay in."""
    return all(
        needed not in within or is_firm(skills[needed], policy)
        for needed in skills[number].prerequisites
    )


def _portions(orders: Iterable[Sequence[int]], size: int) -> Iterator[tuple[int, ...]]:
    """Give each skill once, so many at a time, never skills of two orders together."""
    given: set[int] = set()
    for order in orders:
        rest = iter([number for number in order if number not in given])
        while portion := tuple(islice(rest, size)):
            given.update(portion)
            yield portion
