"""Whether a one-time link can still be used, and by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tutor_core.accounts.tokens import digest
from tutor_core.errors import NotFoundError
from tutor_core.models import OneTimeLink, Student

USED_UP = "This link has been used or is older than an hour; ask for a new one."


@dataclass(frozen=True, slots=True)
class LinkOwner:
    """Whom a link was made for: what their new password must not be.

    Attributes:
        username: Their user name.
        email: Their e-mail.
    """

    username: str
    email: str


def owner_of_link(db: Session, token: str, *, now: dt.datetime) -> LinkOwner:
    """Return whom a one-time link was made for.

    Raises:
        NotFoundError: The link is unknown, used or older than an hour.
    """
    row = db.execute(
        select(Student.username, Student.email)
        .join(OneTimeLink, OneTimeLink.student_id == Student.id)
        .where(
            OneTimeLink.token_digest == digest(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError(USED_UP)
    return LinkOwner(row.username, row.email)


def link_is_good(db: Session, token: str, *, now: dt.datetime) -> bool:
    """Tell whether a one-time link can still be used."""
    try:
        owner_of_link(db, token, now=now)
    except NotFoundError:
        return False
    return True
