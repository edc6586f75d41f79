"""Signing in, registering, setting a password: look up, hash with no transaction open, write down.

A bcrypt hash takes a third of a second on purpose; inside a transaction it would hold the
write lock for all that time.
"""

from __future__ import annotations

import datetime as dt

from tutor_core.accounts import passwords
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.audit.service import record, record_refusal
from tutor_core.accounts.links.queries import owner_of_link
from tutor_core.accounts.links.service import use_link
from tutor_core.accounts.queries import own_account
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.service import change_password, record_wrong_password, register
from tutor_core.accounts.sessions.queries import credentials_of
from tutor_core.accounts.sessions.service import NewSession, record_sign_in
from tutor_core.accounts.throttle.queries import locked_until
from tutor_core.accounts.throttle.rules import (
    minutes_until,
    registration_allowances,
    throttle_keys,
)
from tutor_core.accounts.throttle.service import use_allowance
from tutor_core.db import Database
from tutor_core.errors import InvalidInputError, TooManyTriesError


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
    database: Database,
    wish: Registration,
    *,
    address: str | None = None,
    cost: int,
    now: dt.datetime,
) -> Actor:
    """Register whoever fills in the form.

    Args:
        database: Where the accounts are.
        wish: What was entered.
        address: Of the browser, None where it cannot be told.
        cost: Exponent of bcrypt's work factor.
        now: When it happens.

    Raises:
        InvalidInputError: A field cannot be used, or the user name or e-mail is taken.
        TooManyTriesError: Too many accounts were made or tried; says when to try again.
    """
    wish = wish.checked()
    allowances = registration_allowances(address)
    try:
        database.run(lambda db: use_allowance(db, allowances, now=now))
    except TooManyTriesError:
        database.run(lambda db: record_refusal(db, None, "register", now=now, reason="too_many"))
        raise
    hashed = passwords.hashed(wish.password, cost=cost)
    try:
        return database.run(lambda db: register(db, wish, hashed_password=hashed, now=now))
    except InvalidInputError:
        database.run(lambda db: record(db, None, "register", "failed", now=now, reason="taken"))
        raise


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

    Wrong ones count as failures to sign in, so that an open page is no way to guess.

    Raises:
        InvalidInputError: The present password is wrong, or the new one cannot be used.
        TooManyTriesError: It was wrong too often; says when to try again.
        StaleStateError: The password was changed elsewhere meanwhile.
    """
    with database.reading() as db:
        account = own_account(db, actor)
        keys = throttle_keys(account.username, None)
        until = locked_until(db, keys, now=now)
    stored = account.hashed_password
    if until is not None:
        database.run(
            lambda db: record_refusal(db, actor, "change_password", now=now, reason="locked")
        )
        raise TooManyTriesError(
            f"Your present password was wrong too often: try again in {minutes_until(until, now)}."
        )
    if not passwords.matches(present, stored, cost=cost):
        database.run(lambda db: record_wrong_password(db, actor, keys[0], now=now))
        raise InvalidInputError("present", "This is not your present password.")
    passwords.check_acceptable(new, username=account.username, email=account.email)
    hashed = passwords.hashed(new, cost=cost)
    database.run(
        lambda db: change_password(db, actor, hashed, replacing=stored, now=now, keep=keep)
    )


def set_password_by_link(
    database: Database, token: str, password: str, *, cost: int, now: dt.datetime
) -> None:
    """Set the password of whoever a one-time link was made for.

    Raises:
        NotFoundError: The link is unknown, used or older than an hour.
        InvalidInputError: The password cannot be used; the link stays good.
    """
    with database.reading() as db:
        owner = owner_of_link(db, token, now=now)
    passwords.check_acceptable(password, username=owner.username, email=owner.email)
    hashed = passwords.hashed(password, cost=cost)
    database.run(lambda db: use_link(db, token, hashed_password=hashed, now=now))
