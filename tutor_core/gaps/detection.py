"""Finds a learner's gaps: what to open, what to keep with new figures, what to close.

All skills are looked at each time, because an answer moves the learner's ability and with it
every figure; that costs about half a millisecond for 60 skills. Only what people could see to
have moved is handed on to be stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, replace

from tutor_core.gaps.gap import KINDS, Gap, Kind, blocks
from tutor_core.gaps.links import Links, links_of
from tutor_core.gaps.needs import Need, SkillState, needs_of, states_of, was_answered
from tutor_core.gaps.policy import GapPolicy
from tutor_core.gaps.sentences import recommendation_for
from tutor_core.gaps.weighing import hours_of, priority_of, progress_of, severity_of
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import Standing
from tutor_core.mastery.belief import belief_of

LEAST_MOVE = 0.005  # of mastery: half a percentage point, the least that people see


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsKnown:
    """What must be known to find a learner's gaps, beside their standing.

    Attributes:
        policy: Of gaps.
        unresolved: Their open gaps, by skill.
        aims: Numbers of the skills they aim for.
    """

    policy: GapPolicy
    unresolved: Mapping[int, Gap]
    aims: Collection[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapChanges:
    """What became of a learner's gaps.

    Attributes:
        opened: Found now.
        moved: Open before and still, with figures that moved.
        resolved: Closed now.
        unresolved: All that are open now, by skill.
        needs: By skill, the nearest that stands on it and is worked on or aimed for.
    """

    opened: tuple[Gap, ...]
    moved: tuple[Gap, ...]
    resolved: tuple[Gap, ...]
    unresolved: Mapping[int, Gap]
    needs: Mapping[int, Need]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """Everything that detection looks at.

    `unfinished` are the skills not at their target; what was answered `since` is worked on.
    """

    states: Mapping[int, SkillState]
    unfinished: frozenset[int]
    links: Links
    known: GapsKnown
    to_open: Mapping[int, Need]
    to_keep: Mapping[int, Need]
    parameters: KnowledgeParameters
    standing: Standing
    since: dt.datetime
    now: dt.datetime


def detect(
    standing: Standing, known: GapsKnown, *, parameters: KnowledgeParameters, now: dt.datetime
) -> GapChanges:
    """Return what becomes of a learner's gaps.

    Args:
        standing: What is known of them at `now`.
        known: Their open gaps, their aims, the policy.
        parameters: Of the knowledge model.
        now: The moment.
    """
    scene = _scene(standing, known, parameters, now)
    kinds = {
        skill_id: kind for skill_id in scene.states if (kind := _kind(scene, skill_id)) is not None
    }
    blocking = {
        skill_id
        for skill_id, kind in kinds.items()
        if blocks(kind, level=scene.states[skill_id].level, ready=known.policy.ready)
    }
    opened, moved, resolved = [], [], []
    unresolved: dict[int, Gap] = {}
    for skill_id, kind in kinds.items():
        was = known.unresolved.get(skill_id)
        gap = _gap(scene, skill_id, kind, was, blocking)
        if was is None:
            opened.append(gap)
        elif _has_moved(was, gap):
            moved.append(gap)
        else:
            gap = was
        unresolved[skill_id] = gap
    for skill_id, was in known.unresolved.items():
        if skill_id not in kinds:
            resolved.append(_closed(scene, was))
    return GapChanges(
        opened=tuple(opened),
        moved=tuple(moved),
        resolved=tuple(resolved),
        unresolved=unresolved,
        needs=scene.to_keep,
    )


def _scene(
    standing: Standing, known: GapsKnown, parameters: KnowledgeParameters, now: dt.datetime
) -> _Scene:
    since = now - dt.timedelta(days=known.policy.working_days)
    states = states_of(standing, parameters, known.policy)
    links = links_of(tuple((one.skill_id, one.prerequisites) for one in standing.skills.values()))
    to_open, to_keep = (
        needs_of(states, links, known.aims, known.policy, is_open=is_open, since=since)
        for is_open in (False, True)
    )
    return _Scene(
        states=states,
        unfinished=frozenset(
            skill_id
            for skill_id, state in states.items()
            if not state.is_met or state.level < known.policy.target
        ),
        links=links,
        known=known,
        to_open=to_open,
        to_keep=to_keep,
        parameters=parameters,
        standing=standing,
        since=since,
        now=now,
    )


def _kind(scene: _Scene, skill_id: int) -> Kind | None:
    """Return why a skill is a gap, None where it is none."""
    state, was = scene.states[skill_id], scene.known.unresolved.get(skill_id)
    found = next((kind for kind in KINDS if _opens(scene, state, kind)), None)
    if was is None or not _stays(scene, state, was.kind):
        return found
    # A skill that stays a missing prerequisite is nothing else; what was forgotten and is
    # practised again may turn out to be a weakness.
    return was.kind if found is None or was.kind == "prerequisite" else found


def _opens(scene: _Scene, state: SkillState, kind: Kind) -> bool:
    policy, skill = scene.known.policy, state.skill
    if kind == "prerequisite":
        is_unready = not state.is_met or state.below_ready >= policy.opens_at
        return skill.skill_id in scene.to_open and is_unready
    if skill.strength.answers < policy.answers:
        return False
    if kind == "weakness":
        return state.below_target >= policy.opens_at
    has_faded = state.level <= policy.target - policy.fading
    return has_faded and not was_answered(state, scene.since) and _was_at_target(scene, state)


def _stays(scene: _Scene, state: SkillState, kind: Kind) -> bool:
    policy = scene.known.policy
    if kind == "prerequisite":
        is_unready = not state.is_met or state.below_ready > policy.closes_at
        return state.skill.skill_id in scene.to_keep and is_unready
    return state.below_target > policy.closes_at


def _was_at_target(scene: _Scene, state: SkillState) -> bool:
    """Tell whether mastery was at the target when the skill was last practised."""
    seen = state.skill.strength_when_seen
    if seen is None:
        return False
    belief = belief_of(scene.standing.ability, seen, state.skill.difficulty, scene.parameters)
    return belief.mastery >= scene.known.policy.target


def _gap(scene: _Scene, skill_id: int, kind: Kind, was: Gap | None, blocking: Set[int]) -> Gap:
    state, policy = scene.states[skill_id], scene.known.policy
    target = policy.ready if kind == "prerequisite" else policy.target
    detected_level = state.level if was is None else was.detected_level
    practised_at = state.skill.strength.last_seen_at
    practised = 0 if was is None else was.practice_count + (practised_at != was.last_practised_at)
    priority = priority_of(
        level=state.level,
        sureness=state.below_ready if kind == "prerequisite" else state.below_target,
        waiting=len(scene.links.above[skill_id] & scene.unfinished),
        steps=_steps(scene, state),
        policy=policy,
    )
    return Gap(
        skill_id=skill_id,
        kind=kind,
        severity=severity_of(priority, policy),
        priority=priority,
        level=state.level,
        target=target,
        hours=hours_of(state.skill.hours, level=state.level, target=target),
        recommendation=_recommendation(scene, skill_id, kind, blocking),
        detected_at=scene.now if was is None else was.detected_at,
        detected_level=detected_level,
        last_practised_at=practised_at,
        practice_count=practised,
        progress=progress_of(state.level, detected_level=detected_level, target=target),
        status="in_progress" if practised else "active",
        resolved_at=None,
    )


def _steps(scene: _Scene, state: SkillState) -> int | None:
    is_unfinished = state.below_target > scene.known.policy.closes_at
    if was_answered(state, scene.since) and is_unfinished:
        return 0
    if state.skill.skill_id in scene.known.aims:
        return 0
    need = scene.to_keep.get(state.skill.skill_id)
    return None if need is None else need.steps


def _recommendation(scene: _Scene, skill_id: int, kind: Kind, blocking: Set[int]) -> str:
    def name(number: int) -> str:
        return scene.states[number].skill.display_name

    beneath = scene.links.in_order(blocking & scene.links.beneath[skill_id].keys())
    need = scene.to_keep.get(skill_id)
    return recommendation_for(
        kind,
        name(skill_id),
        begin_with=name(beneath[0]) if beneath else None,
        needed_by=None if need is None else name(need.skill_id),
        is_aim=need is not None and need.is_aim,
    )


def _closed(scene: _Scene, was: Gap) -> Gap:
    state = scene.states.get(was.skill_id)
    if state is None:  # the skill is no longer taught
        return replace(was, status="resolved", resolved_at=scene.now)
    practised_at = state.skill.strength.last_seen_at
    progress = progress_of(state.level, detected_level=was.detected_level, target=was.target)
    return replace(
        was,
        level=state.level,
        last_practised_at=practised_at,
        practice_count=was.practice_count + (practised_at != was.last_practised_at),
        progress=100.0 if state.level >= was.target else progress,
        hours=hours_of(state.skill.hours, level=state.level, target=was.target),
        status="resolved",
        resolved_at=scene.now,
    )


def _has_moved(was: Gap, gap: Gap) -> bool:
    """Tell whether a gap's figures moved so far that people could see it."""
    return abs(gap.level - was.level) >= LEAST_MOVE or _facts(gap) != _facts(was)


def _facts(gap: Gap) -> tuple[object, ...]:
    """Return all that may move except what moves with the level."""
    return (
        gap.kind,
        gap.severity,
        gap.priority,
        gap.target,
        gap.recommendation,
        gap.last_practised_at,
    )
