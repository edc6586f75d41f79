"""A learner's progress in a skill, put right by how much it was wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tutor_core.mastery.levels import LEVEL_NAMES
from tutor_core.mastery.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteryCorrection:
    """By how much a learner's progress in a skill was wrong.

    Attributes:
        was: After the last answer in the skill, as its answers were judged.
        would: The same as they should have been judged.
        mastered_was: When the top level was first reached, as judged; None for never.
        mastered_would: The same as it should be.
        correct_by: Added to the number of right answers.
    """

    was: Progress
    would: Progress
    mastered_was: dt.datetime | None
    mastered_would: dt.datetime | None
    correct_by: int

    def level(self, stored: int) -> int:
        """Return the level, 0 to 5, that takes the place of a stored one."""
        return min(len(LEVEL_NAMES) - 1, max(0, stored + self.would.level - self.was.level))

    def mastery(self, stored: float) -> float:
        """Return the mastery, 0 to 1, that takes the place of a stored one."""
        return min(1.0, max(0.0, stored + self.would.mastery - self.was.mastery))

    def mastered_at(self, stored: dt.datetime | None) -> dt.datetime | None:
        """Return the moment of mastery that takes the place of a stored one.

        A moment that these answers did not give stays.
        """
        if stored in (None, self.mastered_was):
            return self.mastered_would
        return stored
