"""What a learner needs a skill for: what they work on and what they aim for stand on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tutor_core.gaps.links import Links
from tutor_core.gaps.policy import GapPolicy
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.belief import Belief, belief_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillState:
    """A skill as detection sees it.

    Attributes:
        skill: The learner's standing in it.
        belief: What is believed of their mastery.
        is_met: Whether anything is known of them in it.
        level: Mastery, 0 to 1; of a skill never met, the cautious end of the first guess.
        below_target: Chance that it is below the target, 0 to 1.
        below_ready: Chance that it does not carry what is built on it, 0 to 1.
    """

    skill: SkillStanding
    belief: Belief
    is_met: bool
    level: float
    below_target: float
    below_ready: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """By what a skill is needed.

    Attributes:
        skill_id: What needs it.
        steps: How far away that is in the graph; 0 for the skill itself.
        is_aim: Whether the learner aims for that; else they work on it.
    """

    skill_id: int
    steps: int
    is_aim: bool


@dataclass(frozen=True, slots=True)
class _Demand:
    skill_id: int
    is_aim: bool
    reaches_unmet: bool


def states_of(
    standing: Standing, parameters: KnowledgeParameters, policy: GapPolicy
) -> dict[int, SkillState]:
    """Return every skill as detection sees it."""
    found = {}
    for skill_id, skill in standing.skills.items():
        belief = belief_of(standing.ability, skill.strength, skill.difficulty, parameters)
        is_met = skill.is_met
        found[skill_id] = SkillState(
            skill=skill,
            belief=belief,
            is_met=is_met,
            level=belief.mastery if is_met else belief.lower,
            below_target=belief.chance_below(policy.target),
            below_ready=belief.chance_below(policy.ready),
        )
    return found


def needs_of(
    states: Mapping[int, SkillState],
    links: Links,
    aims: Collection[int],
    policy: GapPolicy,
    *,
    is_open: bool,
    since: dt.datetime,
) -> dict[int, Need]:
    """Return by skill the nearest that stands on it and is worked on or aimed for.

    What is at its target already needs nothing. What a learner works on needs skills that they
    never met only where that work goes badly: else everybody would be flooded.

    Args:
        states: Every skill.
        links: Between them.
        aims: What the learner aims for.
        policy: Of gaps.
        is_open: Whether to judge as for a gap that is open: more of it is needed then, so that a
            gap is not closed and found again with every answer.
        since: From when on an answer means that its skill is worked on.
    """
    found: dict[int, Need] = {}
    for demand in _demands(states.values(), frozenset(aims), policy, since, is_open=is_open):
        for under, steps in links.beneath[demand.skill_id].items():
            if not (states[under].is_met or demand.reaches_unmet):
                continue
            if under not in found or steps < found[under].steps:
                found[under] = Need(skill_id=demand.skill_id, steps=steps, is_aim=demand.is_aim)
    return found


def was_answered(state: SkillState, since: dt.datetime) -> bool:
    """Tell whether a skill was answered at that moment or later."""
    seen = state.skill.strength.last_seen_at
    return state.skill.strength.answers > 0 and seen is not None and seen >= since


def _demands(
    states: Iterable[SkillState],
    aims: frozenset[int],
    policy: GapPolicy,
    since: dt.datetime,
    *,
    is_open: bool,
) -> Iterable[_Demand]:
    unfinished = min(policy.closes_at, 1 - policy.opens_at) if is_open else policy.closes_at
    badly = policy.closes_at if is_open else policy.opens_at
    for state in states:
        skill_id = state.skill.skill_id
        is_aim = skill_id in aims
        if not is_aim and not was_answered(state, since):
            continue
        if state.is_met and state.below_target <= unfinished:
            continue
        goes_badly = state.skill.strength.answers >= policy.answers and state.below_ready >= badly
        yield _Demand(skill_id, is_aim, reaches_unmet=is_aim or goes_badly)
