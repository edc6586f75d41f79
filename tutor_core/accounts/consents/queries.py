"""Tells who took a consent back."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Select, func, select

from tutor_core.models import Consent

Purpose = Literal["terms", "research", "similar_students"]


def withdrawn_from(purpose: Purpose) -> Select[int]:
    """Return a statement of the students whose last word on a purpose was to withdraw."""
    latest = select(func.max(Consent.id)).where(Consent.purpose == purpose)
    return select(Consent.student_id).where(
        Consent.id.in_(latest.group_by(Consent.student_id)), Consent.withdrawn_at.is_not(None)
    )
