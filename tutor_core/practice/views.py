"""What the pages are given: an attempt, its receipt, a set, today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor_core.badges.views import Gained
from tutor_core.content.answers.verdicts import Reading, Verdict
from tutor_core.practice.scoring import Outcome
from tutor_core.recommend.explaining import Reason
from tutor_core.review.views import Reviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an exercise that was taken apart, answered or asked now.

    Attributes:
        key: What no other question or step has.
        number: From 1.
        question: Markdown with LaTeX.
        answer_spec: How the answer is read (with the answer; never drawn).
        correct_answer: The answer as displayed; drawn once it is answered.
        explanation: How the step goes; drawn once it is answered.
        outcome: How it ended; None while it is asked.
        response: What was answered, whole.
        message: A sentence on the answer, where there is one.
        understood: How it was read, as LaTeX or text.
        understood_is_latex: Which of the two.
        draft: What the server has of an answer being typed: nothing, the browser keeps it.
    """

    key: str
    number: int
    question: str
    answer_spec: Mapping[str, Any]
    correct_answer: str
    explanation: str
    outcome: Outcome | None
    response: str
    message: str
    understood: str
    understood_is_latex: bool
    draft: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A question as it is shown; its answer spec stays on the server.

    Attributes:
        key: What no other question or step has.
        attempt_id: Its row.
        content_id: The item.
        topic: The subject.
        skill: Name of the main skill; empty where it has none.
        skill_name: The same, as people read it.
        difficulty: 1 to 5.
        question: Markdown with LaTeX.
        answer_spec: How the answer is read (with the answer; never drawn).
        figure: A figure described in data, or None.
        hints: Those shown so far.
        hints_left: How many more there are.
        points: What a right answer earns now.
        next_hint_costs: Points that the next hint takes away.
        draft: What was typed so far.
        why: Why this question.
        is_evidence: Whether it counts for the model.
        has_variants: Whether other numbers can be drawn.
        set_key: The set of ten it belongs to.
        step_count: How many steps the exercise has; 0 for a question.
        steps: Those answered and the one asked now; none before it is taken apart.
    """

    key: str
    attempt_id: int
    content_id: int
    topic: str
    skill: str
    skill_name: str
    difficulty: int
    question: str
    answer_spec: Mapping[str, Any]
    figure: Mapping[str, Any] | None
    hints: tuple[str, ...]
    hints_left: int
    points: int
    next_hint_costs: int
    draft: str
    why: Reason
    is_evidence: bool
    has_variants: bool
    set_key: str
    step_count: int
    steps: tuple[Step, ...]

    @property
    def asked_step(self) -> Step | None:
        """The step that waits for an answer."""
        return next((step for step in self.steps if step.outcome is None), None)

    @property
    def steps_are_over(self) -> bool:
        """Whether nothing is left to be tried: the solution may be shown."""
        return sum(step.outcome is not None for step in self.steps) == self.step_count


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillMove:
    """What one answer moved in the model about one skill.

    Attributes:
        name: As people read it.
        mastery_before: Chance of a right answer at a level-3 item, 0 to 1.
        mastery_after: The same after the answer.
        level_before: 0 to 5.
        level_after: 0 to 5.
    """

    name: str
    mastery_before: float
    mastery_after: float
    level_before: int
    level_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """All that is said of a closed attempt.

    Attributes:
        attempt_id: Its row.
        outcome: How it ended.
        regraded_from: How it was judged before the question was mended; None where it was not.
        response: What was answered, whole.
        understood: How it was read, as LaTeX or text.
        understood_is_latex: Which of the two.
        message: A sentence on the answer, where there is one.
        correct_answer: The answer as displayed.
        explanation: The worked solution.
        points: Earned.
        hints_used: How many hints were shown.
        is_evidence: Whether it counted.
        moves: What changed in the model, the main skill first.
        set_key: The set it belongs to.
        badges: Earned with it.
    """

    attempt_id: int
    outcome: Outcome
    regraded_from: Outcome | None
    response: str
    understood: str
    understood_is_latex: bool
    message: str
    correct_answer: str
    explanation: str
    points: int
    hints_used: int
    is_evidence: bool
    moves: tuple[SkillMove, ...]
    set_key: str
    badges: tuple[Gained, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReceipt:
    """What an answer to a card did, and the badges earned with it."""

    reviewed: Reviewed
    badges: tuple[Gained, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows: an open question, or an answered one with its receipt."""

    attempt: Attempt
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """An answer that cost nothing: it could not be read, or is not yet in the form asked."""

    verdict: Verdict
    reading: Reading
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One answer of a set: how it ended, and whether hints helped."""

    outcome: Outcome
    with_hints: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetProgress:
    """A set of ten so far.

    Attributes:
        dots: Its answers in their order.
        points: Earned in it.
        seconds: Worked on it.
        moves: By skill, from before the first answer to after the last.
    """

    dots: tuple[Dot, ...]
    points: int
    seconds: int
    moves: tuple[SkillMove, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAttempt:
    """A line of the list of earlier attempts."""

    attempt_id: int
    topic: str
    skill_name: str
    question: str
    outcome: Outcome
    answered_at: dt.datetime
