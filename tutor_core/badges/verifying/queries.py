"""What anybody may read of badges: one by its code, the published keys, what was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from tutor_core import models as m
from tutor_core.badges.queries import CRITERIA

_BY_CODE = (
    select(
        m.StudentBadge.student_id,
        m.StudentBadge.earned_at,
        m.StudentBadge.verification_code,
        m.StudentBadge.evidence,
        m.StudentBadge.is_public,
        m.StudentBadge.displayed,
        m.StudentBadge.shared_count,
        m.Badge.name,
        m.Badge.description,
        m.Badge.tier,
        m.Badge.icon,
        CRITERIA,
        m.Student.full_name,
        m.Student.username,
        m.Student.timezone,
    )
    .join(m.Badge, m.Badge.id == m.StudentBadge.badge_id)
    .join(m.Student, m.Student.id == m.StudentBadge.student_id)
    .where(
        m.StudentBadge.verification_code == bindparam("code"),
        m.StudentBadge.is_public.is_(True),
        m.Student.is_active.is_(True),
    )
)


def public_row(db: Session, code: str) -> Row[Any] | None:
    """Return the row of a badge with that code which its learner made public, or None."""
    return db.execute(_BY_CODE, {"code": code}).one_or_none()


def used_keys(db: Session) -> dict[str, Mapping[str, str]]:
    """Return the public half of every key that ever signed a credential, by its name."""
    rows = db.execute(
        select(m.CredentialKey.key_id, m.CredentialKey.public_jwk).order_by(
            m.CredentialKey.first_used_at, m.CredentialKey.key_id
        )
    )
    return {row.key_id: row.public_jwk for row in rows}


def revoked_codes(db: Session) -> tuple[str, ...]:
    """Return the codes of credentials that were taken back."""
    return tuple(db.scalars(select(m.RevokedCredential.code).order_by(m.RevokedCredential.code)))


def badge_called(db: Session, slug: str) -> Mapping[str, str] | None:
    """Return name and description of a badge, or None."""
    row = db.execute(
        select(m.Badge.name, m.Badge.description).where(m.Badge.slug == slug)
    ).one_or_none()
    return None if row is None else {"name": row.name, "description": row.description or row.name}
