"""A learner's standing: their ability and every skill, as known at one moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tutor_core.knowledge.model import Estimate, Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillStanding:
    """A learner's standing in one skill.

    Attributes:
        skill_id: Its number.
        name: Its stable name.
        display_name: What people read.
        topic: The subject it belongs to.
        prerequisites: Numbers of the skills it builds on.
        strength: Of the learner, as it stands now (forgetting included).
        difficulty: Of the skill.
        days_seen: On how many of the learner's days it was practised.
        placed_at: When a placement last spoke about it, asked or inferred; None for never.
        strength_when_seen: As it stood when it was last practised; None for never.
        hours: What learning it is thought to take in all; None where nobody has said.
    """

    skill_id: int
    name: str
    display_name: str
    topic: str
    prerequisites: tuple[int, ...]
    strength: Strength
    difficulty: Estimate
    days_seen: int
    placed_at: dt.datetime | None = None
    strength_when_seen: Strength | None = None
    hours: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether anything is known of the learner in it: an answer, or a placement."""
        return self.strength.answers > 0 or self.placed_at is not None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All that is known of a learner at a moment, skills by their number."""

    ability: Estimate
    skills: Mapping[int, SkillStanding]

    @cached_property
    def _by_name(self) -> Mapping[str, SkillStanding]:
        return {skill.name: skill for skill in self.skills.values()}

    def named(self, names: Iterable[str]) -> list[SkillStanding]:
        """Return the skills of those names that exist, in the order given."""
        return [self._by_name[name] for name in names if name in self._by_name]
