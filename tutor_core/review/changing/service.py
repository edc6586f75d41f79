"""Changes cards beside their reviews: text, flag, rest, day; each change can be taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.calendar import learner_day
from tutor_core.db import storable
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import CardChange, FlashCard, table_of
from tutor_core.review.making.faces import LONGEST_SIDE, Sides

MOST_FLAG = 7
LONGEST_SPREAD = 60  # days
MOST_CHANGED = 10_000  # cards at once
AT_ONCE = 5000  # numbers that a statement names; SQLite takes 32,766
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
_BATCH = (
    select(_changes.c.id, _changes.c.flashcard_id, _changes.c.before)
    .where(
        _changes.c.student_id == bindparam("student_id"),
        _changes.c.batch == bindparam("batch"),
        _changes.c.undone_at.is_(None),
    )
    .order_by(_changes.c.id.desc())
)
_TAKEN_BACK = (
    update(_changes)
    .where(_changes.c.id.in_(bindparam("change_ids", expanding=True)))
    .values(undone_at=bindparam("undone_at"))
)
_INSERT = insert(_changes)
_SET = update(_cards).where(_cards.c.id.in_(bindparam("card_ids", expanding=True)))
_DAYS = frozenset({"next_review_date", "buried_until", "drill_on"})


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
    return _changed(db, actor, "edited", siblings, lambda _: texts, now=now)


def suspend_cards(db: Session, actor: Actor, card_ids: Sequence[int], *, now: dt.datetime) -> str:
    """Ask cards no more until they are resumed; return what takes it back.

    Raises:
        NotFoundError: None of them is the actor's.
    """
    lock_learner(db, actor)
    rows = _these(db, actor, card_ids)
    return _changed(db, actor, "suspended", rows, lambda _: {"suspended": True}, now=now)


def resume_cards(db: Session, actor: Actor, card_ids: Sequence[int], *, now: dt.datetime) -> str:
    """Ask suspended and buried cards again; return what takes it back.

    Raises:
        NotFoundError: None of them is the actor's.
    """
    lock_learner(db, actor)
    rows = _these(db, actor, card_ids)
    resumed = {"suspended": False, "buried_until": None}
    return _changed(db, actor, "resumed", rows, lambda _: resumed, now=now)


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
    return _changed(db, actor, "buried", rows, lambda _: buried, now=now)


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
    return _changed(db, actor, "flagged", rows, lambda _: {"flag": flag}, now=now)


def delete_cards(db: Session, actor: Actor, card_ids: Sequence[int], *, now: dt.datetime) -> str:
    """Put cards away for good; their history stays, and this can be taken back.

    Raises:
        NotFoundError: None of them is the actor's.
    """
    lock_learner(db, actor)
    rows = _these(db, actor, card_ids)
    return _changed(db, actor, "deleted", rows, lambda _: {"deleted_at": now}, now=now)


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
    return _changed(
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


def take_back(db: Session, actor: Actor, batch: str, *, now: dt.datetime) -> int:
    """Take back a change of the actor's cards; return of how many.

    What was changed again since is put back to before as well.

    Raises:
        NotFoundError: It is not theirs, or was taken back already.
    """
    lock_learner(db, actor)
    rows = db.execute(_BATCH, {"student_id": actor.id, "batch": batch}).all()
    if not rows:
        raise NotFoundError("There is nothing left to take back.")
    _set(db, {row.flashcard_id: _columns(row.before) for row in rows})
    for some in _parts([row.id for row in rows]):
        db.execute(_TAKEN_BACK, {"change_ids": some, "undone_at": now})
    return len(rows)


def _these(db: Session, actor: Actor, card_ids: Sequence[int]) -> Sequence[Row[Any]]:
    rows = db.execute(_THESE, {"student_id": actor.id, "card_ids": list(card_ids)}).all()
    if not rows:
        raise NotFoundError("This card is no longer there.")
    return rows


def _changed(
    db: Session,
    actor: Actor,
    kind: str,
    rows: Sequence[Row[Any]],
    columns_for: Callable[[Row[Any]], Mapping[str, Any]],
    *,
    now: dt.datetime,
) -> str:
    """Change rows and write down each change; return the key of the batch."""
    batch = uuid.uuid4().hex
    columns_of = {row.id: columns_for(row) for row in rows}
    _set(db, columns_of)
    db.execute(
        _INSERT,
        [
            {
                "flashcard_id": row.id,
                "student_id": actor.id,
                "kind": kind,
                "batch": batch,
                "before": _document({name: getattr(row, name) for name in columns_of[row.id]}),
                "after": _document(columns_of[row.id]),
                "changed_at": now,
            }
            for row in rows
        ],
    )
    return batch


def _set(db: Session, columns_of: Mapping[int, Mapping[str, Any]]) -> None:
    """Write columns of cards; those that become alike by one statement."""
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for card_id, columns in columns_of.items():
        alike[tuple(columns.items())].append(card_id)
    for values, card_ids in alike.items():
        for some in _parts(card_ids):
            db.execute(_SET.values(dict(values)), {"card_ids": some})


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))


def _document(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in columns.items()
    }


def _columns(document: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(document)
    for name in _DAYS & found.keys():
        found[name] = found[name] and dt.date.fromisoformat(found[name])
    if found.get("deleted_at"):
        found["deleted_at"] = dt.datetime.fromisoformat(found["deleted_at"])
    return found
