"""Reads what a person has not been told yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tutor_core import models as m
from tutor_core.accounts.actor import Actor

Kind = Literal["report_answered", "regraded"]
MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a person is told once.

    Attributes:
        id: Its row.
        kind: What kind of thing happened.
        facts: `regraded`: content_id, question (its beginning, as asked), was and now (how the
            answer was judged, and is), points (gained, or lost where below 0).
            `report_answered`: content_id, question, answer, mended (whether the item was).
        created_at: When it happened.
    """

    id: int
    kind: Kind
    facts: Mapping[str, Any]
    created_at: dt.datetime


_UNSEEN = (
    select(m.Notice.id, m.Notice.kind, m.Notice.facts, m.Notice.created_at)
    .where(m.Notice.student_id == bindparam("student_id"), m.Notice.seen_at.is_(None))
    .order_by(m.Notice.created_at.desc(), m.Notice.id.desc())
    .limit(MOST)
)


def unseen(db: Session, actor: Actor) -> tuple[Notice, ...]:
    """Return what the actor has not put away yet: the newest ten, the newest first."""
    return tuple(
        Notice(id=row.id, kind=row.kind, facts=row.facts, created_at=row.created_at)
        for row in db.execute(_UNSEEN, {"student_id": actor.id})
    )
