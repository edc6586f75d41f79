"""Accounts that a teacher makes for learners, and takes back while nobody has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.passwords import NO_PASSWORD
from tutor_core.accounts.queries import own_account
from tutor_core.accounts.rosters.learner import NewLearner
from tutor_core.errors import StaleStateError
from tutor_core.models import AuthSession, OpenIdIdentity, Student


def make_accounts(
    db: Session, actor: Actor, learners: Sequence[NewLearner], *, now: dt.datetime
) -> list[int]:
    """Make students' accounts without a password, in the actor's zone; return their numbers.

    Raises:
        StaleStateError: A user name or e-mail was taken meanwhile.
    """
    home = own_account(db, actor).profile
    rows = [
        {
            "username": one.username,
            "email": one.email,
            "full_name": one.name or None,
            "hashed_password": NO_PASSWORD,
            "timezone": home.timezone,
            "locale": home.locale,
            "created_at": now,
        }
        for one in learners
    ]
    made = insert(Student).returning(Student.id, sort_by_parameter_order=True)
    try:
        with db.begin_nested():
            return list(db.scalars(made, rows))
    except IntegrityError as error:
        raise StaleStateError(
            "A user name or e-mail was taken meanwhile; look through the file again."
        ) from error


def untouched(db: Session, student_ids: Sequence[int]) -> set[int]:
    """Return which of the accounts nobody has set a password for or signed in to."""
    came = select(AuthSession.student_id).union(select(OpenIdIdentity.student_id))
    return set(
        db.scalars(
            select(Student.id).where(
                Student.id.in_(student_ids),
                Student.hashed_password == NO_PASSWORD,
                Student.role == "student",
                Student.id.not_in(came),
            )
        )
    )


def delete_accounts(db: Session, student_ids: Sequence[int]) -> None:
    """Delete accounts that nobody has used."""
    db.execute(delete(Student).where(Student.id.in_(student_ids)))
