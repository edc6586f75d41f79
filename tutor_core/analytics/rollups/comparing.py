"""What is written down of days against what they were."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tutor_core.analytics.rollups.days import Day, columns_of

CLOSE = 1e-9  # shares and means are sums of floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure of a day that is not what its attempts and reviews say.

    Attributes:
        day: The learner's.
        figure: Column of `performance_metrics`.
        stored: What is written down; None also where the day is missing.
        counted: What it should be.
    """

    day: dt.date
    figure: str
    stored: Any
    counted: Any


def differences(stored: Iterable[Any], counted: Iterable[Day]) -> list[Difference]:
    """Return where rows of `performance_metrics` differ from the days they stand for."""
    rows = {row.metric_date: row for row in stored}
    return [
        Difference(day=day.date, figure=figure, stored=there, counted=value)
        for day in counted
        for figure, value in columns_of(day).items()
        if not _is_same(there := getattr(rows.get(day.date), figure, None), value)
    ]


def _is_same(stored: object, counted: object) -> bool:
    if isinstance(stored, float) and isinstance(counted, float | int):
        return math.isclose(stored, counted, abs_tol=CLOSE)
    return stored == counted
