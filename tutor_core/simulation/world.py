"""A school at work for some weeks: who sat down when, what the tutor asked, what they answered.

The tutor's part is the tutor itself (`School`): it chooses and learns by the functions of the
services. Only the learners are simulated. The same seed and the same moment give the same world.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from tutor_core.content.items import Item
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.review.policy import ReviewPolicy
from tutor_core.simulation.events import Blueprint, Change, World
from tutor_core.simulation.learners import KINDS, SimulatedLearner, drawn_traits
from tutor_core.simulation.people import drawn_care_for_cards, drawn_habits, eager_habits, sittings
from tutor_core.simulation.reviewing.deck import Deck
from tutor_core.simulation.school import Record, School, SchoolItem, SchoolSkill
from tutor_core.simulation.sitting import Run, Seat, in_force, sit

LAST_HOURS = dt.timedelta(hours=2)  # nobody is still at work when the world ends

Advance = Callable[[int, int], None]
"""Given how much of the work is done and how much there is."""


def build(
    skills: Sequence[SchoolSkill],
    items: Sequence[Item],
    blueprint: Blueprint,
    *,
    advance: Advance = lambda _done, _total: None,
) -> World:
    """Let a school work for some days, up to now.

    Args:
        skills: All skills.
        items: All published items.
        blueprint: What world to make.
        advance: Told of the progress.
    """
    seed, days, now = blueprint.seed, blueprint.days, blueprint.now
    rng = random.Random(f"{seed}:world")
    began_at = now - dt.timedelta(days=days)
    seats = [_seat(number, skills, blueprint, rng=rng) for number in range(blueprint.learners)]
    plan = [
        (sitting.starts_at, seat.number, sitting)
        for seat in seats
        for sitting in sittings(
            seat.habits,
            began_at.astimezone(seat.habits.zone).date(),
            days + 1,
            rng=random.Random(f"{seed}:{seat.number}:habits"),
        )
        if began_at < sitting.starts_at < now - LAST_HOURS
    ]
    plan.sort(key=lambda entry: entry[:2])
    run = Run(
        seed=seed,
        school=School(skills, [_school_item(item) for item in items]),
        items={item.content_id: item for item in items},
        changes=_changes(began_at, days),
        cohort_of=[n * blueprint.cohorts // blueprint.learners for n in range(blueprint.learners)],
        day_starts_at=blueprint.day_starts_at,
        began_at=began_at,
        ends_at=now,
        prerequisites=_by_name(skills),
    )
    for done, (_, number, sitting) in enumerate(plan, start=1):
        sit(run, seats[number], sitting)
        advance(done, len(plan))
    for seat in seats:  # time has passed since their last answers
        policies = in_force(run.changes, run.cohort_of[seat.number], now)
        run.school.refresh_gaps(seat.record, policies, now=now)
    return World(
        habits=tuple(seat.habits for seat in seats),
        cohort_of=tuple(run.cohort_of),
        changes=tuple(run.changes),
        attempts=tuple(run.attempts),
        school=run.school,
        records=tuple(seat.record for seat in seats),
        decks=tuple(seat.deck for seat in seats),
        began_at=began_at,
    )


def _seat(
    number: int, skills: Sequence[SchoolSkill], blueprint: Blueprint, *, rng: random.Random
) -> Seat:
    days = blueprint.days
    topics = sorted({skill.topic for skill in skills})
    named = _by_name(skills)
    needs: dict[Hashable, Sequence[Hashable]] = {skill: named[skill] for skill in named}
    levels: dict[Hashable, int] = {skill.name: skill.level for skill in skills}
    traits = drawn_traits(levels, kind=KINDS[number % len(KINDS)], rng=rng)
    cards_rng = random.Random(f"{blueprint.seed}:{number}:cards")
    habits = drawn_habits(topics, days=days, rng=rng)
    habits = replace(habits, cards=drawn_care_for_cards(rng=cards_rng))
    if number == 0:
        habits = eager_habits(zone=habits.zone, days=days)
        traits = replace(traits, kind="zone", ability=0.3, rate=0.35)
    return Seat(
        number=number,
        habits=habits,
        learner=SimulatedLearner(traits, needs),
        record=Record(),
        rng=random.Random(f"{blueprint.seed}:{number}"),
        quirks={skill.name: rng.random() for skill in skills},
        deck=Deck(zone=habits.zone, day_starts_at=blueprint.day_starts_at),
        cards_rng=cards_rng,
    )


def _by_name(skills: Sequence[SchoolSkill]) -> dict[str, tuple[str, ...]]:
    """Return by name of a skill the names of those it builds on directly."""
    names = {skill.skill_id: skill.name for skill in skills}
    return {skill.name: tuple(names[needed] for needed in skill.prerequisites) for skill in skills}


def _changes(began_at: dt.datetime, days: int) -> list[Change]:
    """Return what the researcher of the world tried, and took back."""

    def after(share: float) -> dt.datetime:
        return began_at + dt.timedelta(days=math.floor(days * share))

    return [
        Change(
            policy=BanditPolicy(epsilon=0.2),
            starts_at=after(0.3),
            reason="Two weeks with more exploration, to have choices to evaluate other "
            "policies on.",
        ),
        Change(
            policy=BanditPolicy(),
            starts_at=after(0.55),
            reason="Back to a tenth: enough was logged.",
        ),
        Change(
            policy=BanditPolicy(target=0.8),
            starts_at=after(0.7),
            reason="The evening course gives up early; easier questions for a while.",
            cohort=3,
        ),
        Change(
            policy=ReviewPolicy(uses_fsrs=1),
            starts_at=after(0.4),
            reason="One class reviews by FSRS, to see what it foresees better than SM-2.",
            cohort=1,
        ),
    ]


def _school_item(item: Item) -> SchoolItem:
    return SchoolItem(
        content_id=item.content_id,
        topic=item.topic,
        skills=item.skills,
        difficulty=item.difficulty,
        minutes=item.minutes,
        is_exercise=bool(item.text.steps),
    )
