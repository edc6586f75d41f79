"""Who is there, and what is read of an account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, Role
from tutor_core.accounts.passwords import NO_PASSWORD
from tutor_core.accounts.profile import Profile
from tutor_core.accounts.tokens import digest
from tutor_core.calendar import zone_named
from tutor_core.errors import NotFoundError
from tutor_core.models import AuthSession, Student

# Asked before every run of every page.
_OF_SESSION = (
    select(
        Student.id,
        Student.role,
        Student.username,
        Student.full_name,
        Student.timezone,
        Student.locale,
        Student.asks_confidence,
        AuthSession.expires_at,
    )
    .join(AuthSession, AuthSession.student_id == Student.id)
    .where(
        AuthSession.id_digest == bindparam("digest"),
        AuthSession.revoked_at.is_(None),
        AuthSession.expires_at > bindparam("now", type_=AuthSession.expires_at.type),
        Student.is_active.is_(True),
    )
)
_LOCKED_ZONE = (
    select(Student.timezone)
    .where(Student.id == bindparam("student_id"))
    .with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A signed-in person, as the pages show them.

    Attributes:
        actor: Who acts.
        username: What they sign in with.
        name: How they are called: the full name, or else the user name.
        timezone: IANA name of where they live.
        locale: Language tag, for decimal commas and dates.
        asks_confidence: Whether they wish to be asked how sure they are of an answer.
        expires_at: When their session ends unless it is renewed.
    """

    actor: Actor
    username: str
    name: str
    timezone: str
    locale: str
    asks_confidence: bool
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person's own account, as their account page shows it.

    Attributes:
        username: What they sign in with.
        email: Their address.
        profile: What they may change.
        hashed_password: What is stored of their password.
        created_at: Since when they have it.
    """

    username: str
    email: str
    profile: Profile
    hashed_password: str = field(repr=False)
    created_at: dt.datetime | None

    @property
    def has_password(self) -> bool:
        """Whether they can sign in with a password at all."""
        return self.hashed_password != NO_PASSWORD


def person_of_session(db: Session, session_id: str, *, now: dt.datetime) -> Person | None:
    """Return who a session belongs to; None once it is over, revoked or the account closed."""
    who = {"digest": digest(session_id), "now": now}
    row = db.execute(_OF_SESSION, who).one_or_none()
    if row is None:
        return None
    return Person(
        actor=Actor(row.id, cast("Role", row.role)),
        username=row.username,
        name=row.full_name or row.username,
        timezone=row.timezone,
        locale=row.locale,
        asks_confidence=bool(row.asks_confidence),
        expires_at=row.expires_at,
    )


def lock_learner(db: Session, actor: Actor) -> ZoneInfo:
    """Lock the actor's row, always first of what an action changes; return where they live.

    Raises:
        NotFoundError: There is no such account.
    """
    zone = db.scalar(_LOCKED_ZONE, {"student_id": actor.id})
    if zone is None:
        raise NotFoundError("There is no such account.")
    return zone_named(zone)


def own_account(db: Session, actor: Actor) -> Account:
    """Return the actor's own account.

    Raises:
        NotFoundError: There is none, as for whoever runs commands on the server.
    """
    row = db.execute(
        select(
            Student.username,
            Student.email,
            Student.full_name,
            Student.timezone,
            Student.locale,
            Student.hashed_password,
            Student.created_at,
        ).where(Student.id == actor.id)
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such account.")
    return Account(
        username=row.username,
        email=row.email,
        profile=Profile(name=row.full_name or "", timezone=row.timezone, locale=row.locale),
        hashed_password=row.hashed_password,
        created_at=row.created_at,
    )


def account_called(db: Session, name: str) -> Student:
    """Return the account of that user name or e-mail, in any case of letters.

    Raises:
        NotFoundError: Nobody has it.
    """
    lowered = name.strip().lower()
    same = or_(func.lower(Student.username) == lowered, func.lower(Student.email) == lowered)
    account = db.scalar(select(Student).where(same)) if lowered.isprintable() else None
    if account is None:
        raise NotFoundError(f"There is no account called {name!r}.")
    return account
