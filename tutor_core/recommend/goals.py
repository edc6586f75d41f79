"""What else a question may serve than learning the next thing: goals with a stated weight."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from tutor_core.gaps.gap import MOST_PRIORITY, GapRank
from tutor_core.recommend.policy import BanditPolicy

GoalKind = Literal["gap", "review", "plan", "assignment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A skill, or one item of it, that the learner is to work on now.

    Attributes:
        kind: Why: a gap to repair, a review that is due, a study plan, an assignment.
        skill: The skill.
        content_id: The item, where one and no other is meant.
        urgency: How much of the kind's weight counts, 0 to 1.
        detail: Which kind of gap, or the title of the plan or assignment; empty for a review.
    """

    kind: GoalKind
    skill: int
    content_id: int | None = None
    urgency: float = 1.0
    detail: str = ""

    @property
    def is_repair(self) -> bool:
        """Whether it keeps a skill open that was left: what fades needs practice again.

        A skill that is only not secure yet is not kept open: it carries what builds on it, and
        learners of the simulation lost a tenth of their gains where it was.
        """
        return self.kind == "review" or (self.kind == "gap" and self.detail == "forgotten")

    def is_decided_for(self, mastered: Collection[int]) -> bool:
        """Tell whether it is asked even of who is not ready: a teacher has decided so.

        A whole skill is, until it is mastered; a single item is in any case.
        """
        is_open = self.content_id is not None or self.skill not in mastered
        return self.kind == "assignment" and is_open


def weight_of(kind: GoalKind | None, urgency: float, policy: BanditPolicy) -> float:
    """Return by how much more an item counts that serves a goal, 0 and above; None serves none."""
    return 0.0 if kind is None else getattr(policy, f"{kind}_weight") * urgency


def heaviest(aims: Iterable[Aim], policy: BanditPolicy) -> Aim | None:
    """Return the aim that counts most, the first of several; None where there is none."""
    return max(aims, key=lambda aim: weight_of(aim.kind, aim.urgency, policy), default=None)


def gap_aims(gaps: Mapping[int, GapRank]) -> list[Aim]:
    """Return a learner's open gaps as aims; the higher the priority, the more urgent."""
    return [
        Aim(
            kind="gap",
            skill=skill,
            urgency=gap.priority / MOST_PRIORITY,
            detail=gap.kind,
        )
        for skill, gap in gaps.items()
    ]
