"""Writes changes of many cards at once, each with what was before, and takes them back."""

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
from tutor_core.errors import NotFoundError
from tutor_core.models import CardChange, FlashCard, table_of

AT_ONCE = 5000  # numbers that a statement names; SQLite takes 32,766

_cards, _changes = table_of(FlashCard), table_of(CardChange)
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


def write_batch(
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
