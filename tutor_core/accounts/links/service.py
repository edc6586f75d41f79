"""One-time links: made for somebody by an admin, used once to set a password."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.audit.service import record
from tutor_core.accounts.links.queries import USED_UP
from tutor_core.accounts.queries import account_called
from tutor_core.accounts.sessions.service import end_all
from tutor_core.accounts.tokens import digest
from tutor_core.errors import NotFoundError
from tutor_core.models import OneTimeLink, Student

LIFETIME = dt.timedelta(hours=1)


def make_link(db: Session, actor: Actor, username: str, *, now: dt.datetime) -> tuple[str, str]:
    """Make a link that sets a password, once, within the hour.

    Returns:
        The token to put into the link, and the e-mail it may be sent to.

    Raises:
        NotAllowedError: The actor is no admin.
        NotFoundError: Nobody has that user name.
    """
    require_role(actor, "make_link", "admin")
    account = account_called(db, username)
    token = new_links(db, [account.id], now=now)[account.id]
    record(db, actor.row_id, "make_link", "done", subject=str(account.id), now=now)
    return token, account.email


def new_links(db: Session, student_ids: Sequence[int], *, now: dt.datetime) -> dict[int, str]:
    """Make a link for each account, and return their tokens."""
    tokens = {student_id: secrets.token_urlsafe(32) for student_id in student_ids}
    rows = [
        {
            "token_digest": digest(token),
            "student_id": student_id,
            "purpose": "set_password",
            "created_at": now,
            "expires_at": now + LIFETIME,
        }
        for student_id, token in tokens.items()
    ]
    if rows:
        db.execute(insert(OneTimeLink), rows)
    return tokens


def use_link(db: Session, token: str, *, hashed_password: str, now: dt.datetime) -> None:
    """Give the account a link was made for its new password; all its sessions end.

    Args:
        db: An open transaction.
        token: What the link carries.
        hashed_password: Of the password, made before the transaction.
        now: When it happens.

    Raises:
        NotFoundError: The link is unknown, used or older than an hour.
    """
    student_id = db.scalar(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_digest == digest(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeLink.student_id)
    )
    if student_id is None:
        raise NotFoundError(USED_UP)
    db.execute(
        update(Student).where(Student.id == student_id).values(hashed_password=hashed_password)
    )
    end_all(db, student_id, now=now)
    record(db, student_id, "use_link", "done", now=now)
