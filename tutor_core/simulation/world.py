"""A school at work for some weeks: who sat down when, what the tutor asked, what they answered.

The tutor's part is the tutor itself (`School`): it chooses and learns by the functions of the
services. Only the learners are simulated. The same seed and the same moment give the same world.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tutor_core.calendar import learner_day
from tutor_core.content.items import Item
from tutor_core.content.variants import ItemText
from tutor_core.practice.learning import Answered, Learnt
from tutor_core.practice.scoring import (
    SET_LENGTH,
    counts_as_right,
    points_for,
    seconds_between,
)
from tutor_core.recommend.choosing import Recommendation
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.simulation.answers import right_answer, wrong_answer
from tutor_core.simulation.learners import KINDS, SimulatedLearner, drawn_traits
from tutor_core.simulation.people import Habits, Sitting, drawn_habits, eager_habits, sittings
from tutor_core.simulation.school import Record, School, SchoolItem, SchoolSkill
from tutor_core.tuning.policies import InForce, Policy, Stored, to_parameters

SEEDS = 2**31
SET_LASTS = dt.timedelta(hours=3)
LAST_HOURS = dt.timedelta(hours=2)  # nobody is still at work when the world ends
UNSURE = 0.55  # chance of success below which a learner thinks of a hint
HINT_HELPS = 0.15
MOST = 0.97  # chance of success, however many hints
SKIPS = 0.02
SECONDS_A_DAY = 86_400

Advance = Callable[[int, int], None]
"""Given how many sittings are over and how many there are."""


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
        began_at: Before anything happened.
    """

    habits: tuple[Habits, ...]
    cohort_of: tuple[int, ...]
    changes: tuple[Change, ...]
    attempts: tuple[Tried, ...]
    school: School
    records: tuple[Record, ...]
    began_at: dt.datetime


@dataclass(slots=True)
class _Seat:
    """A learner in the simulation: who they are, what the tutor knows, what they work on."""

    number: int
    habits: Habits
    learner: SimulatedLearner
    record: Record
    rng: random.Random
    quirks: Mapping[str, float]
    tried: int = 0
    set_key: str = ""
    set_answers: int = 0
    last_started_at: dt.datetime | None = None


@dataclass(slots=True)
class _Run:
    """Everything a world is made with while it is made."""

    seed: int
    school: School
    items: Mapping[int, Item]
    changes: Sequence[Change]
    cohort_of: Sequence[int]
    day_starts_at: int
    began_at: dt.datetime
    attempts: list[Tried] = field(default_factory=list)


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
    run = _Run(
        seed=seed,
        school=School(skills, [_school_item(item) for item in items]),
        items={item.content_id: item for item in items},
        changes=_changes(began_at, days),
        cohort_of=[n * blueprint.cohorts // blueprint.learners for n in range(blueprint.learners)],
        day_starts_at=blueprint.day_starts_at,
        began_at=began_at,
    )
    for done, (_, number, sitting) in enumerate(plan, start=1):
        _sit(run, seats[number], sitting)
        advance(done, len(plan))
    return World(
        habits=tuple(seat.habits for seat in seats),
        cohort_of=tuple(run.cohort_of),
        changes=tuple(run.changes),
        attempts=tuple(run.attempts),
        school=run.school,
        records=tuple(seat.record for seat in seats),
        began_at=began_at,
    )


def rng_of(seed: int, learner: int, tried: int) -> random.Random:
    """Return the chance by which a learner's attempt is chosen and its numbers are drawn."""
    return random.Random(f"{seed}:{learner}:{tried}")


def in_force(changes: Sequence[Change], cohort: int, now: dt.datetime) -> InForce:
    """Return what holds for a class at a moment; versions are the changes' places from 1 on."""
    found = {}
    holding = [
        (change.cohort is not None, change.starts_at, number, change)
        for number, change in enumerate(changes, start=1)
        if change.starts_at <= now and change.cohort in (None, cohort)
    ]
    for _, _, number, change in sorted(holding, key=lambda entry: entry[:3]):
        found[change.policy.name] = Stored(to_parameters(change.policy), number)
    return InForce(found)


def _seat(
    number: int, skills: Sequence[SchoolSkill], blueprint: Blueprint, *, rng: random.Random
) -> _Seat:
    days = blueprint.days
    topics = sorted({skill.topic for skill in skills})
    names = {skill.skill_id: skill.name for skill in skills}
    needs: dict[Hashable, tuple[Hashable, ...]] = {
        skill.name: tuple(names[needed] for needed in skill.prerequisites) for skill in skills
    }
    levels: dict[Hashable, int] = {skill.name: skill.level for skill in skills}
    traits = drawn_traits(levels, kind=KINDS[number % len(KINDS)], rng=rng)
    habits = drawn_habits(topics, days=days, rng=rng)
    if number == 0:
        habits = eager_habits(zone=habits.zone, days=days)
        traits = replace(traits, kind="zone", ability=0.3, rate=0.35)
    return _Seat(
        number=number,
        habits=habits,
        learner=SimulatedLearner(traits, needs),
        record=Record(),
        rng=random.Random(f"{blueprint.seed}:{number}"),
        quirks={skill.name: rng.random() for skill in skills},
    )


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
    ]


def _sit(run: _Run, seat: _Seat, sitting: Sitting) -> None:
    """Let a learner work through one sitting."""
    now = sitting.starts_at
    if seat.last_started_at is not None and now <= seat.last_started_at:
        return
    topic = seat.habits.stays_in if seat.rng.random() < 0.7 else None  # noqa: PLR2004
    for _ in range(sitting.items):
        tried = _try(run, seat, topic, now)
        if tried is None:
            return
        run.attempts.append(tried)
        now = tried.ended_at + dt.timedelta(seconds=round(seat.rng.uniform(5, 40)))


def _try(run: _Run, seat: _Seat, topic: str | None, now: dt.datetime) -> Tried | None:
    policies = in_force(run.changes, run.cohort_of[seat.number], now)
    chance = rng_of(run.seed, seat.number, seat.tried)
    choice = run.school.choose(seat.record, policies, topic=topic, now=now, rng=chance)
    if choice is None:
        return None
    item = run.items[choice.content_id]
    drawn = chance.randrange(SEEDS)
    variant_seed = drawn if item.template is not None else None
    set_key = _set_key(run, seat, now)
    run.school.show(seat.record, item.content_id, now=now)
    seat.tried += 1
    seat.last_started_at = now
    day = (now - run.began_at).total_seconds() / SECONDS_A_DAY
    skill = item.skills[0]
    expects = seat.learner.chance(skill, item.difficulty, day=day)
    took = item.minutes * 60 * seat.habits.speed * seat.rng.lognormvariate(-0.1, 0.45)
    ended_at = now + dt.timedelta(seconds=max(4, round(took)))
    seconds = seconds_between(now, ended_at)
    tried = Tried(
        learner=seat.number,
        topic=topic,
        item=item,
        variant_seed=variant_seed,
        text=item.variant(variant_seed),
        started_at=now,
        ended_at=ended_at,
        choice=choice,
        hints_used=0,
        response=None,
        correct=None,
        learnt=None,
        seconds=seconds,
        points=0,
        day=learner_day(ended_at, seat.habits.zone, starts_at=run.day_starts_at),
        set_key=set_key,
    )
    if seat.rng.random() < SKIPS:
        run.school.skip(
            seat.record, policies, seconds=seconds, meant_minutes=item.minutes, now=ended_at
        )
        return tried
    return _answer(run, seat, tried, policies, expects=expects, day=day)


def _answer(
    run: _Run, seat: _Seat, tried: Tried, policies: InForce, *, expects: float, day: float
) -> Tried:
    item, text, rng = tried.item, tried.text, seat.rng
    hints = 0
    if expects < UNSURE and rng.random() < seat.habits.asks_for_hints:
        hints = rng.randint(1, len(text.hints)) if text.hints else 0
    correct = rng.random() < min(MOST, expects + HINT_HELPS * hints)
    response = (
        right_answer(text.answer_spec)
        if correct
        else wrong_answer(text.answer_spec, habit=seat.quirks[item.skills[0]], rng=rng)
    )
    answered = Answered(
        attempt_id=len(run.attempts) + 1,
        item=item,
        correct=correct,
        hints_used=hints,
        seconds=tried.seconds,
        is_evidence=True,
        was_chosen_by_bandit=True,
        epsilon=float(tried.choice.action["epsilon"]),
        day=tried.day,
        zone=seat.habits.zone,
        day_starts_at=run.day_starts_at,
    )
    learnt = run.school.learn(seat.record, answered, policies, now=tried.ended_at)
    seat.learner.practise(
        item.skills[0],
        item.content_id,
        item.difficulty,
        correct=counts_as_right(correct=correct, hints_used=hints),
        day=day,
        rng=rng,
    )
    seat.set_answers += 1
    return replace(
        tried,
        hints_used=hints,
        response=response,
        correct=correct,
        learnt=learnt,
        points=points_for(item.points, correct=correct, hints_used=hints, is_evidence=True),
    )


def _set_key(run: _Run, seat: _Seat, now: dt.datetime) -> str:
    """Return the set of ten that goes on, or the next one."""
    is_over = seat.last_started_at is None or seat.last_started_at < now - SET_LASTS
    if is_over or seat.set_answers >= SET_LENGTH:
        seat.set_key, seat.set_answers = f"{run.seed}-{seat.number}-{seat.tried}", 0
    return seat.set_key


def _school_item(item: Item) -> SchoolItem:
    return SchoolItem(
        content_id=item.content_id,
        topic=item.topic,
        skills=item.skills,
        difficulty=item.difficulty,
        minutes=item.minutes,
    )
