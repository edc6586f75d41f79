"""What is shown of a report on an item."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

Reason = Literal["answer", "unclear", "figure", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as the item's editor reads it; who made it is not said.

    Attributes:
        report_id: Its row.
        reason: What is wrong.
        words: What the learner wrote about it; empty where nothing.
        created_at: When.
        response: What they had answered; empty where they had not.
        was_right: How that was graded; None where it was not.
        version: Of the item that they were asked.
        seed: Which numbers they had; None where there is one set only.
    """

    report_id: int
    reason: Reason
    words: str
    created_at: dt.datetime
    response: str
    was_right: bool | None
    version: int
    seed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReport:
    """What a learner said of an item and nobody answered yet."""

    reason: Reason
    words: str
