"""Reads what learners find wrong with items."""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.content.reports.views import OwnReport, Reason, Report
from tutor_core.content.rights import AUTHORS
from tutor_core.models import Content, ItemReport, LearningSession

_OWN = select(ItemReport.reason, ItemReport.words).where(
    ItemReport.student_id == bindparam("student_id"),
    ItemReport.content_id == bindparam("content_id"),
    ItemReport.answered_at.is_(None),
)


def own_report(db: Session, actor: Actor, content_id: int) -> OwnReport | None:
    """Return the actor's report on an item that waits for an answer, None where there is none."""
    row = db.execute(_OWN, {"student_id": actor.id, "content_id": content_id}).one_or_none()
    if row is None:
        return None
    return OwnReport(reason=cast("Reason", row.reason), words=row.words or "")


def waiting_reports(db: Session, actor: Actor) -> int:
    """Return how many reports wait for an answer on items that the actor may change.

    Raises:
        NotAllowedError: The actor writes no items.
    """
    require_role(actor, "waiting_reports", *AUTHORS)
    query = (
        select(func.count())
        .select_from(ItemReport)
        .join(Content, Content.id == ItemReport.content_id)
        .where(ItemReport.answered_at.is_(None))
    )
    if actor.role != "admin":
        query = query.where(or_(Content.created_by.is_(None), Content.created_by == actor.id))
    return db.scalar(query) or 0


def open_reports(db: Session, actor: Actor, content_id: int) -> tuple[Report, ...]:
    """Return the reports on an item that nobody answered, the oldest first.

    Raises:
        NotAllowedError: The actor writes no items.
    """
    require_role(actor, "open_reports", *AUTHORS)
    rows = db.execute(
        select(
            ItemReport.id,
            ItemReport.reason,
            ItemReport.words,
            ItemReport.created_at,
            LearningSession.response,
            LearningSession.is_correct,
            LearningSession.content_version,
            LearningSession.variant_seed,
        )
        .outerjoin(LearningSession, LearningSession.id == ItemReport.attempt_id)
        .where(ItemReport.content_id == content_id, ItemReport.answered_at.is_(None))
        .order_by(ItemReport.created_at, ItemReport.id)
    )
    return tuple(
        Report(
            report_id=row.id,
            reason=cast("Reason", row.reason),
            words=row.words or "",
            created_at=cast("dt.datetime", row.created_at),
            response=row.response or "",
            was_right=row.is_correct,
            version=row.content_version or 1,
            seed=row.variant_seed,
        )
        for row in rows
    )
