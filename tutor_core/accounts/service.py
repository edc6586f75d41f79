"""What changes accounts and sessions. Every function works in the caller's transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tutor_core.accounts import passwords
from tutor_core.accounts.actor import OPERATOR, ROLES, Actor, Role, require_role, require_self
from tutor_core.accounts.queries import Credentials
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.throttle import FORGOTTEN_AFTER, lock_after
from tutor_core.accounts.tokens import LIFETIME, digest
from tutor_core.calendar import zone_named
from tutor_core.db import insert_into
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import AuditEntry, AuthSession, LoginThrottle, OneTimeLink, Student

TICKET_LIFETIME = dt.timedelta(minutes=1)
LINK_LIFETIME = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session just opened.

    Attributes:
        session_id: What the cookie names; known to nobody but this browser.
        ticket: Exchanged once, within a minute, for the cookie.
    """

    session_id: str
    ticket: str


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
        locale=wish.locale[:20],
        created_at=now,
    )
    try:
        with db.begin_nested():
            db.add(account)
    except IntegrityError as error:
        raise InvalidInputError(
            "email", "An account cannot be created with these details."
        ) from error
    _record(db, account.id, "register", "done", now=now)
    return Actor(account.id, "student")


def create_account(db: Session, wish: Registration, role: Role, *, now: dt.datetime) -> Actor:
    """Create an account of any role that nobody can sign in to yet; for the command line.

    Raises:
        InvalidInputError: A field cannot be used, or the user name or e-mail is taken.
    """
    actor = register(db, wish, hashed_password=passwords.NO_PASSWORD, now=now)
    db.execute(update(Student).where(Student.id == actor.id).values(role=_known(role)))
    return Actor(actor.id, role)


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
    if credentials.is_locked:
        _record(db, None, "sign_in", "refused", reason="locked", now=now)
        return None
    if not matches or credentials.student_id is None or not credentials.is_active:
        for key in credentials.throttle_keys:
            _count_failure(db, key, now=now)
        _record(db, credentials.student_id, "sign_in", "failed", now=now)
        return None
    db.execute(
        delete(LoginThrottle).where(LoginThrottle.key_digest == credentials.throttle_keys[0])
    )
    db.execute(update(Student).where(Student.id == credentials.student_id).values(last_login=now))
    _record(db, credentials.student_id, "sign_in", "done", now=now)
    return open_session(db, credentials.student_id, now=now, user_agent=user_agent)


def open_session(
    db: Session, student_id: int, *, now: dt.datetime, user_agent: str = ""
) -> NewSession:
    """Open a session for somebody whose identity has just been proved."""
    session_id, ticket = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    db.add(
        AuthSession(
            id_digest=digest(session_id),
            student_id=student_id,
            ticket_digest=digest(f"{ticket}|{session_id}"),
            user_agent=user_agent[:200] or None,
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
        _record(db, row.student_id, "sign_out", "done", now=now)


def end_sessions(
    db: Session, actor: Actor, student_id: int, *, now: dt.datetime, keep: str | None = None
) -> int:
    """End a person's sessions, all or all but `keep`; return how many.

    Raises:
        NotAllowedError: They are somebody else's.
    """
    require_self(actor, "end_sessions", student_id)
    return _end_sessions(db, student_id, now=now, keep=keep)


def change_password(
    db: Session,
    actor: Actor,
    new: str,
    *,
    proved: bool,
    cost: int,
    now: dt.datetime,
    keep: str | None = None,
) -> None:
    """Give the actor a new password and end their other sessions.

    Args:
        db: An open transaction.
        actor: Whose password it is.
        new: The password to set.
        proved: Whether the present password was given rightly.
        cost: Exponent of bcrypt's work factor.
        now: When it happens.
        keep: The session it is changed from, which goes on.

    Raises:
        InvalidInputError: The present password is wrong, or the new one cannot be used.
    """
    account = db.get_one(Student, actor.id)
    if not proved:
        raise InvalidInputError("present", "This is not your present password.")
    passwords.check_acceptable(new, username=account.username, email=account.email)
    account.hashed_password = passwords.hashed(new, cost=cost)
    _end_sessions(db, actor.id, now=now, keep=keep)
    _record(db, actor.id, "change_password", "done", now=now)


def set_role(db: Session, actor: Actor, username: str, role: Role, *, now: dt.datetime) -> None:
    """Give an account another role; its sessions end, so that the new one holds everywhere.

    Raises:
        NotAllowedError: The actor is no admin.
        NotFoundError: Nobody has that user name.
    """
    require_role(actor, "set_role", "admin")
    account = _named(db, username)
    account.role = _known(role)
    _end_sessions(db, account.id, now=now)
    _record(db, _row_of(actor), "set_role", "done", subject=f"{account.id}:{role}", now=now)


def deactivate(db: Session, actor: Actor, username: str, *, now: dt.datetime) -> None:
    """Close an account at once; nothing of it is deleted.

    Raises:
        NotAllowedError: The actor is no admin.
        NotFoundError: Nobody has that user name.
    """
    require_role(actor, "deactivate", "admin")
    account = _named(db, username)
    account.is_active = False
    _end_sessions(db, account.id, now=now)
    _record(db, _row_of(actor), "deactivate", "done", subject=str(account.id), now=now)


def make_link(db: Session, actor: Actor, username: str, *, now: dt.datetime) -> tuple[str, str]:
    """Make a link that sets a password, once, within the hour.

    Returns:
        The token to put into the link, and the e-mail it may be sent to.

    Raises:
        NotAllowedError: The actor is no admin.
        NotFoundError: Nobody has that user name.
    """
    require_role(actor, "make_link", "admin")
    account = _named(db, username)
    token = secrets.token_urlsafe(32)
    db.add(
        OneTimeLink(
            token_digest=digest(token),
            student_id=account.id,
            purpose="set_password",
            created_at=now,
            expires_at=now + LINK_LIFETIME,
        )
    )
    _record(db, _row_of(actor), "make_link", "done", subject=str(account.id), now=now)
    return token, account.email


def use_link(db: Session, token: str, password: str, *, cost: int, now: dt.datetime) -> None:
    """Set the password of the account a link was made for; all its sessions end.

    Raises:
        NotFoundError: The link is unknown, used or older than an hour.
        InvalidInputError: The password cannot be used; the link stays good.
    """
    link = db.scalar(
        select(OneTimeLink)
        .where(
            OneTimeLink.token_digest == digest(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .with_for_update()
    )
    if link is None:
        raise NotFoundError("This link has been used or is older than an hour; ask for a new one.")
    account = db.get_one(Student, link.student_id)
    passwords.check_acceptable(password, username=account.username, email=account.email)
    account.hashed_password = passwords.hashed(password, cost=cost)
    link.used_at = now
    _end_sessions(db, account.id, now=now)
    _record(db, account.id, "use_link", "done", now=now)


def record_refusal(db: Session, actor: Actor | None, action: str, *, now: dt.datetime) -> None:
    """Write down that somebody was refused something."""
    _record(db, actor.id if actor else None, action, "refused", now=now)


def _named(db: Session, username: str) -> Student:
    lowered = username.strip().lower()
    same = or_(func.lower(Student.username) == lowered, func.lower(Student.email) == lowered)
    account = db.scalar(select(Student).where(same))
    if account is None:
        raise NotFoundError(f"There is no account called {username!r}.")
    return account


def _row_of(actor: Actor) -> int | None:
    return None if actor == OPERATOR else actor.id


def _known(role: str) -> str:
    if role not in ROLES:
        raise InvalidInputError("role", f"A role is one of {', '.join(ROLES)}, not {role!r}.")
    return role


def _end_sessions(
    db: Session, student_id: int, *, now: dt.datetime, keep: str | None = None
) -> int:
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


def _count_failure(db: Session, key: str, *, now: dt.datetime) -> None:
    fresh = insert_into(db, LoginThrottle).values(
        key_digest=key, failures=1, last_failure_at=now, locked_until=None
    )
    is_recent = LoginThrottle.last_failure_at > now - FORGOTTEN_AFTER
    failures = db.execute(
        fresh.on_conflict_do_update(
            index_elements=["key_digest"],
            set_={
                "failures": case((is_recent, LoginThrottle.failures + 1), else_=1),
                "last_failure_at": now,
            },
        ).returning(LoginThrottle.failures)
    ).scalar_one()
    lock = lock_after(failures)
    if lock is not None:
        db.execute(
            update(LoginThrottle)
            .where(LoginThrottle.key_digest == key)
            .values(locked_until=now + lock)
        )


def _record(
    db: Session,
    actor_id: int | None,
    action: str,
    outcome: str,
    *,
    now: dt.datetime,
    subject: str | None = None,
    reason: str | None = None,
) -> None:
    db.add(
        AuditEntry(
            at=now,
            actor_id=actor_id,
            action=action,
            outcome=outcome,
            subject=subject,
            reason=reason,
        )
    )
