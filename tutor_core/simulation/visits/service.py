"""Lets visitors of a demo school in, by one click and without a password."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.locales import tag_of
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.service import create_account
from tutor_core.accounts.sessions.service import NewSession, sign_in_proved
from tutor_core.accounts.throttle.rules import registration_allowances
from tutor_core.accounts.throttle.service import use_allowance
from tutor_core.calendar import zone_named
from tutor_core.errors import NotAllowedError, NotFoundError
from tutor_core.models import Student
from tutor_core.simulation.accounts import DOMAIN, NEWCOMER, RESEARCHER, STUDENT, TEACHER

Visitor = Literal["student", "newcomer", "teacher", "researcher"]
ACCOUNTS: dict[Visitor, str] = {
    "student": STUDENT,
    "newcomer": NEWCOMER,
    "teacher": TEACHER,
    "researcher": RESEARCHER,
}


def enter(
    db: Session,
    visitor: Visitor,
    *,
    is_demo: bool,
    address: str | None,
    timezone: str,
    locale: str,
    now: dt.datetime,
    user_agent: str = "",
) -> NewSession:
    """Open a session for a visitor of a demo school.

    A newcomer finds an account that nobody has used: the prepared one, then new ones.

    Args:
        db: An open transaction.
        visitor: As whom they look around.
        is_demo: Whether this installation was started as a demo.
        address: Of the browser, None where it cannot be told.
        timezone: Of the browser; a newcomer lives there.
        locale: Of the browser; a newcomer writes numbers that way.
        now: When it happens.
        user_agent: What the browser calls itself.

    Raises:
        NotAllowedError: This is no demo.
        NotFoundError: There is no demo school in this database.
        TooManyTriesError: Too many newcomers came in a short time.
    """
    if not is_demo or db.get_bind().dialect.name != "sqlite":
        raise NotAllowedError("demo.enter")
    account = db.execute(
        select(Student.id, Student.last_login).where(
            Student.username == ACCOUNTS[visitor],
            Student.email == f"{ACCOUNTS[visitor]}@{DOMAIN}",
            Student.is_active.is_(True),
        )
    ).one_or_none()
    if account is None:
        raise NotFoundError("There is no demo school here; `tutor demo` makes one.")
    number = account.id
    if visitor == "newcomer":
        if account.last_login is not None:
            use_allowance(db, registration_allowances(address), now=now)
            number = _another_newcomer(db, now=now)
        db.execute(
            update(Student)
            .where(Student.id == number)
            .values(timezone=zone_named(timezone).key, locale=tag_of(locale))
        )
    return sign_in_proved(db, number, now=now, user_agent=user_agent)


def _another_newcomer(db: Session, *, now: dt.datetime) -> int:
    name = f"newcomer-{secrets.token_hex(6)}"
    wish = Registration(
        username=name,
        email=f"{name}@{DOMAIN}",
        full_name="Newcomer",
        password=secrets.token_urlsafe(32),  # checked with the rest, then forgotten
    )
    return create_account(db, wish, "student", now=now).id
