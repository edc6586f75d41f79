"""Signing in, registering, proving a password: look up, check with no transaction open, write down.

A bcrypt check takes a third of a second on purpose; inside a transaction it would hold the
write lock for all that time.
"""

from __future__ import annotations

import datetime as dt

from tutor_core.accounts import passwords
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import credentials_of, password_hash_of
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.service import (
    NewSession,
    change_password,
    record_refusal,
    record_sign_in,
    register,
)
from tutor_core.db import Database


def sign_in(
    database: Database,
    name: str,
    password: str,
    *,
    address: str | None,
    user_agent: str,
    cost: int,
    now: dt.datetime,
) -> NewSession | None:
    """Open a session for whoever knows the password.

    Args:
        database: Where the accounts are.
        name: User name or e-mail.
        password: What was entered.
        address: Of the browser, None where it cannot be told.
        user_agent: What the browser calls itself.
        cost: Exponent of bcrypt's work factor.
        now: When it happens.

    Returns:
        The session, or None. Known, unknown, locked and inactive names answer alike, after
        exactly one bcrypt check each.
    """
    with database.reading() as db:
        credentials = credentials_of(db, name, address=address, now=now)
    found = passwords.matches(password, credentials.hashed_password, cost=cost)
    return database.run(
        lambda db: record_sign_in(db, credentials, matches=found, now=now, user_agent=user_agent)
    )


def create_own_account(
    database: Database, wish: Registration, *, cost: int, now: dt.datetime
) -> Actor:
    """Register whoever fills in the form.

    Raises:
        InvalidInputError: A field cannot be used, or the user name or e-mail is taken.
    """
    wish = wish.checked()
    hashed = passwords.hashed(wish.password, cost=cost)
    return database.run(lambda db: register(db, wish, hashed_password=hashed, now=now))


def replace_password(
    database: Database,
    actor: Actor,
    present: str,
    new: str,
    *,
    keep: str | None,
    cost: int,
    now: dt.datetime,
) -> None:
    """Change the actor's own password, given the present one; other sessions end.

    Raises:
        InvalidInputError: The present password is wrong, or the new one cannot be used.
    """
    with database.reading() as db:
        stored = password_hash_of(db, actor, actor.id)
    proved = passwords.matches(present, stored, cost=cost)
    if not proved:
        database.run(lambda db: record_refusal(db, actor, "change_password", now=now))
    database.run(
        lambda db: change_password(db, actor, new, proved=proved, cost=cost, now=now, keep=keep)
    )
