"""What the seed lacks around accounts: sessions, throttle, links, consents, the audit log."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tutor_core.models.base import (
    Base,
    CreatedAt,
    Id,
    LongText,
    OnlyOwnerId,
    OwnerId,
    Str20,
    Str50,
    Str100,
    not_negative,
    one_of,
)

LINK_PURPOSES = ("set_password",)
NOTICE_KINDS = ("report_answered", "regraded")
CONSENT_PURPOSES = ("terms", "research", "similar_students")
Digest = String(64)


class AuthSession(Base):
    """One sign-in. Only digests of the session id, of its ticket and of what proved it are kept."""

    __tablename__ = "auth_sessions"

    id_digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    student_id: Mapped[OwnerId]
    ticket_digest: Mapped[str | None] = mapped_column(Digest)
    proof_digest: Mapped[str | None] = mapped_column(Digest)
    user_agent: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_auth_sessions_student_id", "student_id"),
        Index("ix_auth_sessions_ticket_digest", "ticket_digest"),
        Index("uq_auth_sessions_proof_digest", "proof_digest", unique=True),
    )


class LoginThrottle(Base):
    """Failures counted for one name or one address, kept as a digest."""

    __tablename__ = "login_throttle"

    key_digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    last_failure_at: Mapped[dt.datetime]
    locked_until: Mapped[dt.datetime | None]

    __table_args__ = (not_negative("failures"),)


class RateWindow(Base):
    """How often something was done in the stretch of time that runs, for a key kept as digest."""

    __tablename__ = "rate_windows"

    key_digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    uses: Mapped[int]
    ends_at: Mapped[dt.datetime]

    __table_args__ = (Index("ix_rate_windows_ends_at", "ends_at"), not_negative("uses"))


class OpenIdIdentity(Base):
    """That an OpenID provider vouches for a person, under its own name for them, as digest."""

    __tablename__ = "openid_identities"

    subject_digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    student_id: Mapped[OnlyOwnerId]
    linked_at: Mapped[dt.datetime]


class OneTimeLink(Base):
    """A link that may be used once, until it expires."""

    __tablename__ = "one_time_links"

    token_digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    student_id: Mapped[OwnerId]
    purpose: Mapped[Str20]
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_one_time_links_student_id", "student_id"),
        one_of("purpose", LINK_PURPOSES),
    )


class Consent(Base):
    """What a person agreed to, in which wording, and whether they took it back."""

    __tablename__ = "consents"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    purpose: Mapped[Str20]
    version: Mapped[Str20]
    given_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]
    guardian: Mapped[Str100 | None]

    __table_args__ = (
        Index("ix_consents_student_id_purpose", "student_id", "purpose"),
        one_of("purpose", CONSENT_PURPOSES),
        CheckConstraint("withdrawn_at >= given_at", name="withdrawn_after_given"),
    )


class AuditEntry(Base):
    """Who did or was refused what, when; never a secret, a password or an e-mail."""

    __tablename__ = "audit_log"

    id: Mapped[Id]
    at: Mapped[CreatedAt]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    action: Mapped[Str50]
    outcome: Mapped[Str20]
    subject: Mapped[Str100 | None]
    reason: Mapped[LongText | None]
    detail: Mapped[dict[str, Any] | None]

    __table_args__ = (
        Index("ix_audit_log_at", "at"),
        Index("ix_audit_log_actor_id", "actor_id"),
        one_of("outcome", ("done", "refused", "failed")),
    )


class Notice(Base):
    """Something a person is told once: what kind of thing happened, and its facts."""

    __tablename__ = "notices"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    kind: Mapped[Str20]
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[CreatedAt]
    seen_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_notices_student_id_seen_at", "student_id", "seen_at"),
        one_of("kind", NOTICE_KINDS),
    )
