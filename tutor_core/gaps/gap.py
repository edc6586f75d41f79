"""A gap: a skill that holds a learner back, why, how much, and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Kind = Literal["prerequisite", "forgotten", "weakness"]
Severity = Literal["critical", "high", "medium", "low"]
Status = Literal["active", "in_progress", "resolved"]

KINDS: tuple[Kind, ...] = ("prerequisite", "forgotten", "weakness")  # where several fit, the first
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")


MOST_PRIORITY = 10


@dataclass(frozen=True, slots=True)
class GapRank:
    """Of which kind an open gap is, and how much it matters, 1 to 10."""

    kind: Kind
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A learner's gap in one skill; they have at most one unresolved gap a skill.

    Attributes:
        skill_id: The skill.
        kind: Why it is one.
        severity: How much it matters, in a word.
        priority: The same from 1 to 10.
        level: Mastery now, 0 to 1; of a skill never met, the cautious end of the first guess.
        target: Mastery at which it is closed, 0 to 1.
        hours: What closing it is thought to take; None where nobody said what the skill takes.
        recommendation: The next step, in a sentence; plain text.
        detected_at: When it was found.
        detected_level: Mastery when it was found, 0 to 1.
        last_practised_at: When the skill was last practised, before or since; None for never.
        practice_count: How often it was practised since it was found.
        progress: From the level at which it was found to the target, 0 to 100.
        status: Where it is in its life.
        resolved_at: When it was closed; None while it is open.
    """

    skill_id: int
    kind: Kind
    severity: Severity
    priority: int
    level: float
    target: float
    hours: float | None
    recommendation: str
    detected_at: dt.datetime
    detected_level: float
    last_practised_at: dt.datetime | None
    practice_count: int
    progress: float
    status: Status
    resolved_at: dt.datetime | None

    @property
    def is_repaired(self) -> bool:
        """Whether it was closed because its target was reached, not because nothing needs it."""
        return self.status == "resolved" and self.level >= self.target


def blocks(kind: Kind, *, level: float, ready: float) -> bool:
    """Tell whether what stands on a gap must wait for it: its skill does not carry that yet.

    What is at the ready level and not at the target, as something half forgotten, is a gap of
    its own and holds up nothing else.

    Args:
        kind: Of the gap.
        level: Mastery, 0 to 1.
        ready: Mastery from which a skill carries what is built on it.
    """
    return kind == "prerequisite" or level < ready
