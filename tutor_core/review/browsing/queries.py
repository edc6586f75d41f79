"""Finds a learner's cards, and reads what happened to one."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day
from tutor_core.errors import NotFoundError
from tutor_core.models import CardChange, Content, FlashCard, ReviewSession, Skill, table_of
from tutor_core.review.browsing.views import (
    CardFilter,
    CardHistory,
    CardLine,
    CardList,
    CardState,
    PastChange,
    PastReview,
)
from tutor_core.review.changing.service import MOST_CHANGED

OFTEN = 4  # lapses from which a card counts as often forgotten

_cards, _reviews, _changes = table_of(FlashCard), table_of(ReviewSession), table_of(CardChange)
_content, _skills = table_of(Content), table_of(Skill)
_TODAY = bindparam("day", type_=_cards.c.next_review_date.type)
_LISTED: Select[Any] = (
    select(_cards, _skills.c.display_name.label("skill_name"))
    .join(_content, _content.c.id == _cards.c.content_id)
    .outerjoin(_skills, _skills.c.name == _content.c.subtopic)
    .where(_cards.c.student_id == bindparam("student_id"), _cards.c.deleted_at.is_(None))
)
_STATES: dict[CardState, ColumnElement[bool]] = {
    "new": and_(_cards.c.times_reviewed == 0, _cards.c.suspended.is_(False)),
    "waiting": and_(_cards.c.next_review_date <= _TODAY, _cards.c.suspended.is_(False)),
    "suspended": _cards.c.suspended.is_(True),
    "flagged": _cards.c.flag > 0,
    "forgotten": _cards.c.lapses >= OFTEN,
}
_REVIEWS = (
    select(_reviews)
    .where(_reviews.c.flashcard_id == bindparam("card_id"))
    .order_by(_reviews.c.reviewed_at.desc(), _reviews.c.id.desc())
)
_CHANGES = (
    select(_changes)
    .where(_changes.c.flashcard_id == bindparam("card_id"))
    .order_by(_changes.c.changed_at.desc(), _changes.c.id.desc())
)


def find_cards(
    db: Session, actor: Actor, wanted: CardFilter, *, on: dt.date, limit: int, offset: int = 0
) -> CardList:
    """Return some of the actor's cards that fit, those due first, and how many there are.

    Args:
        db: An open block.
        actor: The learner.
        wanted: Which ones.
        on: The learner's day.
        limit: How many of them.
        offset: How many to leave out at the beginning.
    """
    found = matching(wanted)
    asked = {"student_id": actor.id, "day": on}
    total = db.scalar(select(func.count()).select_from(found.subquery()), asked) or 0
    ordered = found.order_by(_cards.c.next_review_date, _cards.c.id).limit(limit).offset(offset)
    return CardList(cards=tuple(_line(row) for row in db.execute(ordered, asked)), total=total)


def ids_of_cards(db: Session, actor: Actor, wanted: CardFilter, *, on: dt.date) -> list[int]:
    """Return the numbers of all the actor's cards that fit, `MOST_CHANGED` at most."""
    found = matching(wanted).with_only_columns(_cards.c.id).limit(MOST_CHANGED)
    asked = {"student_id": actor.id, "day": on}
    return list(db.scalars(found.order_by(_cards.c.next_review_date, _cards.c.id), asked))


def history_of_card(
    db: Session, actor: Actor, card_id: int, zone: ZoneInfo, *, day_starts_at: int = 4
) -> CardHistory:
    """Return a card of the actor with all that happened to it.

    Raises:
        NotFoundError: It is not theirs, or was deleted.
    """
    asked = {"student_id": actor.id, "card_id": card_id}
    row = db.execute(_LISTED.where(_cards.c.id == bindparam("card_id")), asked).one_or_none()
    if row is None:
        raise NotFoundError("This card is no longer there.")
    last = row.last_reviewed if row.times_reviewed else None
    return CardHistory(
        card=_line(row),
        made_at=row.created_at,
        origin=row.origin,
        stability=row.stability,
        last_on=learner_day(last, zone, starts_at=day_starts_at) if last else None,
        reviews=tuple(
            PastReview(
                at=one.reviewed_at,
                quality=one.quality,
                seconds=one.time_spent_seconds or 0,
                kind=one.kind,
                scheduler=one.scheduler or "",
                is_undone=one.undone_at is not None,
            )
            for one in db.execute(_REVIEWS, asked)
        ),
        changes=tuple(
            PastChange(
                at=one.changed_at,
                kind=one.kind,
                before=one.before,
                after=one.after,
                is_undone=one.undone_at is not None,
            )
            for one in db.execute(_CHANGES, asked)
        ),
    )


def matching(wanted: CardFilter) -> Select[Any]:
    """Return the statement of the cards of `student_id` that fit on a `day`."""
    found = _LISTED
    for word in wanted.text.split():
        pattern = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = found.where(
            or_(
                _cards.c.front_text.ilike(f"%{pattern}%", escape="\\"),
                _cards.c.back_text.ilike(f"%{pattern}%", escape="\\"),
            )
        )
    if wanted.state != "all":
        found = found.where(_STATES[wanted.state])
    if wanted.topic is not None:
        found = found.where(_content.c.topic == wanted.topic)
    return found


def _line(row: Row[Any]) -> CardLine:
    is_new = not row.times_reviewed
    return CardLine(
        card_id=row.id,
        front=row.front_text,
        back=row.back_text,
        gap=row.gap,
        skill_name=row.skill_name or "",
        due_on=row.next_review_date,
        interval_days=None if is_new else row.interval,
        easiness=None if is_new else row.easiness_factor,
        lapses=row.lapses,
        is_suspended=row.suspended,
        flag=row.flag,
    )
