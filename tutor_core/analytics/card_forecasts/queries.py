"""Reads reviews with what was forecast of them, for researchers: numbers without names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Select, bindparam, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.consents.queries import withdrawn_from
from tutor_core.analytics.card_forecasts.judging import Forecast, forecast_from
from tutor_core.calendar import zone_named
from tutor_core.models import CohortMember, ReviewSession, Student
from tutor_core.recommend.decisions.period import Period

MOST_REVIEWS = 50_000  # looked at in one question to the log

_TIMES = type_coerce(ReviewSession.state_before, JSON)["times_reviewed"].as_integer()
_IN_PERIOD = (
    ReviewSession.reviewed_at >= bindparam("since", type_=ReviewSession.reviewed_at.type),
    ReviewSession.reviewed_at < bindparam("until", type_=ReviewSession.reviewed_at.type),
    ReviewSession.kind == "review",
    ReviewSession.scheduler.is_not(None),  # those brought from elsewhere were planned there
    ReviewSession.undone_at.is_(None),
    _TIMES > 0,
    ReviewSession.student_id.not_in(withdrawn_from("research")),
    or_(
        bindparam("everybody"),
        ReviewSession.student_id.in_(
            select(CohortMember.student_id).where(
                CohortMember.cohort_id == bindparam("cohort_id"), CohortMember.left_at.is_(None)
            )
        ),
    ),
)
_COUNT: Select[Any] = select(func.count()).select_from(ReviewSession).where(*_IN_PERIOD)
_REVIEWS: Select[Any] = (
    select(
        ReviewSession.state_before,
        ReviewSession.quality,
        ReviewSession.scheduler,
        ReviewSession.reviewed_at,
        Student.timezone,
    )
    .join(Student, Student.id == ReviewSession.student_id)
    .where(*_IN_PERIOD, ReviewSession.id % bindparam("every") == 0)
    .order_by(ReviewSession.reviewed_at, ReviewSession.id)
)


def card_forecasts(
    db: Session,
    actor: Actor,
    period: Period,
    *,
    day_starts_at: int = 4,
    most: int = MOST_REVIEWS,
) -> tuple[Forecast, ...]:
    """Return what was forecast of the reviews of a period, and what came.

    Reviews a day or more after the card's last answer; whoever withdrew from research is left
    out. Where there are more than `most`, every second, third, ... row is looked at.

    Args:
        db: An open block.
        actor: Who asks.
        period: Which part of the log.
        day_starts_at: Wall-clock hour at which a learner's day begins.
        most: How many rows are looked at.

    Raises:
        NotAllowedError: The actor is no researcher.
    """
    require_role(actor, "analytics.card_forecasts.card_forecasts", "researcher", "admin")
    there = int(db.scalar(_COUNT, period.keys()) or 0)
    every = max(1, -(-there // most))
    found = (
        forecast_from(
            row.state_before,
            quality=row.quality,
            scheduler=row.scheduler,
            at=row.reviewed_at,
            zone=zone_named(row.timezone),
            starts_at=day_starts_at,
        )
        for row in db.execute(_REVIEWS, period.keys() | {"every": every})
    )
    return tuple(one for one in found if one is not None)
