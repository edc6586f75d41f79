"""The page of gaps out of what was detected: their order, the way through each, all skills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor_core.gaps.detection import GapChanges
from tutor_core.gaps.gap import Gap
from tutor_core.gaps.links import Links, links_of
from tutor_core.gaps.needs import SkillState, states_of
from tutor_core.gaps.policy import GapPolicy
from tutor_core.gaps.views import (
    FirstGap,
    GapsOverview,
    GapView,
    PastGap,
    Reach,
    SkillPicture,
    Step,
    StepState,
    blocking_of,
    in_order,
)
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import Standing


def overview_of(
    standing: Standing,
    found: GapChanges,
    past: Sequence[Gap],
    units: Mapping[int, str],
    *,
    parameters: KnowledgeParameters,
    policy: GapPolicy,
) -> GapsOverview:
    """Return what the page of gaps shows.

    Args:
        standing: What is known of the learner now.
        found: Their gaps at the same moment.
        past: Closed ones, the latest first.
        units: Group of each skill, as people read it.
        parameters: Of the knowledge model.
        policy: Of gaps.
    """
    states = states_of(standing, parameters, policy)
    links = _links(standing)
    return GapsOverview(
        gaps=tuple(
            _view(gap, states, links, found, policy)
            for gap in in_order(found.unresolved, links, ready=policy.ready)
        ),
        past=tuple(
            PastGap(
                gap=gap,
                title=standing.skills[gap.skill_id].display_name,
                topic=standing.skills[gap.skill_id].topic,
            )
            for gap in past
            if gap.skill_id in standing.skills
        ),
        skills=tuple(
            _picture(state, units.get(number, ""), found.unresolved.get(number), policy)
            for number, state in states.items()
        ),
        answers=standing.ability.answers,
    )


def first_of(standing: Standing, found: GapChanges, policy: GapPolicy) -> FirstGap | None:
    """Return the gap to repair first; None where there is none."""
    ordered = in_order(found.unresolved, _links(standing), ready=policy.ready)
    if not ordered:
        return None
    return FirstGap(
        title=standing.skills[ordered[0].skill_id].display_name,
        recommendation=ordered[0].recommendation,
        others=len(ordered) - 1,
    )


def way_through(
    skill_id: int,
    states: Mapping[int, SkillState],
    links: Links,
    found: GapChanges,
    policy: GapPolicy,
) -> tuple[Step, ...]:
    """Return the way through a gap: what it stands on, where to begin, what needs it.

    Of what it stands on, directly or not, what is in the way; of the direct prerequisites all.
    """
    blocking = blocking_of(found.unresolved, ready=policy.ready) | {skill_id}
    beneath = links.beneath[skill_id]
    shown = [one for one, steps in beneath.items() if steps == 1 or one in blocking]
    path = [*links.in_order(shown), skill_id]
    start = next(one for one in path if one in blocking)
    steps = [
        Step(
            title=states[one].skill.display_name,
            state=_state(states[one], found, policy),
            is_start=one == start,
            is_gap=one == skill_id,
        )
        for one in path
    ]
    need = found.needs.get(skill_id)
    if need is not None:
        above = states[need.skill_id]
        steps.append(
            Step(
                title=above.skill.display_name,
                state=_state(above, found, policy),
                is_aim=need.is_aim,
                is_work=not need.is_aim,
            )
        )
    return tuple(steps)


def _view(
    gap: Gap,
    states: Mapping[int, SkillState],
    links: Links,
    found: GapChanges,
    policy: GapPolicy,
) -> GapView:
    state = states[gap.skill_id]
    skill = state.skill
    return GapView(
        gap=gap,
        skill=skill.name,
        title=skill.display_name,
        topic=skill.topic,
        is_met=state.is_met,
        steps=way_through(gap.skill_id, states, links, found, policy),
    )


def _state(state: SkillState, found: GapChanges, policy: GapPolicy) -> StepState:
    if state.skill.skill_id in found.unresolved:
        return "gap"
    if not state.is_met:
        return "new"
    return "known" if state.belief.mastery >= policy.ready else "unsure"


def _picture(state: SkillState, unit: str, gap: Gap | None, policy: GapPolicy) -> SkillPicture:
    skill, belief = state.skill, state.belief
    return SkillPicture(
        skill=skill.name,
        title=skill.display_name,
        topic=skill.topic,
        unit=unit,
        mastery=belief.mastery,
        lower=belief.lower,
        upper=belief.upper,
        answers=skill.strength.answers,
        is_met=state.is_met,
        reach=_reach(state, policy),
        gap=gap,
    )


def _reach(state: SkillState, policy: GapPolicy) -> Reach:
    if not state.is_met:
        return "new"
    if state.level >= policy.target:
        return "reached"
    return "near" if state.level >= policy.ready else "far"


def _links(standing: Standing) -> Links:
    skills = standing.skills.values()
    return links_of(tuple((skill.skill_id, skill.prerequisites) for skill in skills))
