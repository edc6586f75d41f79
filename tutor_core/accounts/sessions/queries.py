"""What a sign-in is judged by, and where a person is signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.passwords import NO_PASSWORD
from tutor_core.accounts.throttle.queries import is_locked
from tutor_core.accounts.throttle.rules import throttle_keys
from tutor_core.accounts.tokens import digest
from tutor_core.models import AuthSession, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What is needed to judge one attempt to sign in; also for a name that nobody has.

    Attributes:
        student_id: The account, None where there is none of that name.
        is_active: Whether the account is open.
        hashed_password: The stored hash, or a mark that nothing matches.
        is_locked: Whether the name or the address must wait.
        throttle_keys: Where failures are counted, the name's first.
    """

    student_id: int | None
    is_active: bool
    hashed_password: str = field(repr=False)
    is_locked: bool
    throttle_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A place where a person is signed in.

    Attributes:
        handle: What `end_session` takes; it opens nothing.
        user_agent: What the browser calls itself, or empty.
        opened_at: When they signed in.
        last_seen_at: When it was last renewed, which happens every few minutes of work.
        is_here: Whether it is the session that asks.
    """

    handle: str
    user_agent: str
    opened_at: dt.datetime
    last_seen_at: dt.datetime
    is_here: bool


def credentials_of(db: Session, name: str, *, address: str | None, now: dt.datetime) -> Credentials:
    """Look up who wants to sign in, by user name or e-mail, in any case of letters."""
    lowered = name.strip().lower()
    asked = select(Student.id, Student.username, Student.is_active, Student.hashed_password).where(
        or_(func.lower(Student.username) == lowered, func.lower(Student.email) == lowered)
    )
    # Nobody has a name that cannot be written down: PostgreSQL does not even take a NUL.
    row = db.execute(asked).first() if lowered.isprintable() else None
    # By e-mail or by name, an account's failures are counted in one place.
    keys = throttle_keys(row.username if row else name, address)
    return Credentials(
        student_id=row.id if row else None,
        is_active=bool(row and row.is_active),
        hashed_password=row.hashed_password if row else NO_PASSWORD,
        is_locked=is_locked(db, keys, now=now),
        throttle_keys=keys,
    )


def sessions_of(
    db: Session, actor: Actor, *, here: str | None, now: dt.datetime
) -> tuple[OpenSession, ...]:
    """Return where the actor is signed in: here first, then the one seen last.

    Args:
        db: A reading block.
        actor: Whose sessions.
        here: The id of the session that asks.
        now: The moment at which they must be alive.
    """
    rows = db.execute(
        select(
            AuthSession.id_digest,
            AuthSession.user_agent,
            AuthSession.created_at,
            AuthSession.last_seen_at,
        )
        .where(
            AuthSession.student_id == actor.id,
            AuthSession.revoked_at.is_(None),
            AuthSession.expires_at > now,
        )
        .order_by(AuthSession.last_seen_at.desc(), AuthSession.created_at.desc())
    ).all()
    mine = digest(here) if here else ""
    found = [
        OpenSession(
            handle=row.id_digest,
            user_agent=row.user_agent or "",
            opened_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_here=row.id_digest == mine,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: not one.is_here))
