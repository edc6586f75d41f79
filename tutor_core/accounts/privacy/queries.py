"""What is stored about a person: counted for the account page, whole for the take-out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.privacy.registry import KINDS, PURPOSES, Kind
from tutor_core.models import Base

FORMAT = "tutor take-out, version 1"


@dataclass(frozen=True, slots=True)
class Stored:
    """How much there is of one kind.

    Attributes:
        kind: What it is.
        rows: How many rows belong to the person.
    """

    kind: Kind
    rows: int


def counts_of(db: Session, actor: Actor) -> tuple[Stored, ...]:
    """Return how much of each kind is stored about the actor, in one query; kinds of none too."""
    counts = (
        select(func.count())
        .select_from(_table(kind))
        .where(_table(kind).c[kind.owner] == actor.id)
        .scalar_subquery()
        for kind in KINDS
    )
    row = db.execute(select(*(count.label(f"kind_{n}") for n, count in enumerate(counts)))).one()
    return tuple(Stored(kind, rows) for kind, rows in zip(KINDS, row, strict=True))


def take_out(db: Session, actor: Actor, *, now: dt.datetime) -> dict[str, Any]:
    """Return all rows of the actor, ready to be written as JSON.

    Times are ISO 8601 in UTC. What is kept back of each table (digests of secrets, other
    people's numbers) is named there.
    """
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "tables": {
            kind.table: {
                "about": kind.many,
                "purpose": PURPOSES[kind.purpose],
                "kept_back": list(kind.kept_back),
                "rows": _rows_of(db, actor, kind),
            }
            for kind in KINDS
        },
    }


def _rows_of(db: Session, actor: Actor, kind: Kind) -> list[dict[str, Any]]:
    table = _table(kind)
    columns = [column for column in table.columns if column.name not in kind.kept_back]
    found = db.execute(
        select(*columns).where(table.c[kind.owner] == actor.id).order_by(*table.primary_key)
    )
    return [{name: _plain(value) for name, value in row.items()} for row in found.mappings()]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _table(kind: Kind) -> Table:
    return Base.metadata.tables[kind.table]
