"""What a learner wants to work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Source = Literal["practice", "placement", "assignment", "plan", "test_out"]


@dataclass(frozen=True, slots=True)
class Goal:
    """Where the next question comes from.

    Attributes:
        source: Which door the learner came through; one open attempt at each.
        topic: The subject to stay in, None to let the tutor choose.
        skill: The name of the skill to stay in.
        content_id: The very item, where the learner chose it.
        assignment_id: The assignment it is for.
        plan_task: The task of a study plan it is for.
    """

    source: Source = "practice"
    topic: str | None = None
    skill: str | None = None
    content_id: int | None = None
    assignment_id: int | None = None
    plan_task: str | None = None
