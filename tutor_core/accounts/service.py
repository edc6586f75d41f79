"""What makes and changes accounts, in the caller's transaction."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tutor_core.accounts import passwords
from tutor_core.accounts.actor import ROLES, Actor, Role, require_role
from tutor_core.accounts.audit.service import record, record_refusal
from tutor_core.accounts.locales import tag_of
from tutor_core.accounts.profile import Profile
from tutor_core.accounts.queries import account_called
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.sessions.service import end_all
from tutor_core.accounts.throttle.service import count_failure
from tutor_core.calendar import zone_named
from tutor_core.errors import InvalidInputError, StaleStateError
from tutor_core.models import Student


def register(db: Session, wish: Registration, *, hashed_password: str, now: dt.datetime) -> Actor:
    """Create a student's account; nobody becomes anything else by registering.

    Args:
        db: An open transaction.
        wish: What was entered; checked here.
        hashed_password: Its hash, made before the transaction: hashing is slow on purpose.
        now: When it happens.

    Raises:
        InvalidInputError: A field cannot be used, or the user name or e-mail is taken.
    """
    wish = wish.checked()
    same_name = select(Student.id).where(func.lower(Student.username) == wish.username.lower())
    if db.scalar(same_name) is not None:
        raise InvalidInputError("username", "This user name is taken; choose another one.")
    account = Student(
        username=wish.username,
        email=wish.email,
        full_name=wish.full_name or None,
        hashed_password=hashed_password,
        timezone=zone_named(wish.timezone).key,
        locale=tag_of(wish.locale),
        created_at=now,
    )
    try:
        with db.begin_nested():
            db.add(account)
    except IntegrityError as error:
        raise InvalidInputError(
            "email", "An account cannot be created with these details."
        ) from error
    record(db, account.id, "register", "done", now=now)
    return Actor(account.id, "student")


def create_account(db: Session, wish: Registration, role: Role, *, now: dt.datetime) -> Actor:
    """Create an account of any role that nobody can sign in to yet; for the command line.

    Raises:
        InvalidInputError: A field cannot be used, or the user name or e-mail is taken.
    """
    actor = register(db, wish, hashed_password=passwords.NO_PASSWORD, now=now)
    db.execute(update(Student).where(Student.id == actor.id).values(role=_known(role)))
    return Actor(actor.id, role)


def change_password(
    db: Session,
    actor: Actor,
    hashed_password: str,
    *,
    replacing: str,
    now: dt.datetime,
    keep: str | None = None,
) -> None:
    """Give the actor a new password and end their other sessions.

    Args:
        db: An open transaction.
        actor: Whose password it is.
        hashed_password: Of the new one, made before the transaction.
        replacing: The stored hash of the present one, which they have proved to know.
        now: When it happens.
        keep: The session it is changed from, which goes on.

    Raises:
        StaleStateError: The password was changed elsewhere meanwhile.
    """
    changed = db.execute(
        update(Student)
        .where(Student.id == actor.id, Student.hashed_password == replacing)
        .values(hashed_password=hashed_password)
        .returning(Student.id)
    ).one_or_none()
    if changed is None:
        raise StaleStateError("Your password was changed elsewhere meanwhile; use the new one.")
    end_all(db, actor.id, now=now, keep=keep)
    record(db, actor.id, "change_password", "done", now=now)


def record_wrong_password(db: Session, actor: Actor, key: str, *, now: dt.datetime) -> None:
    """Count a wrong present password under the digest of the actor's name, and write it down."""
    count_failure(db, key, now=now)
    record_refusal(db, actor, "change_password", now=now, reason="wrong")


def change_profile(
    db: Session, actor: Actor, wish: Profile, *, shown: Profile, now: dt.datetime
) -> None:
    """Change what the actor says of themselves.

    Args:
        db: An open transaction.
        actor: Whose profile it is.
        wish: What it shall be; checked here.
        shown: What it was when the form was drawn.
        now: When it happens.

    Raises:
        InvalidInputError: A field cannot be used.
        StaleStateError: It was changed elsewhere since; nothing is overwritten.
    """
    wish = wish.checked()
    changed = db.execute(
        update(Student)
        .where(
            Student.id == actor.id,
            func.coalesce(Student.full_name, "") == shown.name,
            Student.timezone == shown.timezone,
            Student.locale == shown.locale,
        )
        .values(full_name=wish.name or None, timezone=wish.timezone, locale=wish.locale)
        .returning(Student.id)
    ).one_or_none()
    if changed is None:
        raise StaleStateError("Your profile was changed in another tab meanwhile.")
    record(db, actor.id, "change_profile", "done", now=now)


def ask_confidence(db: Session, actor: Actor, *, wanted: bool) -> None:
    """Have the actor asked how sure they are of each answer, or no longer."""
    db.execute(update(Student).where(Student.id == actor.id).values(asks_confidence=wanted))


def set_role(db: Session, actor: Actor, username: str, role: Role, *, now: dt.datetime) -> None:
    """Give an account another role; its sessions end, so that the new one holds everywhere.

    Raises:
        NotAllowedError: The actor is no admin.
        NotFoundError: Nobody has that user name.
    """
    require_role(actor, "set_role", "admin")
    account = account_called(db, username)
    account.role = _known(role)
    end_all(db, account.id, now=now)
    record(db, actor.row_id, "set_role", "done", subject=f"{account.id}:{role}", now=now)


def deactivate(db: Session, actor: Actor, username: str, *, now: dt.datetime) -> None:
    """Close an account at once; nothing of it is deleted.

    Raises:
        NotAllowedError: The actor is no admin.
        NotFoundError: Nobody has that user name.
    """
    require_role(actor, "deactivate", "admin")
    account = account_called(db, username)
    account.is_active = False
    end_all(db, account.id, now=now)
    record(db, actor.row_id, "deactivate", "done", subject=str(account.id), now=now)


def _known(role: str) -> str:
    if role not in ROLES:
        raise InvalidInputError("role", f"A role is one of {', '.join(ROLES)}, not {role!r}.")
    return role
