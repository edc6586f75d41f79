"""What a learner wants to stay in."""

from __future__ import annotations

from dataclasses import dataclass

from tutor_core.knowledge.standing import SkillStanding


@dataclass(frozen=True, slots=True)
class Scope:
    """Which items may be asked.

    Attributes:
        topic: Only those of this subject; None for all.
        skill: Only those whose main skill has this name; it goes before the topic.
    """

    topic: str | None = None
    skill: str | None = None

    def holds(self, skill: SkillStanding) -> bool:
        """Tell whether items of a skill may be asked."""
        if self.skill is not None:
            return skill.name == self.skill
        return self.topic in (None, skill.topic)
