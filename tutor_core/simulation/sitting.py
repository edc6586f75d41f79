"""One sitting of a simulated learner: what the tutor asks, what they answer, what both learn."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tutor_core.calendar import learner_day
from tutor_core.content.items import Item
from tutor_core.practice.crediting import answer_for_cards
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
from tutor_core.simulation.reviewing.deck import Deck
from tutor_core.simulation.reviewing.desk import Desk
from tutor_core.simulation.school import Record, School
from tutor_core.tuning.policies import InForce, Stored, to_parameters

SEEDS = 2**31
SET_LASTS = dt.timedelta(hours=3)
UNSURE = 0.55  # chance of success below which a learner thinks of a hint
HINT_HELPS = 0.15
MOST = 0.97  # chance of success, however many hints
SKIPS = 0.02
SECONDS_A_DAY = 86_400
ONE_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Seat:
    """A learner in the simulation: who they are, what the tutor knows, what they work on."""

    number: int
    habits: Habits
    learner: SimulatedLearner
    record: Record
    rng: random.Random
    quirks: Mapping[str, float]
    deck: Deck
    cards_rng: random.Random
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
    ends_at: dt.datetime
    prerequisites: Mapping[str, Sequence[str]]
    attempts: list[Tried] = field(default_factory=list)
    cards: int = 0

    def policies_for(self, seat: Seat, now: dt.datetime) -> InForce:
        """Return what holds for a learner at a moment."""
        return in_force(self.changes, self.cohort_of[seat.number], now)

    def day_of(self, seat: Seat, now: dt.datetime) -> dt.date:
        """Return a learner's day."""
        return learner_day(now, seat.habits.zone, starts_at=self.day_starts_at)


def sit(run: Run, seat: Seat, sitting: Sitting) -> None:
    """Let a learner work through one sitting, their cards first."""
    now = sitting.starts_at
    if seat.last_started_at is not None and now <= seat.last_started_at:
        return
    if seat.cards_rng.random() < seat.habits.cards:
        now = _review(run, seat, now)
    if not sitting.items:
        return
    topic = seat.habits.stays_in if seat.rng.random() < 0.7 else None  # noqa: PLR2004
    for _ in range(sitting.items):
        tried = _try(run, seat, topic, now)
        if tried is None:
            return
        run.attempts.append(tried)
        now = tried.ended_at + dt.timedelta(seconds=round(seat.rng.uniform(5, 40)))


def _review(run: Run, seat: Seat, now: dt.datetime) -> dt.datetime:
    """Answer the cards of a day; those of the last one are left to whoever looks at the world."""
    day = run.day_of(seat, now)
    if day == run.day_of(seat, run.ends_at):
        return now
    desk = Desk(
        deck=seat.deck,
        policies=run.policies_for(seat, now),
        speed=seat.habits.speed,
        day=day,
        rng=seat.cards_rng,
    )
    return desk.sit(now)


def _try(run: Run, seat: Seat, topic: str | None, now: dt.datetime) -> Tried | None:
    policies = run.policies_for(seat, now)
    chance = rng_of(run.seed, seat.number, seat.tried)
    aims = run.school.review_aims(seat.deck.due_skills(on=run.day_of(seat, now)))
    choice = run.school.choose(seat.record, policies, topic=topic, aims=aims, now=now, rng=chance)
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
        day=run.day_of(seat, ended_at),
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
    _care_for_cards(run, seat, tried, answered, policies)
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


def _care_for_cards(
    run: Run, seat: Seat, tried: Tried, answered: Answered, policies: InForce
) -> None:
    """Move the cards of what was answered, and make one of what was missed or is to be kept."""
    for_cards = answer_for_cards(answered, run.prerequisites)
    if for_cards is not None:
        seat.deck.credit(for_cards, policies, now=tried.ended_at)
    keeps = seat.cards_rng.random() < seat.habits.keeps
    if tried.item.content_id in seat.deck.cards or (answered.correct and not keeps):
        return
    run.cards += 1
    seat.deck.add(
        run.cards,
        tried.item,
        tried.variant_seed,
        origin="item" if answered.correct else "missed",
        due_on=tried.day if answered.correct else tried.day + ONE_DAY,
        now=tried.ended_at,
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
