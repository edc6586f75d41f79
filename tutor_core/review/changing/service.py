"""Changes cards beside their reviews: text, flag, rest, day; each change can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.calendar import learner_day
from tutor_core.db import storable
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import CardChange, FlashCard, table_of
from tutor_core.review.changing.batches.service import write_batch
from tutor_core.review.making.faces import LONGEST_SIDE, Sides

MOST_FLAG = 7
LONGEST_SPREAD = 60  # days
MOST_CHANGED = 10_000  # cards at once
ONE_DAY = dt.timedelta(days=1)

_cards, _changes = table_of(FlashCard), table_of(CardChange)
_THESE = (
    select(_cards)
    .where(
        _cards.c.student_id == bindparam("student_id"),
        _cards.c.deleted_at.is_(None),
        _cards.c.id.in_(bindparam("card_ids", expanding=True)),
    )
    .order_by(_cards.c.next_review_date, _cards.c.id)
)
_OVERDUE = (
    select(_cards.c.id)
    .where(
        _cards.c.student_id == bindparam("student_id"),
        _cards.c.deleted_at.is_(None),
        _cards.c.suspended.is_(False),
        _cards.c.times_reviewed > 0,
        _cards.c.next_review_date < bindparam("day", type_=_cards.c.next_review_date.type),
    )
    .order_by(_cards.c.next_review_date, _cards.c.id)
    .limit(MOST_CHANGED)
)


def edit_card(db: Session, actor: Actor, card_id: int, sides: Sides, *, now: dt.datetime) -> str:
    """Change the text of the actor's card and its siblings; return what takes it back.

    When it is asked stays as it is. A front with gaps must keep those that cards ask for.

    Raises:
        NotFoundError: It is not theirs, or was deleted.
        InvalidInputError: A side is missing or too long, or a gap that a card asks for is gone.
    """
    lock_learner(db, actor)
    row = _these(db, actor, [card_id])[0]
    checked = Sides(
        front=storable(sides.front, longest=LONGEST_SIDE + 1),
        back=storable(sides.back, longest=LONGEST_SIDE + 1),
    ).checked()
    notes = select(_cards.c.id).where(
        _cards.c.student_id == actor.id,
        _cards.c.content_id == row.content_id,
        _cards.c.deleted_at.is_(None),
    )
    siblings = _these(db, actor, list(db.scalars(notes)))
    if gone := {one.gap for one in siblings} - set(checked.gaps):
        named = ", ".join(f"{{{{c{gap}::…}}}}" for gap in sorted(filter(None, gone)))
        raise InvalidInputError(
            "front",
            f"Cards ask for {named}: keep this gap in the text, or delete its card first."
            if named
            else "This card has no gaps: make a new card for a text with gaps.",
        )
    texts = {"front_text": checked.front, "back_text": checked.back}
    return write_batch(db, actor, "edited", siblings, lambda _: texts, now=now)


def suspend_cards(db: Session, actor: Actor, card_ids: Sequence[int], *, now: dt.datetime) -> str:
    """Ask cards no more until they are resumed; return what takes it back.

    Raises:
        NotFoundError: None of them is the actor's.
    """
    lock_learner(db, actor)
    rows = _these(db, actor, card_ids)
    return write_batch(db, actor, "suspended", rows, lambda _: {"suspended": True}, now=now)


def resume_cards(db: Session, actor: Actor, card_ids: Sequence[int], *, now: dt.datetime) -> str:
    """Ask suspended and buried cards again; return what takes it back.

    Raises:
        NotFoundError: None of them is the actor's.
    """
    lock_learner(db, actor)
    rows = _these(db, actor, card_ids)
    resumed = {"suspended": False, "buried_until": None}
    return write_batch(db, actor, "resumed", rows, lambda _: resumed, now=now)


def bury_card(
    db: Session, actor: Actor, card_id: int, *, now: dt.datetime, day_starts_at: int = 4
) -> str:
    """Leave a card alone until tomorrow; return what takes it back.

    Raises:
        NotFoundError: It is not the actor's, or was deleted.
    """
    zone = lock_learner(db, actor)
    rows = _these(db, actor, [card_id])
    tomorrow = learner_day(now, zone, starts_at=day_starts_at) + ONE_DAY
    buried = {"buried_until": tomorrow, "drill_on": None}
    return write_batch(db, actor, "buried", rows, lambda _: buried, now=now)


def flag_cards(
    db: Session, actor: Actor, card_ids: Sequence[int], flag: int, *, now: dt.datetime
) -> str:
    """Mark cards with one of seven flags, or with none (0); return what takes it back.

    Raises:
        NotFoundError: None of them is the actor's.
        InvalidInputError: There is no such flag.
    """
    if not 0 <= flag <= MOST_FLAG:
        raise InvalidInputError("flag", f"Choose a flag from 1 to {MOST_FLAG}, or none.")
    lock_learner(db, actor)
    rows = _these(db, actor, card_ids)
    return write_batch(db, actor, "flagged", rows, lambda _: {"flag": flag}, now=now)


def delete_cards(db: Session, actor: Actor, card_ids: Sequence[int], *, now: dt.datetime) -> str:
    """Put cards away for good; their history stays, and this can be taken back.

    Raises:
        NotFoundError: None of them is the actor's.
    """
    lock_learner(db, actor)
    rows = _these(db, actor, card_ids)
    return write_batch(db, actor, "deleted", rows, lambda _: {"deleted_at": now}, now=now)


def spread_cards(
    db: Session,
    actor: Actor,
    card_ids: Sequence[int],
    *,
    first: dt.date,
    days: int,
    now: dt.datetime,
) -> str:
    """Ask cards from a day on, evenly over some days, those due longest first.

    Only the day changes: intervals and easiness stay. Returns what takes it back.

    Raises:
        NotFoundError: None of them is the actor's.
        InvalidInputError: The number of days is none from 1 to `LONGEST_SPREAD`.
    """
    if not 1 <= days <= LONGEST_SPREAD:
        raise InvalidInputError("days", f"Spread cards over 1 to {LONGEST_SPREAD} days.")
    lock_learner(db, actor)
    rows = _these(db, actor, card_ids)
    day_of = {
        row.id: first + dt.timedelta(days=number * days // len(rows))
        for number, row in enumerate(rows)
    }
    return write_batch(
        db,
        actor,
        "rescheduled",
        rows,
        lambda row: {"next_review_date": day_of[row.id], "drill_on": None},
        now=now,
    )


def catch_up(
    db: Session, actor: Actor, days: int, *, now: dt.datetime, day_starts_at: int = 4
) -> str:
    """Spread the actor's overdue cards over days, today the first; return what takes it back.

    Raises:
        NotFoundError: None is overdue.
        InvalidInputError: The number of days is none from 1 to `LONGEST_SPREAD`.
    """
    today = learner_day(now, lock_learner(db, actor), starts_at=day_starts_at)
    overdue = list(db.scalars(_OVERDUE, {"student_id": actor.id, "day": today}))
    return spread_cards(db, actor, overdue, first=today, days=days, now=now)


def _these(db: Session, actor: Actor, card_ids: Sequence[int]) -> Sequence[Row[Any]]:
    rows = db.execute(_THESE, {"student_id": actor.id, "card_ids": list(card_ids)}).all()
    if not rows:
        raise NotFoundError("This card is no longer there.")
    return rows
