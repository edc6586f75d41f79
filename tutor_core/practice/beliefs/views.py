"""What the tutor believes of one skill, with how sure it is and what stands behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tutor_core.practice.goal import Source
from tutor_core.practice.scoring import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An answer that moved the estimate.

    Attributes:
        answered_at: When.
        outcome: How it ended.
        with_hints: Whether hints helped, so that it did not count as right.
        difficulty: Of the item, 1 to 5.
        predicted: The chance of a right answer just before, 0 to 1; None where it is not known.
        source: Where it was asked.
    """

    answered_at: dt.datetime
    outcome: Outcome
    with_hints: bool
    difficulty: int
    predicted: float | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillBelief:
    """What the tutor believes of one skill of a learner.

    Attributes:
        skill: Its name.
        title: The same as people read it.
        topic: The subject.
        mastery: Chance of a right answer at a level-3 item, 0 to 1.
        low: The same, one standard deviation lower.
        high: One standard deviation higher.
        level: 0 to 5.
        answers: How many answers stand behind it.
        days_seen: On how many days they were given.
        last_seen_at: When it was last practised or placed; None for never.
        placed_at: When a placement last spoke about it; None for never.
        evidence: The latest of the answers, the newest first.
    """

    skill: str
    title: str
    topic: str
    mastery: float
    low: float
    high: float
    level: int
    answers: int
    days_seen: int
    last_seen_at: dt.datetime | None
    placed_at: dt.datetime | None
    evidence: tuple[Evidence, ...]
