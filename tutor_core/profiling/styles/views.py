"""What the pages are given of a quiz and of what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tutor_core.profiling.formats import Preferences
from tutor_core.profiling.questionnaire import QUESTIONS, Letter
from tutor_core.profiling.style import Style, answered_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A quiz that somebody is in the middle of.

    Attributes:
        quiz_id: Its row.
        answers: By question, the letters ticked so far; none where it was skipped.
        started_at: When it was begun.
    """

    quiz_id: int
    answers: Mapping[int, tuple[Letter, ...]]
    started_at: dt.datetime

    @property
    def answered(self) -> int:
        """How many questions have a tick."""
        return answered_in(self.answers)

    @property
    def goes_on_at(self) -> int:
        """The question after the furthest one that was answered or skipped, at most the last."""
        return min(max(self.answers, default=0) + 1, len(QUESTIONS))


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleProfile:
    """What the last completed quiz said, and what is liked in a lesson since."""

    style: Style
    preferences: Preferences
    completed_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastQuiz:
    """A completed quiz: what it said, and when."""

    style: Style
    completed_at: dt.datetime
