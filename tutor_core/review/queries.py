"""Reads a learner's cards, how they stand, and what decides for them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day
from tutor_core.errors import NotFoundError
from tutor_core.models import (
    Content,
    FlashCard,
    ReviewPreferences,
    ReviewSession,
    Skill,
    table_of,
)
from tutor_core.review.cards import standing_in
from tutor_core.review.memories import Remembered
from tutor_core.review.preferences import ReviewWishes, wishes_from
from tutor_core.review.scheduling import ReviewRules, Standing, rules_under
from tutor_core.tuning.queries import in_force

LAST_REVIEWS = 500  # from which the time of a review is told

_cards, _reviews = table_of(FlashCard), table_of(ReviewSession)
_content, _skills = table_of(Content), table_of(Skill)
_preferences = table_of(ReviewPreferences)

_OWN = and_(_cards.c.student_id == bindparam("student_id"), _cards.c.deleted_at.is_(None))
_TODAY = bindparam("day", type_=_cards.c.next_review_date.type)
# The cards of `student_id` that may be asked on a `day`.
ASKED = and_(
    _OWN,
    _cards.c.suspended.is_(False),
    or_(_cards.c.buried_until.is_(None), _cards.c.buried_until <= _TODAY),
)
_CARD = (
    select(_cards, _content.c.figure, _skills.c.display_name.label("skill_name"))
    .join(_content, _content.c.id == _cards.c.content_id)
    .outerjoin(_skills, _skills.c.name == _content.c.subtopic)
    .where(_OWN, _cards.c.id == bindparam("card_id"))
)
_LOADS = (
    select(_cards.c.next_review_date, func.count())
    .where(
        _OWN,
        _cards.c.suspended.is_(False),
        _cards.c.id != bindparam("card_id"),
        _cards.c.next_review_date.between(
            bindparam("first", type_=_cards.c.next_review_date.type),
            bindparam("last", type_=_cards.c.next_review_date.type),
        ),
    )
    .group_by(_cards.c.next_review_date)
)
_ANSWERED = select(_cards).where(_OWN, _cards.c.suspended.is_(False), _cards.c.times_reviewed > 0)
_LAST_SECONDS = (
    select(_reviews.c.time_spent_seconds)
    .where(
        _reviews.c.student_id == bindparam("student_id"),
        _reviews.c.undone_at.is_(None),
        _reviews.c.time_spent_seconds.is_not(None),
    )
    .order_by(_reviews.c.reviewed_at.desc())
    .limit(LAST_REVIEWS)
    .subquery()
)
_SECONDS = select(func.avg(_LAST_SECONDS.c.time_spent_seconds))
_DUE_BY_DAY = (
    select(_cards.c.next_review_date, func.count())
    .where(_OWN, _cards.c.suspended.is_(False), _cards.c.times_reviewed > 0)
    .group_by(_cards.c.next_review_date)
)
_WISHES = select(_preferences.c.preferences).where(
    _preferences.c.student_id == bindparam("student_id")
)


REMEMBERED = (
    _cards.c.id,
    _cards.c.content_id,
    _cards.c.next_review_date,
    _cards.c.interval,
    _cards.c.stability,
    _cards.c.memory_difficulty,
    _cards.c.last_reviewed,
    _cards.c.times_reviewed,
    _cards.c.drill_on,
)


def remembered_in(row: Row[Any], zone: ZoneInfo, *, starts_at: int) -> Remembered:
    """Return a row of the columns `REMEMBERED` as a card with what is left of it."""
    last = row.last_reviewed if row.times_reviewed else None
    return Remembered(
        card_id=row.id,
        content_id=row.content_id,
        due_on=row.next_review_date,
        interval_days=row.interval or 1,
        stability=row.stability,
        difficulty=row.memory_difficulty,
        last_on=learner_day(last, zone, starts_at=starts_at) if last else None,
        drill_on=row.drill_on,
    )


def wishes_of(db: Session, actor: Actor) -> ReviewWishes:
    """Return how the actor wants to review."""
    return wishes_from(db.scalar(_WISHES, {"student_id": actor.id}))


def rules_of(db: Session, actor: Actor, *, now: dt.datetime) -> tuple[ReviewRules, int | None]:
    """Return what decides for the actor now, and the version of what plans their reviews."""
    return rules_under(in_force(db, actor, now=now), wishes_of(db, actor))


def card_row(db: Session, actor: Actor, card_id: int) -> Row[Any]:
    """Return the row of a card of the actor.

    Raises:
        NotFoundError: There is none of that number, or it was deleted.
    """
    row = db.execute(_CARD, {"student_id": actor.id, "card_id": card_id}).one_or_none()
    if row is None:
        raise NotFoundError("This card is no longer there.")
    return row


def loads_between(
    db: Session, actor: Actor, card_id: int, first: dt.date, last: dt.date
) -> dict[dt.date, int]:
    """Return how many of the actor's other cards are due on each day of a span."""
    asked = {"student_id": actor.id, "card_id": card_id, "first": first, "last": last}
    return {day: count for day, count in db.execute(_LOADS, asked)}  # noqa: C416 - rows, no pairs


def due_by_day(db: Session, actor: Actor) -> dict[dt.date, int]:
    """Return how many of the actor's cards come back on each day; new ones are left out."""
    found = db.execute(_DUE_BY_DAY, {"student_id": actor.id})
    return {day: count for day, count in found}  # noqa: C416 - rows, no pairs


def standings_of(
    db: Session, actor: Actor, zone: ZoneInfo, *, now: dt.datetime, day_starts_at: int = 4
) -> list[Standing]:
    """Return where the actor's cards stand that were answered and are not suspended."""
    rules, _ = rules_of(db, actor, now=now)
    return [
        standing_in(row, zone, constants=rules.sm2, starts_at=day_starts_at)
        for row in db.execute(_ANSWERED, {"student_id": actor.id})
    ]


def seconds_a_review(db: Session, actor: Actor) -> float | None:
    """Return how long the actor's last answers to cards took on the mean; None without any."""
    mean = db.scalar(_SECONDS, {"student_id": actor.id})
    return None if mean is None else float(mean)
