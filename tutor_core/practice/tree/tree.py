"""The mastery tree out of a learner's standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tutor_core.content.graph import SkillGraph
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.mastery.progress import progress_in
from tutor_core.practice.tree.layout import Place, laid_out
from tutor_core.practice.tree.steps import next_level_of
from tutor_core.practice.tree.views import SECURE_LEVEL, Missing, Tree, TreeSkill, TreeState
from tutor_core.recommend.frontier import SkillView, is_firm, is_mastered, is_ready, skill_views
from tutor_core.recommend.policy import BanditPolicy


def tree_of(
    standing: Standing,
    parameters: KnowledgeParameters,
    levels: MasteryPolicy,
    choice: BanditPolicy,
) -> Tree:
    """Return the tree of a learner.

    What is open and what is locked is read from the gate of the choice itself, so that the picture
    and the next question never disagree.

    Args:
        standing: Of the learner now.
        parameters: Of the knowledge model.
        levels: The thresholds of the levels.
        choice: The policy of the choice, with its gate.
    """
    skills = sorted(standing.skills.values(), key=lambda skill: skill.skill_id)
    graph = SkillGraph({skill.skill_id: skill.prerequisites for skill in skills})
    places = laid_out(
        {skill.skill_id: skill.prerequisites for skill in skills},
        {skill.skill_id: skill.topic for skill in skills},
    )
    views = skill_views(standing, parameters)
    titles = {skill.skill_id: skill.display_name for skill in skills}
    found = []
    for skill in skills:
        number = skill.skill_id
        progress = progress_in(standing, skill, parameters, levels)
        seen = skill.strength_when_seen
        level_when_seen = (
            progress_in(standing, replace(skill, strength=seen), parameters, levels).level
            if seen is not None
            else progress.level
        )
        found.append(
            TreeSkill(
                skill_id=number,
                skill=skill.name,
                title=skill.display_name,
                topic=skill.topic,
                state=_state(skill, views, choice, progress.level, level_when_seen),
                level=progress.level,
                level_when_seen=level_when_seen,
                mastery=progress.mastery,
                answers=skill.strength.answers,
                days_seen=skill.days_seen,
                last_seen_at=skill.strength.last_seen_at,
                next_level=next_level_of(standing, skill, parameters, levels),
                missing=_missing(skill, standing, views, choice),
                builds_on=tuple(titles[one] for one in skill.prerequisites),
                unlocks=tuple(titles[one] for one in graph.unlocks[number]),
                place=places[number],
            )
        )
    return Tree(
        skills=tuple(sorted(found, key=_order)),
        lines=tuple((one, skill.skill_id) for skill in skills for one in skill.prerequisites),
        ready=choice.ready,
    )


def _order(skill: TreeSkill) -> tuple[str, int, float]:
    place: Place = skill.place
    return skill.topic, place.layer, place.x


def _state(
    skill: SkillStanding,
    views: Mapping[int, SkillView],
    choice: BanditPolicy,
    level: int,
    level_when_seen: int,
) -> TreeState:
    if skill.is_met and level < level_when_seen:
        return "fading"
    if is_mastered(views[skill.skill_id], choice):
        return "secure" if level >= SECURE_LEVEL else "usable"
    if skill.is_met:
        return "started"
    return "open" if is_ready(skill.skill_id, views, choice) else "locked"


def _missing(
    skill: SkillStanding,
    standing: Standing,
    views: Mapping[int, SkillView],
    choice: BanditPolicy,
) -> tuple[Missing, ...]:
    return tuple(
        Missing(
            skill=standing.skills[needed].name,
            title=standing.skills[needed].display_name,
            mastery=views[needed].mastery,
            answers=max(0, choice.ready_answers - views[needed].answers),
        )
        for needed in skill.prerequisites
        if not is_firm(views[needed], choice)
    )
