"""What regrading reads, and what its page is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor_core.practice.exercises.steps import StepAnswer
from tutor_core.practice.scoring import Outcome
from tutor_core.practice.views import SkillMove


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A closed, graded attempt at an item, as its row stands.

    Attributes:
        attempt_id: Its row.
        student_id: The learner.
        locale: How they write numbers.
        version: Of the item, as it was asked.
        graded_version: By whose key it was judged since; None where it was not judged again.
        seed: Of its numbers; None for an item without a template.
        response: What was answered, whole.
        correct: Whether it was judged right.
        note: Which rule matched.
        message: A sentence on the answer, where there is one.
        hints_used: How many hints were shown.
        points: Earned.
        reward: Of the choice.
        is_evidence: Whether it counted.
        was_chosen_by_bandit: Whether the choice was a pull.
        answered_at: When.
        counted_on: The learner's day for which it counts; None where it counts for none.
        steps: What was answered to the steps of an exercise.
        state: What the row keeps of the choice and the answer (`rl_state`).
    """

    attempt_id: int
    student_id: int
    locale: str
    version: int
    graded_version: int | None
    seed: int | None
    response: str
    correct: bool
    note: str
    message: str
    hints_used: int
    points: int
    reward: float
    is_evidence: bool
    was_chosen_by_bandit: bool
    answered_at: dt.datetime
    counted_on: dt.date | None
    steps: tuple[StepAnswer, ...]
    state: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedAttempt:
    """An attempt that changes.

    Attributes:
        response: What was answered; None where the learner is somebody else's.
        was: How it ended.
        now: How it ends by the mended key.
        points_was: Earned so far.
        points_now: Earned by the mended key.
    """

    response: str | None
    was: Outcome
    now: Outcome
    points_was: int
    points_now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerLine:
    """What changes for one learner.

    Attributes:
        name: Of the learner; None where they are somebody else's, "a learner of another class".
        attempts: Those that change, in the order in which they were answered.
        skills: What changes in the model, by name.
    """

    name: str | None
    attempts: tuple[ChangedAttempt, ...]
    skills: tuple[SkillMove, ...]

    @property
    def points_was(self) -> int:
        """Points of these attempts so far."""
        return sum(attempt.points_was for attempt in self.attempts)

    @property
    def points_now(self) -> int:
        """Points of these attempts by the mended key."""
        return sum(attempt.points_now for attempt in self.attempts)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegradePreview:
    """Whom a mended key concerns, before anything is changed.

    Attributes:
        content_id: The item.
        question: As it is asked now, placeholders and all.
        version: Of the item now, by whose key is judged.
        made_at: When it was looked at.
        digest: Stands for these verdicts; `apply` is given it.
        judged: How many attempts were judged.
        to_right: How many of them turn from not right to right.
        to_wrong: How many turn from right to not right.
        unchanged: How many stay as they are in every way.
        reworded: How many were left out, because they were asked in other words.
        unjudgeable: How many cannot be judged: unreadable for this key, or another task.
        lines: One a learner for whom something changes, those with a name first.
    """

    content_id: int
    question: str
    version: int
    made_at: dt.datetime
    digest: str
    judged: int
    to_right: int
    to_wrong: int
    unchanged: int
    reworded: int
    unjudgeable: int
    lines: tuple[LearnerLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegradeReceipt:
    """What was changed.

    Attributes:
        regrade_id: Its row in the log; None where nothing was to be changed.
        learners: For how many learners something changed.
        attempts: How many attempts changed.
        held_back: How many kept "right" although the key says otherwise.
    """

    regrade_id: int | None
    learners: int
    attempts: int
    held_back: int
