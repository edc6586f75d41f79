"""One sitting of a simulated learner: what the tutor asks, what they answer, what both learn."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tutor_core.calendar import learner_day
from tutor_core.content.items import Item
from tutor_core.practice.learning import Answered
from tutor_core.practice.scoring import (
    SET_LENGTH,
    counts_as_right,
    points_for,
    seconds_between,
)
from tutor_core.simulation.answers import right_answer, wrong_answer
from tutor_core.simulation.events import Change, Tried
from tutor_core.simulation.learners import SimulatedLearner
from tutor_core.simulation.people import Habits, Sitting
from tutor_core.simulation.school import Record, School
from tutor_core.tuning.policies import InForce, Stored, to_parameters

SEEDS = 2**31
SET_LASTS = dt.timedelta(hours=3)
UNSURE = 0.55  # chance of success below which a learner thinks of a hint
HINT_HELPS = 0.15
MOST = 0.97  # chance of success, however many hints
SKIPS = 0.02
SECONDS_A_DAY = 86_400


@dataclass(slots=True)
class Seat:
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
class Run:
    """Everything a world is made with while it is made."""

    seed: int
    school: School
    items: Mapping[int, Item]
    changes: Sequence[Change]
    cohort_of: Sequence[int]
    day_starts_at: int
    began_at: dt.datetime
    attempts: list[Tried] = field(default_factory=list)


def sit(run: Run, seat: Seat, sitting: Sitting) -> None:
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


def _try(run: Run, seat: Seat, topic: str | None, now: dt.datetime) -> Tried | None:
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
    seconds = seconds_between(now, ended_at, minutes=item.minutes)
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
    run: Run, seat: Seat, tried: Tried, policies: InForce, *, expects: float, day: float
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


def _set_key(run: Run, seat: Seat, now: dt.datetime) -> str:
    """Return the set of ten that goes on, or the next one."""
    is_over = seat.last_started_at is None or seat.last_started_at < now - SET_LASTS
    if is_over or seat.set_answers >= SET_LENGTH:
        seat.set_key, seat.set_answers = f"{run.seed}-{seat.number}-{seat.tried}", 0
    return seat.set_key


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
