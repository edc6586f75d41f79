"""What an answer is learnt with from outside the learner, kept so that it can be learnt again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor_core.knowledge.model import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How hard the item and its skills were thought to be before an answer, and the day's begin.

    Attributes:
        day_began: When the learner's day began, in UTC.
        item: How hard the item proved to be; None where nobody had answered it.
        skills: How hard each of its skills was thought to be, by number.
    """

    day_began: dt.datetime
    item: Estimate | None
    skills: Mapping[int, Estimate]


def circumstances_to(circumstances: Circumstances) -> dict[str, Any]:
    """Return the document of `learning_sessions.learnt_from`; `circumstances_from` reads it."""
    item = circumstances.item
    return {
        "day_began": circumstances.day_began.isoformat(),
        "item": None if item is None else _numbers(item),
        "skills": {str(number): _numbers(one) for number, one in circumstances.skills.items()},
    }


def circumstances_from(stored: Mapping[str, Any]) -> Circumstances:
    """Read what stands in `learning_sessions.learnt_from`."""
    return Circumstances(
        day_began=dt.datetime.fromisoformat(stored["day_began"]),
        item=None if stored["item"] is None else Estimate(*stored["item"]),
        skills={int(number): Estimate(*one) for number, one in stored["skills"].items()},
    )


def _numbers(estimate: Estimate) -> list[float]:
    return [estimate.mean, estimate.variance, estimate.answers]
