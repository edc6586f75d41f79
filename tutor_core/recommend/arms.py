"""A learner's arms: what each item chosen for them has brought so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Arms:
    """Sums of rewards and numbers of pulls by content id."""

    rewards: Mapping[int, float] = field(default_factory=dict)
    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def best(self) -> int | None:
        """The arm with the highest mean reward, the first of several; None without pulls."""
        return max(
            self.counts,
            key=lambda arm: (self.rewards.get(arm, 0.0) / self.counts[arm], -arm),
            default=None,
        )

    @property
    def pulls(self) -> int:
        """How often any of them was pulled."""
        return sum(self.counts.values())

    def pulled(self, content_id: int, reward: float) -> Arms:
        """Return the arms after one more pull."""
        return Arms(
            {**self.rewards, content_id: self.rewards.get(content_id, 0.0) + reward},
            {**self.counts, content_id: self.counts.get(content_id, 0) + 1},
        )

    def corrected(self, content_id: int, by: float) -> Arms:
        """Return the arms with what one of them brought put right; as often pulled as before."""
        if content_id not in self.counts:
            return self
        return Arms(
            {**self.rewards, content_id: self.rewards.get(content_id, 0.0) + by}, self.counts
        )


def arms_from(rewards: Mapping[str, Any] | None, counts: Mapping[str, Any] | None) -> Arms:
    """Read arms as they are stored: JSON makes every key a string."""
    return Arms(
        {int(arm): float(value) for arm, value in (rewards or {}).items()},
        {int(arm): int(value) for arm, value in (counts or {}).items()},
    )


def arms_to(arms: Arms) -> tuple[dict[str, float], dict[str, int]]:
    """Return rewards and counts as they are stored, in new documents."""
    return (
        {str(arm): value for arm, value in arms.rewards.items()},
        {str(arm): count for arm, count in arms.counts.items()},
    )
