"""Plans a learner's cards anew, where they or a researcher ask for it; can be taken back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.queries import lock_learner
from tutor_core.calendar import learner_day
from tutor_core.errors import NotFoundError
from tutor_core.models import FlashCard, ReviewSession, Student, table_of
from tutor_core.review.cards import standing_in
from tutor_core.review.changing.batches.service import write_batch
from tutor_core.review.memory import Recalled
from tutor_core.review.queries import rules_of
from tutor_core.review.replanning.planning import Planned, replanned
from tutor_core.review.scheduling import ReviewRules
from tutor_core.review.sm2 import CardState
from tutor_core.tuning.rights import TUNERS

_cards, _reviews = table_of(FlashCard), table_of(ReviewSession)
_students = table_of(Student)
_ANSWERED = (
    select(_cards)
    .where(
        _cards.c.student_id == bindparam("student_id"),
        _cards.c.deleted_at.is_(None),
        _cards.c.suspended.is_(False),
        _cards.c.times_reviewed > 0,
    )
    .order_by(_cards.c.id)
)
_HISTORY = (
    select(
        _reviews.c.flashcard_id,
        _reviews.c.reviewed_at,
        _reviews.c.quality,
        _reviews.c.kind,
    )
    .where(
        _reviews.c.student_id == bindparam("student_id"),
        _reviews.c.undone_at.is_(None),
        _reviews.c.kind != "cram",
    )
    .order_by(_reviews.c.reviewed_at, _reviews.c.id)
)
_WITH_CARDS = (
    select(_cards.c.student_id)
    .distinct()
    .where(_cards.c.times_reviewed > 0, _cards.c.deleted_at.is_(None))
    .order_by(_cards.c.student_id)
)
_ROLE = select(_students.c.role).where(_students.c.id == bindparam("student_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """What planning anew did.

    Attributes:
        batch: What takes it back; None where nothing changed.
        cards: How many were looked at.
        moved: How many are asked on another day.
        due_before: How many were due today or earlier.
        due_after: How many are due today or earlier now.
    """

    batch: str | None
    cards: int
    moved: int
    due_before: int
    due_after: int


def replan_cards(
    db: Session, actor: Actor, *, now: dt.datetime, day_starts_at: int = 4
) -> Replanned:
    """Plan the actor's cards as if the rules that hold now had always held.

    Cards that are asked once more today stay, and new and suspended ones.

    Args:
        db: An open transaction; whoever opened it commits.
        actor: The learner.
        now: The moment.
        day_starts_at: Wall-clock hour at which the learner's day begins.

    Raises:
        NotFoundError: They have answered no card yet.
    """
    zone = lock_learner(db, actor)
    on = learner_day(now, zone, starts_at=day_starts_at)
    rules, _ = rules_of(db, actor, now=now)
    rows = [
        row
        for row in db.execute(_ANSWERED, {"student_id": actor.id})
        if row.drill_on is None or row.drill_on < on
    ]
    if not rows:
        raise NotFoundError("There are no cards yet that could be planned anew.")
    cards = _planned(db, actor, rows, rules, zone, day_starts_at)
    states = replanned(cards, rules, on=on)
    changed = [row for row in rows if _columns(states[row.id]) != _held(row)]
    return Replanned(
        batch=(
            write_batch(
                db, actor, "rescheduled", changed, lambda row: _columns(states[row.id]), now=now
            )
            if changed
            else None
        ),
        cards=len(rows),
        moved=sum(states[row.id].due_on != row.next_review_date for row in rows),
        due_before=sum(row.next_review_date <= on for row in rows),
        due_after=sum((state.due_on or on) <= on for state in states.values()),
    )


def replan_cards_of(
    db: Session, actor: Actor, student_id: int, *, now: dt.datetime, day_starts_at: int = 4
) -> Replanned:
    """Plan a learner's cards anew after a change of parameters; see `replan_cards`.

    Raises:
        NotAllowedError: The actor may not change parameters.
        NotFoundError: There is nothing to plan.
    """
    require_role(actor, "replan_cards_of", *TUNERS)
    role = db.scalar(_ROLE, {"student_id": student_id})
    if role is None:
        raise NotFoundError("There is no such learner.")
    return replan_cards(db, Actor(student_id, role), now=now, day_starts_at=day_starts_at)


def learners_with_cards(db: Session, actor: Actor) -> list[int]:
    """Return the numbers of all learners who have answered a card.

    Raises:
        NotAllowedError: The actor may not change parameters.
    """
    require_role(actor, "learners_with_cards", *TUNERS)
    return list(db.scalars(_WITH_CARDS))


def _planned(
    db: Session,
    actor: Actor,
    rows: list[Row[Any]],
    rules: ReviewRules,
    zone: ZoneInfo,
    day_starts_at: int,
) -> list[Planned]:
    reviews: dict[int, list[Recalled]] = defaultdict(list)
    answers: dict[int, int] = defaultdict(int)
    for one in db.execute(_HISTORY, {"student_id": actor.id}):
        answers[one.flashcard_id] += 1
        if one.kind == "review":
            day = learner_day(one.reviewed_at, zone, starts_at=day_starts_at)
            reviews[one.flashcard_id].append(Recalled(day, one.quality))
    found = []
    for row in rows:
        standing = standing_in(row, zone, constants=rules.sm2, starts_at=day_starts_at)
        if standing.memory is not None:
            is_whole = answers[row.id] == row.times_reviewed
            found.append(
                Planned(
                    card_id=row.id,
                    standing=standing,
                    memory=standing.memory,
                    reviews=reviews[row.id] if is_whole else None,
                )
            )
    return found


def _columns(state: CardState) -> dict[str, Any]:
    return {
        "easiness_factor": float(state.easiness),
        "interval": state.interval_days,
        "repetitions": state.repetitions,
        "next_review_date": state.due_on,
    }


def _held(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _columns(CardState())}
