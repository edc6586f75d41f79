"""A badge: something to be earned, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass

from tutor_core.badges.criteria import Criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A badge as its file gives it.

    Attributes:
        slug: Its key, which stays when its name changes.
        name: At most 100 characters; no other badge has it.
        description: What it takes, in words.
        category: One of mastery, streak, accuracy, practice, special.
        tier: One of bronze, silver, gold, platinum.
        icon: Name of a Material icon.
        color: `#` and six hexadecimal digits.
        points: For earning it, 1 to 1,000.
        criteria: What it takes.
        place: File and line, for messages.
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
    place: str
