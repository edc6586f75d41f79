"""Versions of the live parameters: appended, never changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tutor_core.models.base import Base, CreatedAt, Id, LongText, Str20, Str50, one_of

SCOPES = ("global", "cohort")


class PolicyVersion(Base):
    """One set of parameters of one policy: from when, for whom, who set it and why."""

    __tablename__ = "policy_versions"

    id: Mapped[Id]
    name: Mapped[Str50]
    scope: Mapped[Str20]
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    parameters: Mapped[dict[str, Any]]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    reason: Mapped[LongText]
    effective_from: Mapped[dt.datetime]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        Index("ix_policy_versions_name_effective_from", "name", "effective_from"),
        Index("ix_policy_versions_cohort_id", "cohort_id"),
        Index("ix_policy_versions_changed_by", "changed_by"),
        one_of("scope", SCOPES),
        CheckConstraint("(scope = 'cohort') = (cohort_id IS NOT NULL)", name="scope_has_cohort"),
    )
