"""Counts failures to sign in and uses of an allowance, each by one statement of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import case, delete, update
from sqlalchemy.orm import Session

from tutor_core.accounts.throttle.rules import (
    FORGOTTEN_AFTER,
    FREE_FAILURES,
    Allowance,
    lock_after,
    minutes_until,
)
from tutor_core.db import insert_into
from tutor_core.errors import TooManyTriesError
from tutor_core.models import LoginThrottle, RateWindow


def count_failure(db: Session, key: str, *, now: dt.datetime, free: int = FREE_FAILURES) -> None:
    """Count one more failure under a digest, and lock it where there were more than `free`."""
    fresh = insert_into(db, LoginThrottle).values(
        key_digest=key, failures=1, last_failure_at=now, locked_until=None
    )
    is_recent = LoginThrottle.last_failure_at > now - FORGOTTEN_AFTER
    failures = db.execute(
        fresh.on_conflict_do_update(
            index_elements=["key_digest"],
            set_={
                "failures": case((is_recent, LoginThrottle.failures + 1), else_=1),
                "last_failure_at": now,
            },
        ).returning(LoginThrottle.failures)
    ).scalar_one()
    lock = lock_after(failures, free=free)
    if lock is not None:
        db.execute(
            update(LoginThrottle)
            .where(LoginThrottle.key_digest == key)
            .values(locked_until=now + lock)
        )


def forget_failures(db: Session, key: str) -> None:
    """Begin again at none, after a success."""
    db.execute(delete(LoginThrottle).where(LoginThrottle.key_digest == key))


def use_allowance(
    db: Session,
    allowances: Mapping[str, Allowance],
    *,
    what: str = "accounts were created",
    now: dt.datetime,
) -> None:
    """Use every allowance once, or none of them where one is used up.

    Stretches that are over are deleted on the way, so that the table stays as small as the
    number of addresses of the last hour.

    Args:
        db: An open transaction; a refusal rolls it back, so that waiting is never lengthened.
        allowances: What may be done under which digest.
        what: What is done, for the message.
        now: When.

    Raises:
        TooManyTriesError: One is used up; the message says when to try again.
    """
    db.execute(delete(RateWindow).where(RateWindow.ends_at <= now))
    for key, allowance in sorted(allowances.items()):
        fresh = insert_into(db, RateWindow).values(
            key_digest=key, uses=1, ends_at=now + allowance.within
        )
        used, ends_at = db.execute(
            fresh.on_conflict_do_update(
                index_elements=["key_digest"], set_={"uses": RateWindow.uses + 1}
            ).returning(RateWindow.uses, RateWindow.ends_at)
        ).one()
        if used > allowance.uses:
            raise TooManyTriesError(
                f"Too many {what} in a short time: "
                f"try again in {minutes_until(ends_at, now)}; what you typed is kept."
            )
