"""A share that was counted, and how far it may be from the true one.

Source: Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from tutor_core.recommend.evaluation import Z_95


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share that was counted, 0 to 1, with its 95 % interval and what it was counted in."""

    value: float
    low: float
    high: float
    n: int


def wilson(count: int, n: int) -> Share:
    """Return a share with Wilson's 95 % interval.

    Args:
        count: Of what was counted, 0 to n.
        n: Of all, at least 1.

    Raises:
        ValueError: A count that is not from 0 to n, or no n.
    """
    if not 0 <= count <= n or not n:
        raise ValueError(f"a share needs a count from 0 to its n, not {count} of {n}")
    share = count / n
    spread = Z_95**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return Share(value=share, low=max(0.0, middle - half), high=min(1.0, middle + half), n=n)
