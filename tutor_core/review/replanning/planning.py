"""Where cards would stand had rules planned them all along, and on which days they are asked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tutor_core.review.memory import Memory, Recalled, interval_for
from tutor_core.review.scheduling import ReviewRules, Standing, outcome_of
from tutor_core.review.sm2 import CardState, new_card
from tutor_core.review.spreading import day_for

LATE_DAYS = 7  # over which those are spread that would have been due before today


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A card to be planned anew.

    Attributes:
        card_id: The card.
        standing: Where it stands.
        memory: What is left of it.
        reviews: Its reviews from the first to the last; None where some of them are not known.
    """

    card_id: int
    standing: Standing
    memory: Memory
    reviews: Sequence[Recalled] | None


def replanned(
    cards: Iterable[Planned], rules: ReviewRules, *, on: dt.date
) -> Mapping[int, CardState]:
    """Return where each card stands by rules, with the day on which it is asked.

    A card keeps its interval and easiness where SM-2 plans and its history is not known whole, as
    of cards brought from elsewhere. What would have been due before today is spread over the
    coming days, so that a change of rules makes no pile of today.

    Args:
        cards: Answered at least once each.
        rules: What decides now.
        on: The learner's day.
    """
    loads: Counter[dt.date] = Counter()
    found: dict[int, CardState] = {}
    states = [(card, _state(card, rules)) for card in cards]
    for card, state in sorted(states, key=lambda one: (_planned_on(*one), one[0].card_id)):
        due_on = day_for(
            card.card_id,
            state.interval_days,
            on=card.memory.last_on,
            loads=loads,
            wishes=rules.wishes,
            fuzz=rules.policy.fuzz,
        )
        if due_on < on:
            due_on = _soon(on, loads, rules)
        loads[due_on] += 1
        found[card.card_id] = replace(state, due_on=due_on)
    return found


def _state(card: Planned, rules: ReviewRules) -> CardState:
    if rules.scheduling == "fsrs":
        longest = rules.sm2.longest_interval
        interval = interval_for(card.memory.stability, rules.retention, longest=longest)
        return replace(card.standing.state, interval_days=interval)
    if not card.reviews:
        return card.standing.state
    plain = replace(rules, policy=replace(rules.policy, fuzz=0.0, drill_below=0))
    standing = Standing(state=new_card(rules.sm2))
    for one in card.reviews:
        standing = outcome_of(
            card.card_id, standing, one.quality, on=one.day, loads={}, rules=plain
        ).standing
    return standing.state


def _planned_on(card: Planned, state: CardState) -> dt.date:
    return card.memory.last_on + dt.timedelta(days=state.interval_days)


def _soon(on: dt.date, loads: Mapping[dt.date, int], rules: ReviewRules) -> dt.date:
    """Return the day of the coming ones with the fewest cards that is no day of a holiday."""
    days = [on + dt.timedelta(days=after) for after in range(LATE_DAYS)]
    opened = [day for day in days if not rules.wishes.is_closed(day)]
    return min(opened or days, key=lambda day: (loads.get(day, 0), day))
