"""Lets somebody in for whom an OpenID provider vouches."""

from __future__ import annotations

import datetime as dt
import itertools

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tutor_core.accounts.audit.service import record
from tutor_core.accounts.locales import tag_of
from tutor_core.accounts.openid.identity import ACTION, Identity
from tutor_core.accounts.passwords import NO_PASSWORD
from tutor_core.accounts.sessions.service import NewSession, end_all, sign_in_proved
from tutor_core.accounts.tokens import digest
from tutor_core.calendar import zone_named
from tutor_core.errors import NotAllowedError
from tutor_core.models import AuthSession, OneTimeLink, OpenIdIdentity, Student

CLOSED = "Your account here is closed; ask whoever runs this tutor to open it again."
ANOTHERS = (
    "The account with your e-mail belongs to another sign-in; "
    "ask whoever runs this tutor to help you."
)


def enter(
    db: Session,
    identity: Identity,
    *,
    timezone: str,
    locale: str,
    now: dt.datetime,
    user_agent: str = "",
) -> NewSession | None:
    """Open a session for a confirmed identity; link or create the account where it is new.

    An account that was registered with the same e-mail is taken over: who registered it never
    showed that the address is theirs, so its password, sessions and links end there.

    Args:
        db: An open transaction.
        identity: Whom the provider vouches for.
        timezone: IANA name, from the browser; for a new account.
        locale: Language tag, from the browser; for a new account.
        now: When it happens.
        user_agent: What the browser calls itself.

    Returns:
        The session; None where this very proof has opened one already.

    Raises:
        NotAllowedError: The account is closed, or belongs to another identity.
    """
    used = select(AuthSession.id_digest).where(AuthSession.proof_digest == digest(identity.proof))
    if db.scalar(used) is not None:
        return None
    try:
        with db.begin_nested():
            account = _linked(db, identity) or _taken_over(db, identity, now=now)
            student_id = account.id if account else _created(
                db, identity, timezone=timezone, locale=locale, now=now
            )  # fmt: skip
            opened = sign_in_proved(
                db, student_id, now=now, user_agent=user_agent, proof=identity.proof
            )
    except IntegrityError:  # the same proof in another process, at the same moment
        return None
    return opened


def _linked(db: Session, identity: Identity) -> Student | None:
    account = db.scalar(
        select(Student)
        .join(OpenIdIdentity, OpenIdIdentity.student_id == Student.id)
        .where(OpenIdIdentity.subject_digest == digest(identity.subject))
    )
    if account is not None and not account.is_active:
        raise NotAllowedError(ACTION, CLOSED)
    return account


def _taken_over(db: Session, identity: Identity, *, now: dt.datetime) -> Student | None:
    same = func.lower(Student.email) == identity.email.lower()
    account = db.scalar(select(Student).where(same).with_for_update())
    if account is None:
        return None
    if not account.is_active:
        raise NotAllowedError(ACTION, CLOSED)
    of_another = select(OpenIdIdentity.student_id).where(OpenIdIdentity.student_id == account.id)
    if db.scalar(of_another) is not None:
        raise NotAllowedError(ACTION, ANOTHERS)
    account.hashed_password = NO_PASSWORD
    end_all(db, account.id, now=now)
    db.execute(delete(OneTimeLink).where(OneTimeLink.student_id == account.id))
    _link(db, account.id, identity, now=now)
    record(db, account.id, "link_identity", "done", now=now)
    return account


def _created(
    db: Session, identity: Identity, *, timezone: str, locale: str, now: dt.datetime
) -> int:
    account = Student(
        username=_free_username(db, identity.username),
        email=identity.email,
        full_name=identity.name or None,
        hashed_password=NO_PASSWORD,
        timezone=zone_named(timezone).key,
        locale=tag_of(locale),
        created_at=now,
    )
    db.add(account)
    db.flush()
    _link(db, account.id, identity, now=now)
    record(db, account.id, "register", "done", now=now, reason="openid")
    return account.id


def _link(db: Session, student_id: int, identity: Identity, *, now: dt.datetime) -> None:
    subject = digest(identity.subject)
    db.add(OpenIdIdentity(subject_digest=subject, student_id=student_id, linked_at=now))


def _free_username(db: Session, wish: str) -> str:
    begins_alike = func.lower(Student.username).startswith(wish.lower(), autoescape=True)
    taken = {name.lower() for name in db.scalars(select(Student.username).where(begins_alike))}
    numbered = (f"{wish}{number}" for number in itertools.count(2))
    return next(name for name in itertools.chain([wish], numbered) if name.lower() not in taken)
