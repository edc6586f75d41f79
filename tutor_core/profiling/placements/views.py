"""What is known of placements: the skills they are about, the one that is open, what they found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tutor_core.content.graph import SkillGraph

LastPlacement = Literal["none", "open", "finished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceableSkill:
    """A skill that a placement may be about.

    Attributes:
        skill_id: Its number.
        name: Its stable name.
        display_name: What people read.
        topic: The subject it belongs to.
        unit: The unit of the subject, as people read it.
        level: How hard it is, 1 to 5.
        prerequisites: Numbers of the skills it builds on.
        is_askable: Whether there are published questions on it.
    """

    skill_id: int
    name: str
    display_name: str
    topic: str
    unit: str
    level: int
    prerequisites: tuple[int, ...]
    is_askable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlacement:
    """A placement that is going on.

    Attributes:
        placement_id: Its row.
        key: The set its attempts belong to.
        topics: The subjects it is about.
        goal_skill_ids: What the learner aims for.
        started_at: When it was begun.
    """

    placement_id: int
    key: str
    topics: tuple[str, ...]
    goal_skill_ids: tuple[int, ...]
    started_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillResult:
    """What a placement found about one skill.

    Attributes:
        skill_id: The skill.
        probability: Chance that it is known, 0 to 1.
        questions: How many questions were on it; 0 where it was inferred.
        right: How many of them were right.
        seconds: Worked on them.
    """

    skill_id: int
    probability: float
    questions: int = 0
    right: int = 0
    seconds: int = 0

    @property
    def notes(self) -> str:
        """What `pre_assessment_results.notes` says: whether it was asked or inferred."""
        if not self.questions:
            return "inferred"
        return f"asked: {self.right} of {self.questions} right"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedPlacement:
    """A placement that was finished, as a line of the history.

    Attributes:
        placement_id: Its row.
        topics: The subjects it was about.
        ended_at: When it was finished.
        questions: How many questions were asked.
        known: How many skills it found known, more likely than not.
        skills: How many skills it spoke about.
    """

    placement_id: int
    topics: tuple[str, ...]
    ended_at: dt.datetime
    questions: int
    known: int
    skills: int


def skills_in_scope(
    skills: Sequence[PlaceableSkill], topics: Collection[str], goal_skill_ids: Collection[int]
) -> dict[int, PlaceableSkill]:
    """Return the skills a placement is about: those of the subjects, the goals, and their roots.

    What a subject builds on belongs to it, wherever it is taught.
    """
    by_id = {skill.skill_id: skill for skill in skills}
    needs: Mapping[int, tuple[int, ...]] = {
        skill.skill_id: tuple(one for one in skill.prerequisites if one in by_id)
        for skill in skills
    }
    graph = SkillGraph(needs)
    chosen = {skill.skill_id for skill in skills if skill.topic in topics}
    chosen |= set(goal_skill_ids) & set(by_id)
    wanted = chosen.union(*(graph.ancestors(one) for one in chosen))
    return {number: by_id[number] for number in sorted(wanted)}
