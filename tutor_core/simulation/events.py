"""What is asked for and what happened: a blueprint, changes of parameters, attempts, a world."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tutor_core.content.items import Item
from tutor_core.content.variants import ItemText
from tutor_core.practice.learning import Learnt
from tutor_core.recommend.choosing import Recommendation
from tutor_core.simulation.people import Habits
from tutor_core.simulation.reviewing.deck import Deck
from tutor_core.simulation.school import Record, School
from tutor_core.tuning.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """What world to make.

    Attributes:
        learners: How many there are; the first is the most eager of them.
        cohorts: Into how many classes they fall.
        days: How long they work, up to `now`.
        seed: The same gives the same world.
        now: When it ends.
        day_starts_at: Wall-clock hour at which a learner's day begins.
    """

    learners: int = 100
    cohorts: int = 4
    days: int = 60
    seed: int = 1
    now: dt.datetime
    day_starts_at: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of the live parameters: what holds from when on, for a class or for all."""

    policy: Policy
    starts_at: dt.datetime
    reason: str
    cohort: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One attempt of the world.

    Attributes:
        learner: Who, counted from 0.
        topic: The subject they stayed in, None where they left it to the tutor.
        item: What was asked.
        variant_seed: Of its numbers; None for an item without a template.
        text: What was read, with these numbers.
        started_at: When it was shown.
        ended_at: When it was answered or put away.
        choice: How it was chosen.
        hints_used: How many hints were shown.
        response: What was answered; None for "I don't know" and where it was put away.
        correct: Whether that is right; None where it was put away.
        learnt: What it changed; None where it was put away.
        seconds: Worked on it.
        points: Earned.
        day: The learner's day on which it was answered.
        set_key: The set of ten it belongs to.
    """

    learner: int
    topic: str | None
    item: Item
    variant_seed: int | None
    text: ItemText
    started_at: dt.datetime
    ended_at: dt.datetime
    choice: Recommendation
    hints_used: int
    response: str | None
    correct: bool | None
    learnt: Learnt | None
    seconds: int
    points: int
    day: dt.date
    set_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What happened, and what the tutor knows at its end.

    Attributes:
        habits: Of each learner.
        cohort_of: Class of each learner, counted from 0.
        changes: Of the live parameters, in their order.
        attempts: In the order in which they happened to the tutor.
        school: What it knows of items and skills.
        records: What it knows of each learner.
        decks: Their cards.
        began_at: Before anything happened.
    """

    habits: tuple[Habits, ...]
    cohort_of: tuple[int, ...]
    changes: tuple[Change, ...]
    attempts: tuple[Tried, ...]
    school: School
    records: tuple[Record, ...]
    decks: tuple[Deck, ...]
    began_at: dt.datetime
