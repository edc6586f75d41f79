"""What an answer to a question does to cards: one memory for both.

A right answer uses what a card asks for, so the card may come later; a wrong one says that it is
needed sooner. The cards of the question's own skill are moved by a share of what a review would
have moved them by, those of its prerequisites by a smaller one at each step. The idea is Math
Academy's (Skycak, "Individualized Spaced Repetition in Hierarchical Knowledge Structures"); its
formulas are not public, so these are ours. Only the day moves: easiness, interval and memory are
for reviews alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from tutor_core.review.cards import CardRow, standing_in
from tutor_core.review.memory import Memory, answered, interval_for
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.scheduling import GOOD, ReviewRules

MOST_MOVED = 200  # cards by one answer, those due first
LEAST_SHARE = 0.05  # below it nothing is moved
ONE_DAY = dt.timedelta(days=1)
Skill = TypeVar("Skill")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerToQuestion:
    """An answer that may move cards.

    Attributes:
        attempt_id: The attempt.
        skill: Name of the question's main skill.
        prerequisites: By name of a skill, the names of those it builds on directly.
        correct: Whether it was right, without help.
        on: The learner's day.
        zone: Where they live.
        day_starts_at: Wall-clock hour at which their day begins.
    """

    attempt_id: int
    skill: str
    prerequisites: Mapping[str, Iterable[str]]
    correct: bool
    on: dt.date
    zone: ZoneInfo
    day_starts_at: int

    @property
    def kind(self) -> Literal["credited", "pulled_in"]:
        """What is noted of the cards that it moves."""
        return "credited" if self.correct else "pulled_in"


def shares_of(
    skill: Skill, prerequisites: Mapping[Skill, Iterable[Skill]], policy: ReviewPolicy
) -> dict[Skill, float]:
    """Return by which share an answer in a skill moves the cards of skills, 0 to 1.

    Args:
        skill: The one that was answered in.
        prerequisites: By skill, what it builds on directly.
        policy: How much an answer counts, and how much of that is left at each step.
    """
    shares: dict[Skill, float] = {}
    share, reached = policy.credit, {skill}
    while reached and share >= LEAST_SHARE:
        shares |= dict.fromkeys(reached, share)
        further = {needed for one in reached for needed in prerequisites.get(one, ())}
        reached = further - shares.keys()
        share *= policy.credit_a_step
    return shares


def day_after(row: CardRow, share: float, answer: AnswerToQuestion, rules: ReviewRules) -> dt.date:
    """Return the day on which the card of a row is asked after an answer to a question.

    A card that is asked once more today stays.

    Args:
        row: Of a card that was reviewed before.
        share: Of a review that the answer counts for, 0 to 1.
        answer: To the question.
        rules: What decides for the learner.
    """
    card = standing_in(row, answer.zone, constants=rules.sm2, starts_at=answer.day_starts_at)
    if card.memory is None or card.drill_on == answer.on:
        return row.next_review_date
    return moved_to(
        row.next_review_date,
        card.memory,
        share,
        correct=answer.correct,
        on=answer.on,
        retention=rules.retention,
    )


def moved_to(
    due_on: dt.date,
    memory: Memory,
    share: float,
    *,
    correct: bool,
    on: dt.date,
    retention: float,
) -> dt.date:
    """Return the day on which a card is asked after an answer to a question on it.

    Args:
        due_on: The day on which it was to be asked.
        memory: What is left of it.
        share: Of a review that the answer counts for, 0 to 1.
        correct: Whether the answer was right, without help.
        on: The learner's day of the answer.
        retention: Chance of recall at which a card is asked, 0.7 to 0.97.
    """
    if not correct:
        return due_on - ONE_DAY * round(share * max(0, (due_on - on).days - 1))
    after = answered(memory, GOOD, on=on)
    reviewed = on + ONE_DAY * interval_for(after.stability, retention)
    begun = max(due_on, on)
    later = round(share * max(0, (reviewed - begun).days))
    return begun + ONE_DAY * later if later else due_on


def move_of(before: dt.date, after: dt.date, share: float) -> dict[str, dict[str, Any]]:
    """Return what is noted of a card that was moved from one day to another."""
    return {
        "before": {"next_review_date": before.isoformat()},
        "after": {"next_review_date": after.isoformat(), "share": share},
    }
