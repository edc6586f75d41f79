"""What a learner wants to stay in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Which items may be asked.

    Attributes:
        topic: Only those of this subject; None for all.
        skill: Only those whose main skill has this name; it goes before the topic.
    """

    topic: str | None = None
    skill: str | None = None


EVERYTHING = Scope()
