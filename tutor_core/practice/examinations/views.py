"""What the pages of placement and test-out are given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from tutor_core.badges.views import Gained
from tutor_core.mastery.testing_out import Ending
from tutor_core.practice.scoring import Outcome
from tutor_core.practice.views import Attempt
from tutor_core.profiling.placements.views import EndedPlacement, OpenPlacement, PlaceableSkill

KNOWN_FROM, LIKELY_FROM = 0.8, 0.5

Finding = Literal["known", "likely", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """How far an open placement came.

    Attributes:
        placement: What it is about.
        answered: How many questions were answered.
        left: About how many more it takes, 1 and above.
        attempt: The question that waits; None where the next one is to be chosen.
    """

    placement: OpenPlacement
    answered: int
    left: int
    attempt: Attempt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSkill:
    """A skill on the map of a placement.

    Attributes:
        skill: The skill.
        probability: Chance that it is known, 0 to 1.
        questions: How many were on it; 0 where it was inferred.
    """

    skill: PlaceableSkill
    probability: float
    questions: int

    @property
    def finding(self) -> Finding:
        """Known from 8 in 10, likely from 5 in 10."""
        if self.probability >= KNOWN_FROM:
            return "known"
        return "likely" if self.probability >= LIKELY_FROM else "unknown"

    @property
    def certainty(self) -> float:
        """How sure the tutor is of known or not known, 0.5 to 1."""
        return max(self.probability, 1 - self.probability)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementMap:
    """What a finished placement found."""

    ended: EndedPlacement
    skills: tuple[PlacedSkill, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedItem:
    """One answer of a test-out that is over, to be read again.

    Attributes:
        question: Markdown with LaTeX.
        outcome: How it ended.
        correct_answer: The answer as displayed.
        explanation: The worked solution.
    """

    question: str
    outcome: Outcome
    correct_answer: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenTestOut:
    """A test-out of a skill.

    Attributes:
        skill: The skill's name.
        title: The same as people read it.
        set_key: The set its attempts belong to.
        attempt: The question that waits; None where the next one is to be chosen.
        answers: Right or not, in their order.
        ending: How it ended; None while it goes on.
        mastery_before: Before the first answer, 0 to 1.
        mastery_after: After the last one.
        items: What was asked; empty while it goes on.
        began_at: When its first question was shown.
        badges: Earned with its answers; empty while it goes on.
    """

    skill: str
    title: str
    set_key: str
    attempt: Attempt | None
    answers: tuple[bool, ...]
    ending: Ending | None
    mastery_before: float
    mastery_after: float
    items: tuple[ExaminedItem, ...]
    began_at: dt.datetime
    badges: tuple[Gained, ...]
