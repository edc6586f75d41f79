"""What is told of badges: one that was just earned, one's own, one that a stranger looks up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor_core.badges.criteria import Criteria, Part, Standing, conditions_of, criteria_of, json_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Gained:
    """A badge in one line: its key, how it is called, its tier and its icon."""

    slug: str
    name: str
    tier: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning:
    """That somebody earned a badge.

    Attributes:
        earned_at: When.
        code: By which others verify it, 32 hexadecimal digits.
        criteria: What it took then.
        parts: What was counted then, condition by condition.
        is_public: Whether whoever has the code is told of it.
        is_displayed: Whether it stands in the learner's own showcase.
        times_taken: How often it was taken away, as credential or certificate.
    """

    earned_at: dt.datetime
    code: str
    criteria: Criteria
    parts: tuple[Part, ...]
    is_public: bool
    is_displayed: bool
    times_taken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBadge:
    """A badge as its learner sees it.

    Attributes:
        slug: Its key.
        name: As people read it.
        description: What it takes, in words.
        category: One of mastery, streak, accuracy, practice, special.
        tier: One of bronze, silver, gold, platinum.
        icon: Name of a Material icon.
        color: `#` and six hexadecimal digits.
        points: For earning it.
        criteria: What it takes now.
        standing: How far the learner is; None where it is earned.
        earning: How it was earned; None where it is not.
    """

    slug: str
    name: str
    description: str
    category: str
    tier: str
    icon: str
    color: str
    points: int
    criteria: Criteria
    standing: Standing | None
    earning: Earning | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPart:
    """A condition of an earned badge, counted again.

    Attributes:
        part: What is needed, and what the record says now.
        was: What was counted when the badge was earned; None where nobody wrote it down.
        as_it_stands: Whether only today's standing can be seen, not that of the day it was earned.
    """

    part: Part
    was: int | None
    as_it_stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the record says of an earned badge: whether it is met, and each condition."""

    met: bool
    parts: tuple[CheckedPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicBadge:
    """What whoever has the code of a badge is told, and nothing else.

    Attributes:
        learner: Name of who earned it, as they wrote it.
        name: Of the badge.
        description: What it takes, in words.
        tier: Of the badge.
        icon: Name of a Material icon.
        earned_on: The learner's day.
        code: By which it was found.
    """

    learner: str
    name: str
    description: str
    tier: str
    icon: str
    earned_on: dt.date
    code: str


def evidence_of(criteria: Criteria, standing: Standing) -> dict[str, Any]:
    """Return what is stored of how a badge was earned: what it took, and what was counted."""
    return {"criteria": json_of(criteria), "counted": [part.has for part in standing.parts]}


def evidence_in(document: Mapping[str, Any]) -> tuple[Criteria, tuple[Part, ...]]:
    """Return the criteria and the counted parts of what `evidence_of` gave."""
    criteria = criteria_of(document["criteria"])
    counted = zip(conditions_of(criteria), document["counted"], strict=True)
    return criteria, tuple(Part(condition, has) for condition, has in counted)
