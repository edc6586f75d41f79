"""A learner's arms: what each item chosen for them has brought so far."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Arms:
    """Sums of rewards and numbers of pulls, by content id in digits, as JSON has its keys."""

    rewards: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def best(self) -> int | None:
        """The arm with the highest mean reward, the first of several; None without pulls."""
        found = max(
            self.counts,
            key=lambda arm: (self.rewards.get(arm, 0.0) / self.counts[arm], -int(arm)),
            default=None,
        )
        return None if found is None else int(found)

    @property
    def pulls(self) -> int:
        """How often any of them was pulled."""
        return sum(self.counts.values())

    def pulls_of(self, content_id: int) -> int:
        """Return how often an arm was pulled."""
        return self.counts.get(str(content_id), 0)

    def rewards_of(self, content_id: int) -> float:
        """Return the sum of what an arm brought; one that is no number counts as nothing."""
        brought = self.rewards.get(str(content_id), 0.0)
        return brought if math.isfinite(brought) else 0.0

    def pulled(self, content_id: int, reward: float) -> Arms:
        """Return the arms after one more pull."""
        arm = str(content_id)
        return Arms(
            {**self.rewards, arm: self.rewards_of(content_id) + reward},
            {**self.counts, arm: self.pulls_of(content_id) + 1},
        )

    def corrected(self, content_id: int, by: float) -> Arms:
        """Return the arms with what one of them brought put right; as often pulled as before."""
        arm = str(content_id)
        if arm not in self.counts:
            return self
        return Arms({**self.rewards, arm: self.rewards_of(content_id) + by}, self.counts)


def arms_from(rewards: Mapping[str, Any] | None, counts: Mapping[str, Any] | None) -> Arms:
    """Read arms as they are stored; nothing is converted, for there may be thousands."""
    return Arms(rewards or {}, counts or {})


def arms_to(arms: Arms) -> tuple[dict[str, float], dict[str, int]]:
    """Return rewards and counts as they are stored, in new documents."""
    return dict(arms.rewards), dict(arms.counts)
