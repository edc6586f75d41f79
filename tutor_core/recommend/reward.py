"""What a choice brought: how far the answer moved what is known of the skill.

Never bare correctness: rewarding right answers teaches a bandit to ask what is known already
(measured: a fifth of what random items teach).
"""

from __future__ import annotations

import math


def learning_gain(*, before: float, after: float, sd: float) -> float:
    """Return the reward of one answer, -1 to 1.

    Args:
        before: Log-odds of mastering the skill before the answer.
        after: The same right after it, at the same moment.
        sd: Standard deviation of the log-odds before the answer, above 0; the move is
            counted in these, so that the same surprise is worth the same for everybody.

    Raises:
        ValueError: One of them is no finite number.
    """
    if not all(map(math.isfinite, (before, after, sd))):
        raise ValueError(f"a gain needs finite numbers, not {before}, {after} and {sd}")
    return max(-1.0, min(1.0, (after - before) / sd))
