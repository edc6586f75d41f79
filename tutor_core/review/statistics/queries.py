"""Reads what a learner's cards and reviews come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, and_, bindparam, case, extract, func, select, type_coerce
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day, start_of_day
from tutor_core.models import FlashCard, ReviewSession, table_of
from tutor_core.review.sm2 import HUNDREDTHS
from tutor_core.review.statistics.counting import (
    EASINESS_STEPS,
    INTERVAL_STEPS,
    MATURE_DAYS,
    YEAR_DAYS,
    Answers,
    DueCards,
    bins_of,
    buttons_of,
    forecast_of,
    retention_of,
    tally_of,
    year_of,
)
from tutor_core.review.statistics.views import CardStatistics

QUARTER_SECONDS = 900

_cards, _reviews = table_of(FlashCard), table_of(ReviewSession)
_before = type_coerce(_reviews.c.state_before, JSON)
_TIMES, _INTERVAL = _before["times_reviewed"].as_integer(), _before["interval"].as_integer()
_EPOCH = extract("epoch", _reviews.c.reviewed_at)
_OWN_REVIEWS = and_(
    _reviews.c.student_id == bindparam("student_id"), _reviews.c.undone_at.is_(None)
)
_ANSWERS = (
    select(
        (_EPOCH - _EPOCH % QUARTER_SECONDS).label("quarter"),
        case(
            (_TIMES == 0, "new"), (_INTERVAL >= MATURE_DAYS, "mature"), (_TIMES > 0, "young")
        ).label("stage"),
        (_reviews.c.kind == "review").label("is_review"),
        _reviews.c.quality,
        func.count(),
        func.coalesce(func.sum(_reviews.c.time_spent_seconds), 0),
    )
    .where(_OWN_REVIEWS)
    .group_by("quarter", "stage", "is_review", _reviews.c.quality)
)
_FROM = _reviews.c.reviewed_at >= bindparam("since", type_=_reviews.c.reviewed_at.type)
_ANY = select(_reviews.c.id).where(_OWN_REVIEWS).limit(1)
_OWN_CARDS = _cards.c.student_id == bindparam("student_id")
_IS_NEW = func.coalesce(_cards.c.times_reviewed, 0) == 0
_IS_ASKED = and_(_cards.c.deleted_at.is_(None), _cards.c.suspended.is_(False))
_APART = (
    select(
        case(
            (_cards.c.deleted_at.is_not(None), "deleted"),
            (_cards.c.suspended.is_(True), "suspended"),
            else_="new",
        ).label("state"),
        func.count(),
    )
    .where(_OWN_CARDS, ~and_(_IS_ASKED, ~_IS_NEW))
    .group_by("state")
)
_DUE = (
    select(
        _cards.c.next_review_date,
        _cards.c.buried_until,
        _cards.c.interval,
        _cards.c.easiness_factor,
        func.count(),
    )
    .where(_OWN_CARDS, _IS_ASKED, ~_IS_NEW)
    .group_by(
        _cards.c.next_review_date,
        _cards.c.buried_until,
        _cards.c.interval,
        _cards.c.easiness_factor,
    )
)


def statistics_of(
    db: Session,
    actor: Actor,
    zone: ZoneInfo,
    *,
    since: dt.date | None,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> CardStatistics:
    """Return all figures of the actor's cards.

    Args:
        db: An open block.
        actor: The learner.
        zone: Where they live.
        since: First of their days within the range of ratings, hours and the last retention; None
            for all.
        now: The moment.
        day_starts_at: Wall-clock hour at which their day begins.
    """
    today = learner_day(now, zone, starts_at=day_starts_at)
    asked: dict[str, Any] = {"student_id": actor.id}
    reach = None if since is None else min(since, today - dt.timedelta(days=YEAR_DAYS - 1))
    answers = _answers(db, asked, _moment(reach, zone, day_starts_at))
    tally = tally_of(answers, zone, since=since, day_starts_at=day_starts_at)
    due = [
        DueCards(day, buried, interval or 1, round((easiness or 0) * HUNDREDTHS), count)
        for day, buried, interval, easiness, count in db.execute(_DUE, asked)
    ]
    apart = {state: count for state, count in db.execute(_APART, asked)}  # noqa: C416 - rows
    return CardStatistics(
        today=tally.done_on(today),
        forecast=forecast_of(
            due,
            today,
            new=apart.get("new", 0),
            suspended=apart.get("suspended", 0),
            deleted=apart.get("deleted", 0),
        ),
        year=year_of(tally, today),
        retention=retention_of(tally, today, since),
        hours=tally.hours(),
        buttons=buttons_of(tally.ratings),
        intervals=bins_of(((one.interval_days, one.cards) for one in due), INTERVAL_STEPS),
        easiness=bins_of(((one.hundredths, one.cards) for one in due), EASINESS_STEPS),
        unplaced=tally.unplaced,
        has_reviews=db.scalar(_ANY, asked) is not None,
    )


def _moment(day: dt.date | None, zone: ZoneInfo, day_starts_at: int) -> dt.datetime | None:
    return None if day is None else start_of_day(day, zone, starts_at=day_starts_at)


def _answers(db: Session, asked: dict[str, Any], since: dt.datetime | None) -> Iterator[Answers]:
    found = _ANSWERS if since is None else _ANSWERS.where(_FROM)
    for quarter, *rest in db.execute(found, asked | {"since": since}).all():
        yield Answers(dt.datetime.fromtimestamp(int(quarter), dt.UTC), *rest)
