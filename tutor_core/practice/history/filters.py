"""Which of a learner's earlier answers are meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFilter:
    """What earlier answers have in common; None or False where anything will do.

    Attributes:
        only_wrong: Those that were not right, "I don't know" among them.
        topic: Of this subject.
        skill: Of this main skill, by its stable name; empty for items without one.
        note: Judged by this rule.
        since: Of this learner's day or a later one.
    """

    only_wrong: bool = False
    topic: str | None = None
    skill: str | None = None
    note: str | None = None
    since: dt.date | None = None

    def holds(self, group: AttemptGroup) -> bool:
        """Tell whether answers are meant that are alike in subject, skill and rule."""
        return (
            self.topic in (None, group.topic)
            and self.skill in (None, group.skill)
            and self.note in (None, group.note)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptGroup:
    """Earlier answers that are alike.

    Attributes:
        topic: Their subject.
        skill: Stable name of their main skill; empty for items without one.
        skill_name: The same, as people read it.
        note: The rule that judged them.
        n: How many they are.
    """

    topic: str
    skill: str
    skill_name: str
    note: str
    n: int


def count_in(groups: Iterable[AttemptGroup], wanted: AttemptFilter) -> int:
    """Return how many answers of these are meant."""
    return sum(group.n for group in groups if wanted.holds(group))
