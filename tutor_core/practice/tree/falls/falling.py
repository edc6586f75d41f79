"""Which answers brought a skill down from the level that it once had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What one answer did to one skill.

    Attributes:
        attempt_id: The attempt.
        at: When it was answered.
        level_before: 0 to 5, as it stood just before: what had faded is gone.
        level_after: 0 to 5.
        lowered: Whether the estimate of the skill went down. Its level may rise all the same, for
            an answer that is not right also makes it more certain; then it has no part in a fall.
    """

    attempt_id: int
    at: dt.datetime
    level_before: int
    level_after: int
    lowered: bool

    @property
    def has_part(self) -> bool:
        """Whether it helped to bring the skill down."""
        return self.lowered and self.level_after <= self.level_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """How a skill came down.

    Attributes:
        level: The highest that it had, 1 to 5.
        held_at: When an answer last left it there, or found it there by a placement.
        answers: What lowered it since, the first one first; at least one.
        between: Levels lost since then between its answers, 0 and above: to time without practice,
            and to answers in other skills, for all skills share the learner's ability.
    """

    level: int
    held_at: dt.datetime
    answers: tuple[Moved, ...]
    between: int


def fall_of(moves: Sequence[Moved], level: int) -> Fall | None:
    """Return how a skill came down to `level`; None where no answer had a part in it.

    Args:
        moves: What its answers did to it, the first one first.
        level: Where it stands now, 0 to 5.
    """
    highest = max((max(one.level_before, one.level_after) for one in moves), default=0)
    if highest <= level:
        return None
    held = max(place for place, one in enumerate(moves) if _holds(moves, place, highest))
    since = moves[held:] if moves[held].has_part else moves[held + 1 :]
    answers = tuple(one for one in since if one.has_part)
    if not answers:
        return None
    between, stood = 0, highest
    for one in since:
        between += max(0, stood - one.level_before)
        stood = one.level_after
    return Fall(
        level=highest,
        held_at=moves[held].at,
        answers=answers,
        between=between + max(0, stood - level),
    )


def _holds(moves: Sequence[Moved], place: int, highest: int) -> bool:
    """Tell whether an answer left a skill at its highest, or found it there by other means."""
    one = moves[place]
    if not one.has_part:
        return highest in (one.level_before, one.level_after)
    before = moves[place - 1].level_after if place else 0
    return one.level_before == highest > before
