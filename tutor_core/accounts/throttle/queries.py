"""Whether somebody must wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from tutor_core.models import LoginThrottle


def locked_until(db: Session, keys: Collection[str], *, now: dt.datetime) -> dt.datetime | None:
    """Return when the last lock on any of the digests ends, None where none is locked."""
    return db.scalar(
        select(LoginThrottle.locked_until)
        .where(LoginThrottle.key_digest.in_(keys), LoginThrottle.locked_until > now)
        .order_by(LoginThrottle.locked_until.desc())
        .limit(1)
    )


def is_locked(db: Session, keys: Collection[str], *, now: dt.datetime) -> bool:
    """Tell whether any of the digests is locked at this moment."""
    return locked_until(db, keys, now=now) is not None
