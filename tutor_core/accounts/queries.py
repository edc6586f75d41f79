"""What is read of accounts and sessions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, Role, require_self
from tutor_core.accounts.passwords import NO_PASSWORD
from tutor_core.accounts.throttle import throttle_keys
from tutor_core.accounts.tokens import digest
from tutor_core.errors import NotFoundError
from tutor_core.models import AuthSession, LoginThrottle, OneTimeLink, Student


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
    hashed_password: str
    is_locked: bool
    throttle_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A signed-in person, as the pages show them.

    Attributes:
        actor: Who acts.
        username: What they sign in with.
        name: How they are called: the full name, or else the user name.
        timezone: IANA name of where they live.
        locale: Language tag, for decimal commas and dates.
        expires_at: When their session ends unless it is renewed.
    """

    actor: Actor
    username: str
    name: str
    timezone: str
    locale: str
    expires_at: dt.datetime


def credentials_of(db: Session, name: str, *, address: str | None, now: dt.datetime) -> Credentials:
    """Look up who wants to sign in, by user name or e-mail, in any case of letters."""
    lowered = name.strip().lower()
    row = db.execute(
        select(Student.id, Student.is_active, Student.hashed_password).where(
            or_(func.lower(Student.username) == lowered, func.lower(Student.email) == lowered)
        )
    ).first()
    keys = throttle_keys(name, address)
    locked = select(LoginThrottle.key_digest).where(
        LoginThrottle.key_digest.in_(keys), LoginThrottle.locked_until > now
    )
    return Credentials(
        student_id=row.id if row else None,
        is_active=bool(row and row.is_active),
        hashed_password=row.hashed_password if row else NO_PASSWORD,
        is_locked=db.scalar(locked.limit(1)) is not None,
        throttle_keys=keys,
    )


def person_of_session(db: Session, session_id: str, *, now: dt.datetime) -> Person | None:
    """Return who a session belongs to; None once it is over, revoked or the account closed."""
    row = db.execute(
        select(
            Student.id,
            Student.role,
            Student.username,
            Student.full_name,
            Student.timezone,
            Student.locale,
            AuthSession.expires_at,
        )
        .join(AuthSession, AuthSession.student_id == Student.id)
        .where(
            AuthSession.id_digest == digest(session_id),
            AuthSession.revoked_at.is_(None),
            AuthSession.expires_at > now,
            Student.is_active.is_(True),
        )
    ).one_or_none()
    if row is None:
        return None
    return Person(
        actor=Actor(row.id, cast("Role", row.role)),
        username=row.username,
        name=row.full_name or row.username,
        timezone=row.timezone,
        locale=row.locale,
        expires_at=row.expires_at,
    )


def password_hash_of(db: Session, actor: Actor, student_id: int) -> str:
    """Return a person's own stored hash, to prove that they know the password.

    Raises:
        NotAllowedError: It is somebody else's.
        NotFoundError: There is no such account.
    """
    require_self(actor, "password_hash_of", student_id)
    found = db.scalar(select(Student.hashed_password).where(Student.id == student_id))
    if found is None:
        raise NotFoundError("There is no such account.")
    return found


def link_is_good(db: Session, token: str, *, now: dt.datetime) -> bool:
    """Tell whether a one-time link can still be used."""
    return (
        db.scalar(
            select(OneTimeLink.student_id).where(
                OneTimeLink.token_digest == digest(token),
                OneTimeLink.used_at.is_(None),
                OneTimeLink.expires_at > now,
            )
        )
        is not None
    )
