"""What an answer does to a card: when it is asked again, and whether once more today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from tutor_core.review.memory import Memory, answered, interval_for
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.preferences import Buttons, ReviewWishes, Scheduling
from tutor_core.review.sm2 import CardState, SM2Policy, check_quality, review
from tutor_core.review.spreading import day_for, range_for
from tutor_core.tuning.policies import InForce

ReviewKind = Literal["review", "drill", "cram"]
AGAIN, HARD, GOOD, EASY = 1, 3, 4, 5
QUALITIES: Mapping[Buttons, tuple[int, ...]] = {
    "four": (AGAIN, HARD, GOOD, EASY),
    "two": (AGAIN, GOOD),
    "six": (0, 1, 2, 3, 4, 5),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRules:
    """What decides for one learner: the constants of SM-2, the policy, their own wishes."""

    sm2: SM2Policy
    policy: ReviewPolicy
    wishes: ReviewWishes

    @property
    def scheduling(self) -> Scheduling:
        """Which algorithm plans."""
        if self.wishes.scheduling is not None:
            return self.wishes.scheduling
        return "fsrs" if self.policy.uses_fsrs else self.sm2.rules

    @property
    def retention(self) -> float:
        """Chance of recall at which FSRS asks a card again, 0.7 to 0.97."""
        wished = self.wishes.retention
        return self.policy.retention if wished is None else wished


def rules_under(policies: InForce, wishes: ReviewWishes) -> tuple[ReviewRules, int | None]:
    """Return what decides under policies, and the version of the one that plans."""
    constants, policy = policies.of(SM2Policy), policies.of(ReviewPolicy)
    rules = ReviewRules(sm2=constants.policy, policy=policy.policy, wishes=wishes)
    is_fsrs = rules.scheduling == "fsrs"
    return rules, (policy if is_fsrs else constants).version_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a card stands, by both algorithms at once, so that changing between them loses nothing.

    Attributes:
        state: By SM-2; its interval and day are those of the algorithm that planned last.
        memory: By FSRS; None for a card not yet answered.
        lapses: How often it was forgotten after it had been recalled.
        drill_on: The learner's day on which it is asked until it is known; None for none.
    """

    state: CardState
    memory: Memory | None = None
    lapses: int = 0
    drill_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an answer does.

    Attributes:
        kind: Whether it was the card's review or only its repetition on the same day.
        standing: Where the card stands after it.
        is_leech: Whether it was forgotten once too often.
    """

    kind: ReviewKind
    standing: Standing
    is_leech: bool = False

    def days_away(self, on: dt.date) -> int:
        """Return in how many days it is asked again; 0 for once more today."""
        due_on = self.standing.state.due_on
        if self.standing.drill_on == on or due_on is None:
            return 0
        return (due_on - on).days


def outcome_of(
    card_id: int,
    before: Standing,
    quality: int,
    *,
    on: dt.date,
    loads: Mapping[dt.date, int],
    rules: ReviewRules,
) -> Outcome:
    """Return what an answer to a card does.

    SM-2 knows no answer before a card's day. One that was right grows the interval from the days
    that really passed, and never brings the card nearer than it was.

    Args:
        card_id: The card.
        before: Where it stood.
        quality: How well it was recalled, 0 to 5.
        on: The learner's day.
        loads: How many cards are due on each of the days it may be moved to.
        rules: What decides.

    Raises:
        ValueError: The quality is none from 0 to 5.
    """
    check_quality(quality)
    memory = answered(before.memory, quality, on=on)
    drill_on = on if quality < rules.policy.drill_below else None
    if before.drill_on == on:
        return Outcome(kind="drill", standing=replace(before, memory=memory, drill_on=drill_on))
    state = _planned(before, quality, memory, on=on, rules=rules)
    due_on = day_for(
        card_id,
        state.interval_days,
        on=on,
        loads=loads,
        wishes=rules.wishes,
        fuzz=rules.policy.fuzz,
    )
    is_lapse = quality < rules.sm2.pass_quality and before.state.repetitions > 0
    lapses = before.lapses + is_lapse
    return Outcome(
        kind="review",
        standing=Standing(
            state=replace(state, due_on=due_on), memory=memory, lapses=lapses, drill_on=drill_on
        ),
        is_leech=is_lapse and is_leech(lapses, rules.policy),
    )


def days_reached(before: Standing, *, on: dt.date, rules: ReviewRules) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which any answer may put a card."""
    ranges = [
        range_for(
            _planned(
                before, quality, answered(before.memory, quality, on=on), on=on, rules=rules
            ).interval_days,
            rules.policy.fuzz,
        )
        for quality in QUALITIES["six"]
    ]
    first, last = min(low for low, _ in ranges), max(high for _, high in ranges)
    return on + dt.timedelta(days=first), on + dt.timedelta(days=last)


def is_leech(lapses: int, policy: ReviewPolicy) -> bool:
    """Tell whether this lapse is one at which a card is called a leech."""
    beyond = lapses - policy.leech_lapses
    return beyond >= 0 and beyond % policy.leech_every == 0


def _planned(
    before: Standing, quality: int, memory: Memory, *, on: dt.date, rules: ReviewRules
) -> CardState:
    scheduling = rules.scheduling
    if scheduling == "fsrs":
        after = review(before.state, quality, on=on, policy=rules.sm2)
        longest = rules.sm2.longest_interval
        interval = interval_for(memory.stability, rules.retention, longest=longest)
        return replace(after, interval_days=interval)
    constants = rules.sm2
    if constants.rules != scheduling:
        constants = replace(constants, rules=scheduling)
    left = _days_early(before, on)
    if not left or before.memory is None:
        return review(before.state, quality, on=on, policy=constants)
    passed = max(1, (on - before.memory.last_on).days)
    state = replace(before.state, interval_days=passed)
    after = review(state, quality, on=on, policy=constants)
    is_recalled = quality >= constants.pass_quality
    return replace(after, interval_days=max(left, after.interval_days)) if is_recalled else after


def _days_early(before: Standing, on: dt.date) -> int:
    """Return how many days before its day a card is asked, as before an exam; 0 for not early."""
    due_on = before.state.due_on
    return 0 if due_on is None else max(0, (due_on - on).days)
