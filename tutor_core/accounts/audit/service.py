"""The audit log: who did, failed at or was refused what; no secret, no name, no e-mail."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import AuditEntry

Outcome = Literal["done", "refused", "failed"]


def record(
    db: Session,
    actor_id: int | None,
    action: str,
    outcome: Outcome,
    *,
    now: dt.datetime,
    subject: str | None = None,
    reason: str | None = None,
) -> None:
    """Write down what came of an action.

    Args:
        db: An open transaction.
        actor_id: Whose doing it was, None where nobody is known.
        action: What was tried, as the function is called that does it.
        outcome: What came of it.
        now: When.
        subject: The account it was done to, by its number; never a name.
        reason: Why it failed or was refused, as a fixed word; never what was entered.
    """
    db.add(
        AuditEntry(
            at=now,
            actor_id=actor_id,
            action=action,
            outcome=outcome,
            subject=subject,
            reason=reason,
        )
    )


def record_refusal(
    db: Session, actor: Actor | None, action: str, *, now: dt.datetime, reason: str | None = None
) -> None:
    """Write down that somebody was refused something."""
    record(db, actor.id if actor else None, action, "refused", now=now, reason=reason)
