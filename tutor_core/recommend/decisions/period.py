"""Which part of the log is looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time, and whose log.

    Attributes:
        since: Its begin.
        until: Its end, not in it.
        cohort_id: Of the learners of this class only; None for everybody's.
    """

    since: dt.datetime
    until: dt.datetime
    cohort_id: int | None = None

    def keys(self) -> dict[str, Any]:
        """Return what a statement on the period is asked with."""
        return {
            "since": self.since,
            "until": self.until,
            "cohort_id": self.cohort_id,
            "everybody": self.cohort_id is None,
        }
