"""Awards badges, and does with an earned one what its learner wants: publish it, take it away."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, update
from sqlalchemy.orm import Session

from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.badges.addresses import ISSUER_NAME, badge_address, issuer_at, verify_address
from tutor_core.badges.certificate import Certificate
from tutor_core.badges.codes import BYTES, new_code
from tutor_core.badges.counting.queries import Moment, facts_of
from tutor_core.badges.credential import Award, Recipient, credential_of, signed
from tutor_core.badges.criteria import conditions_of, evaluate
from tutor_core.badges.facts import EVENTS, Event, facts_changed_by
from tutor_core.badges.keys import SigningKey
from tutor_core.badges.queries import (
    CRITERIA,
    GAINED,
    earned_row,
    earning_in,
    gained_in,
    read_criteria,
)
from tutor_core.badges.views import Gained, evidence_of
from tutor_core.badges.wording import evidence_words
from tutor_core.calendar import learner_day
from tutor_core.db import insert_into
from tutor_core.errors import InvalidInputError

_UNEARNED = (
    select(m.Badge.id, *GAINED, CRITERIA)
    .outerjoin(
        m.StudentBadge,
        and_(
            m.StudentBadge.badge_id == m.Badge.id,
            m.StudentBadge.student_id == bindparam("student_id"),
        ),
    )
    .where(m.Badge.slug.is_not(None), m.Badge.is_active.is_(True), m.StudentBadge.id.is_(None))
    .order_by(m.Badge.id)
)


def award(
    db: Session, actor: Actor, moment: Moment, events: Collection[Event] = EVENTS
) -> tuple[Gained, ...]:
    """Give the actor what they have earned with what has just happened to them.

    Only badges that the events may have brought nearer are looked at, and only what these ask
    for is counted. The caller holds the lock of the learner's row.

    Args:
        db: An open transaction, in which the rows already say what happened.
        actor: The learner.
        moment: Now.
        events: What happened; where it may have changed everything, as a regrade, all of them.
    """
    changed = frozenset[str]().union(*map(facts_changed_by, events))
    unearned = db.execute(_UNEARNED, {"student_id": actor.id})
    criteria = {row: read_criteria(row.criteria) for row in unearned}
    touched = {
        row: found
        for row, found in criteria.items()
        if any(condition.question.fact in changed for condition in conditions_of(found))
    }
    questions = {one.question for found in touched.values() for one in conditions_of(found)}
    facts = facts_of(db, actor.id, questions, moment)
    standings = {row: evaluate(found, facts) for row, found in touched.items()}
    return tuple(
        gained_in(row)
        for row, standing in standings.items()
        if standing.met
        and _is_given(db, actor, row.id, evidence_of(touched[row], standing), moment.until)
    )


def set_public(db: Session, actor: Actor, slug: str, *, is_public: bool) -> None:
    """Let whoever has the code see a badge of the actor's, or nobody.

    Raises:
        NotFoundError: They have not earned it.
    """
    _change(db, earned_row(db, actor, slug), is_public=is_public)


def set_displayed(db: Session, actor: Actor, slug: str, *, is_displayed: bool) -> None:
    """Put a badge into the actor's own showcase, or out of it.

    Raises:
        NotFoundError: They have not earned it.
    """
    _change(db, earned_row(db, actor, slug), displayed=is_displayed)


def replace_code(db: Session, actor: Actor, slug: str, *, now: dt.datetime) -> str:
    """Give a badge of the actor's another code; the old one and its credentials are worth nothing.

    Raises:
        NotFoundError: They have not earned it.
    """
    lock_learner(db, actor)
    row = earned_row(db, actor, slug)
    if row.credential_salt is not None:
        revoked = insert_into(db, m.RevokedCredential)
        db.execute(revoked.values(code=row.verification_code, revoked_at=now))
    code = new_code(secrets.token_bytes)
    _change(db, row, verification_code=code, credential_salt=None)
    return code


def take_credential(
    db: Session, actor: Actor, slug: str, *, key: SigningKey, base: str, now: dt.datetime
) -> str:
    """Return a badge of the actor's as a signed token that verifies without asking here.

    Args:
        db: An open transaction; whoever opened it commits.
        actor: The learner.
        slug: Of the badge.
        key: Which signs; its public half is published from now on.
        base: Where people reach this tutor, without a slash at the end.
        now: When it is taken.

    Raises:
        NotFoundError: They have not earned it.
        InvalidInputError: It is private: who gets the token could not look it up.
    """
    lock_learner(db, actor)
    row = _public_row(db, actor, slug)
    salt = row.credential_salt or secrets.token_hex(BYTES)
    _change(db, row, shared_count=(row.shared_count or 0) + 1, credential_salt=salt)
    used = {"key_id": key.key_id, "public_jwk": key.public_jwk, "first_used_at": now}
    db.execute(insert_into(db, m.CredentialKey).values(used).on_conflict_do_nothing())
    issuer = issuer_at(base)
    email = db.scalar(select(m.Student.email).where(m.Student.id == actor.id)) or ""
    award_of = Award(
        id=verify_address(base, row.verification_code),
        badge_id=badge_address(base, slug),
        name=row.name,
        description=row.description or row.name,
        criteria=row.description or row.name,
        evidence=evidence_words(earning_in(row).parts),
        image=None,
        earned_at=row.earned_at,
        ends_at=None,
    )
    recipient = Recipient(id=uuid.UUID(salt).urn, email=email, salt=salt)
    return signed(credential_of(award_of, recipient, issuer), key, issuer)


def take_certificate(
    db: Session, actor: Actor, slug: str, *, base: str, now: dt.datetime, day_starts_at: int = 4
) -> Certificate:
    """Return what a certificate of a badge of the actor's says.

    Raises:
        NotFoundError: They have not earned it.
        InvalidInputError: It is private: who scans the code would find nothing.
    """
    zone = lock_learner(db, actor)
    row = _public_row(db, actor, slug)
    _change(db, row, shared_count=(row.shared_count or 0) + 1)
    learner = db.execute(
        select(m.Student.full_name, m.Student.username, m.Student.locale).where(
            m.Student.id == actor.id
        )
    ).one()
    return Certificate(
        badge=row.name,
        tier=row.tier,
        color=row.color or "#505662",
        learner=learner.full_name or learner.username,
        earned_on=learner_day(row.earned_at, zone, starts_at=day_starts_at),
        locale=learner.locale,
        took=row.description or row.name,
        issuer=ISSUER_NAME,
        address=verify_address(base, row.verification_code),
        code=row.verification_code,
        made_at=now,
    )


def _is_given(
    db: Session, actor: Actor, badge_id: int, evidence: dict[str, Any], now: dt.datetime
) -> bool:
    """Write that the actor earned a badge; tell whether nobody else had written it."""
    earned = insert_into(db, m.StudentBadge).values(
        student_id=actor.id,
        badge_id=badge_id,
        earned_at=now,
        verification_code=new_code(secrets.token_bytes),
        evidence=evidence,
        displayed=True,
        is_public=False,
        shared_count=0,
    )
    once = earned.on_conflict_do_nothing(index_elements=["student_id", "badge_id"])
    return db.execute(once.returning(m.StudentBadge.id)).one_or_none() is not None


def _public_row(db: Session, actor: Actor, slug: str) -> Row[Any]:
    row = earned_row(db, actor, slug)
    if not row.is_public:
        raise InvalidInputError(
            "is_public", "Make the badge public first: who gets it could not look it up otherwise."
        )
    return row


def _change(db: Session, row: Row[Any], **values: object) -> None:
    db.execute(update(m.StudentBadge).where(m.StudentBadge.id == row.earned_id).values(**values))
