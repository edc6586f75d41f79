"""What was forecast of a card's recall beside what came: by its memory, and by its interval.

The forecast by memory is that of FSRS from what was stored before the review. SM-2 says nothing of
chances; its interval is taken to mean 0.9 at its end, and 0.9 to the power of the share of it that
has passed before and after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from tutor_core.calendar import learner_day
from tutor_core.recommend.self_grading import Prediction
from tutor_core.review.memory import recall_after
from tutor_core.review.statistics.counting import RECALLED

AT_INTERVAL = 0.9  # chance of recall that an interval of SM-2 is taken to be made for


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A review, with both forecasts of it.

    Attributes:
        scheduler: Which algorithm planned when it was answered.
        by_memory: What FSRS forecast, and what came.
        by_interval: What the planned interval implies, and what came.
    """

    scheduler: str
    by_memory: Prediction
    by_interval: Prediction


def forecast_from(
    state: Mapping[str, Any],
    *,
    quality: int,
    scheduler: str,
    at: dt.datetime,
    zone: ZoneInfo,
    starts_at: int = 4,
) -> Forecast | None:
    """Return both forecasts of a review; None where it came on the day of the last answer.

    A card that has no memory, because it is new or came from elsewhere, has no forecast either.

    Args:
        state: Of the card before the review, as it was kept.
        quality: How well it was recalled, 0 to 5.
        scheduler: Which algorithm planned.
        at: The moment of the review.
        zone: Where its learner lives.
        starts_at: Wall-clock hour at which the learner's day begins.
    """
    if state["last_reviewed"] is None or state.get("stability") is None:
        return None
    last = dt.datetime.fromisoformat(state["last_reviewed"])
    on, last_on = (learner_day(one, zone, starts_at=starts_at) for one in (at, last))
    days = (on - last_on).days
    if days < 1:
        return None

    is_recalled = quality >= RECALLED
    by_memory = recall_after(days, state["stability"])
    by_interval = AT_INTERVAL ** (days / max(1, state["interval"] or 1))
    return Forecast(
        scheduler=scheduler,
        by_memory=Prediction(predicted=by_memory, correct=is_recalled),
        by_interval=Prediction(predicted=by_interval, correct=is_recalled),
    )


def area_under_curve(rows: Sequence[Prediction]) -> float | None:
    """Return the chance that what came right was thought likelier than what did not, 0 to 1.

    Equal predictions count half; None where everything came right, or nothing did.
    """
    right = sum(row.correct for row in rows)
    wrong = len(rows) - right
    if not right or not wrong:
        return None
    won, missed_below = 0.0, 0
    for alike in _alike(rows):
        came = sum(row.correct for row in alike)
        missed = len(alike) - came
        won += came * (missed_below + missed / 2)
        missed_below += missed
    return won / (right * wrong)


def _alike(rows: Sequence[Prediction]) -> list[list[Prediction]]:
    """Return the rows of equal predictions together, the smallest first."""
    found: dict[float, list[Prediction]] = {}
    for row in rows:
        found.setdefault(row.predicted, []).append(row)
    return [found[predicted] for predicted in sorted(found)]
