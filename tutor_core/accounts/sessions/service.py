"""What opens, lengthens and ends sessions, in the caller's transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_self
from tutor_core.accounts.audit.service import record
from tutor_core.accounts.sessions.queries import Credentials
from tutor_core.accounts.throttle.queries import is_locked
from tutor_core.accounts.throttle.rules import FREE_FAILURES_OF_AN_ADDRESS
from tutor_core.accounts.throttle.service import count_failure, forget_failures
from tutor_core.accounts.tokens import LIFETIME, digest
from tutor_core.errors import NotFoundError
from tutor_core.models import AuthSession, Student

TICKET_LIFETIME = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session just opened.

    Attributes:
        session_id: What the cookie names; known to nobody but this browser.
        ticket: Exchanged once, within a minute, for the cookie.
    """

    session_id: str
    ticket: str


def record_sign_in(
    db: Session, credentials: Credentials, *, matches: bool, now: dt.datetime, user_agent: str = ""
) -> NewSession | None:
    """Write down how a sign-in went; open a session where it succeeded.

    Args:
        db: An open transaction.
        credentials: What was looked up before the password was checked.
        matches: Whether the password belongs to the account.
        now: When it happened.
        user_agent: What the browser calls itself, kept so that a person knows their sessions.

    Returns:
        The session, or None: unknown name, wrong password, locked and inactive look the same.
    """
    # Looked up again: of many guesses at once, all but the first few find the lock only here.
    if credentials.is_locked or is_locked(db, credentials.throttle_keys, now=now):
        record(db, None, "sign_in", "refused", reason="locked", now=now)
        return None
    if not matches or credentials.student_id is None or not credentials.is_active:
        name_key, *address_keys = credentials.throttle_keys
        count_failure(db, name_key, now=now)
        for key in address_keys:
            count_failure(db, key, now=now, free=FREE_FAILURES_OF_AN_ADDRESS)
        record(db, credentials.student_id, "sign_in", "failed", now=now)
        return None
    forget_failures(db, credentials.throttle_keys[0])
    return sign_in_proved(db, credentials.student_id, now=now, user_agent=user_agent)


def sign_in_proved(
    db: Session,
    student_id: int,
    *,
    now: dt.datetime,
    user_agent: str = "",
    proof: str | None = None,
) -> NewSession:
    """Open a session for somebody whose identity has just been proved, and write it down."""
    db.execute(update(Student).where(Student.id == student_id).values(last_login=now))
    record(db, student_id, "sign_in", "done", now=now)
    return open_session(db, student_id, now=now, user_agent=user_agent, proof=proof)


def open_session(
    db: Session,
    student_id: int,
    *,
    now: dt.datetime,
    user_agent: str = "",
    proof: str | None = None,
) -> NewSession:
    """Open a session for somebody whose identity has just been proved.

    Args:
        db: An open transaction.
        student_id: Who it is.
        now: When.
        user_agent: What the browser calls itself.
        proof: What proved it, where that may be used only once; a second use is an
            IntegrityError.
    """
    session_id, ticket = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    db.add(
        AuthSession(
            id_digest=digest(session_id),
            student_id=student_id,
            ticket_digest=digest(f"{ticket}|{session_id}"),
            proof_digest=digest(proof) if proof else None,
            user_agent="".join(filter(str.isprintable, user_agent))[:200] or None,
            created_at=now,
            last_seen_at=now,
            expires_at=now + LIFETIME,
        )
    )
    return NewSession(session_id=session_id, ticket=f"{ticket}|{session_id}")


def redeem_ticket(db: Session, ticket: str, *, now: dt.datetime) -> tuple[str, int] | None:
    """Exchange a ticket, once and within a minute, for its session's id and its person's."""
    row = db.execute(
        update(AuthSession)
        .where(
            AuthSession.ticket_digest == digest(ticket),
            AuthSession.revoked_at.is_(None),
            AuthSession.created_at > now - TICKET_LIFETIME,
        )
        .values(ticket_digest=None)
        .returning(AuthSession.student_id)
    ).one_or_none()
    return None if row is None else (ticket.partition("|")[2], row.student_id)


def renew_session(db: Session, session_id: str, *, now: dt.datetime) -> int | None:
    """Let a living session last another 30 minutes; return its person, None if it is over."""
    row = db.execute(
        update(AuthSession)
        .where(
            AuthSession.id_digest == digest(session_id),
            AuthSession.revoked_at.is_(None),
            AuthSession.expires_at > now,
        )
        .values(expires_at=now + LIFETIME, last_seen_at=now)
        .returning(AuthSession.student_id)
    ).one_or_none()
    return None if row is None else row.student_id


def sign_out(db: Session, session_id: str, *, now: dt.datetime) -> None:
    """End one session, at once and in every server process."""
    row = db.execute(
        update(AuthSession)
        .where(AuthSession.id_digest == digest(session_id), AuthSession.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(AuthSession.student_id)
    ).one_or_none()
    if row is not None:
        record(db, row.student_id, "sign_out", "done", now=now)


def end_session(db: Session, actor: Actor, handle: str, *, now: dt.datetime) -> None:
    """End one of the actor's own sessions.

    Args:
        db: An open transaction.
        actor: Whose session it is.
        handle: As `sessions_of` gave it.
        now: When.

    Raises:
        NotFoundError: It is over already, or somebody else's.
    """
    ended = db.execute(
        update(AuthSession)
        .where(
            AuthSession.id_digest == handle,
            AuthSession.student_id == actor.id,
            AuthSession.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(AuthSession.id_digest)
    ).one_or_none()
    if ended is None:
        raise NotFoundError("This session is over already.")
    record(db, actor.id, "end_session", "done", now=now)


def end_sessions(
    db: Session, actor: Actor, student_id: int, *, now: dt.datetime, keep: str | None = None
) -> int:
    """End a person's sessions, all or all but `keep`; return how many.

    Raises:
        NotAllowedError: They are somebody else's.
    """
    require_self(actor, "end_sessions", student_id)
    ended = end_all(db, student_id, now=now, keep=keep)
    record(db, actor.id, "end_sessions", "done", now=now)
    return ended


def end_all(db: Session, student_id: int, *, now: dt.datetime, keep: str | None = None) -> int:
    """End the sessions of an account whose password, role or state changes; return how many."""
    ended = db.execute(
        update(AuthSession)
        .where(
            AuthSession.student_id == student_id,
            AuthSession.revoked_at.is_(None),
            AuthSession.id_digest != (digest(keep) if keep else ""),
        )
        .values(revoked_at=now)
        .returning(AuthSession.id_digest)
    )
    return len(ended.all())
