"""Tells people once what happened to something of theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.notices.queries import Kind
from tutor_core.models import Notice, table_of

_TELL = insert(table_of(Notice))


def tell(
    db: Session, student_id: int, kind: Kind, facts: Mapping[str, Any], *, now: dt.datetime
) -> None:
    """Leave a notice for somebody.

    Args:
        db: An open transaction.
        student_id: Who is told.
        kind: What kind of thing happened.
        facts: Plain values; the page makes sentences of them.
        now: When it happened.
    """
    db.execute(
        _TELL, {"student_id": student_id, "kind": kind, "facts": dict(facts), "created_at": now}
    )


def mark_seen(db: Session, actor: Actor, notice_ids: Collection[int], *, now: dt.datetime) -> None:
    """Put notices of the actor away; those of others and those put away before stay."""
    db.execute(
        update(Notice)
        .where(Notice.id.in_(notice_ids), Notice.student_id == actor.id, Notice.seen_at.is_(None))
        .values(seen_at=now)
    )
