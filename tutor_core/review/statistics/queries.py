"""Reads what a learner's cards and reviews come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    ColumnElement,
    CompoundSelect,
    and_,
    bindparam,
    case,
    extract,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day, offsets_between, start_of_day
from tutor_core.models import FlashCard, ReviewSession, table_of
from tutor_core.review.sm2 import HUNDREDTHS
from tutor_core.review.statistics.counting import (
    EASINESS_STEPS,
    INTERVAL_STEPS,
    MATURE_DAYS,
    RECALLED,
    YEAR_DAYS,
    Answers,
    DueCards,
    Rated,
    Tally,
    bins_of,
    buttons_of,
    forecast_of,
    retention_of,
    year_of,
)
from tutor_core.review.statistics.views import CardStatistics

SECONDS_AN_HOUR, SECONDS_A_DAY = 3600, 86_400
_FIRST_DAY = dt.date(1970, 1, 1)

_cards, _reviews = table_of(FlashCard), table_of(ReviewSession)
_before = type_coerce(_reviews.c.state_before, JSON)
_TIMES, _INTERVAL = _before["times_reviewed"].as_integer(), _before["interval"].as_integer()
_EPOCH = extract("epoch", _reviews.c.reviewed_at)
_OWN_REVIEWS = and_(
    _reviews.c.student_id == bindparam("student_id"), _reviews.c.undone_at.is_(None)
)
_STAGE = case(
    (_TIMES == 0, "new"), (_INTERVAL >= MATURE_DAYS, "mature"), (_TIMES > 0, "young")
).label("stage")
_SINCE = bindparam("since", type_=_reviews.c.reviewed_at.type)
_FROM_REACH = _reviews.c.reviewed_at >= bindparam("reach", type_=_reviews.c.reviewed_at.type)
_FIRST = select(func.min(_reviews.c.reviewed_at)).where(_OWN_REVIEWS)
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
    first = db.scalar(_FIRST, asked)
    reach = None if since is None else min(since, today - dt.timedelta(days=YEAR_DAYS - 1))
    bounds = {
        "since": _moment(since, zone, day_starts_at),
        "reach": _moment(reach, zone, day_starts_at),
    }
    counted = _counted(_wall(zone, first or now, now), day_starts_at, is_bounded=since is not None)
    tally = _tally(db.execute(counted, asked | bounds))
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
        has_reviews=first is not None,
    )


def _moment(day: dt.date | None, zone: ZoneInfo, day_starts_at: int) -> dt.datetime | None:
    return None if day is None else start_of_day(day, zone, starts_at=day_starts_at)


def _wall(zone: ZoneInfo, first: dt.datetime, last: dt.datetime) -> ColumnElement[Any]:
    """Return what a learner's clock showed at an answer, in seconds since 1970."""
    *later, (_, ahead) = offsets_between(zone, first, last)
    if not later:
        return _EPOCH + ahead
    changes = [(_reviews.c.reviewed_at >= begun, seconds) for begun, seconds in later]
    return _EPOCH + case(*changes, else_=ahead)


def _tally(rows: Iterable[Sequence[Any]]) -> Tally:
    tally = Tally()
    for is_rated, begun, stage, is_review, quality, n, recalled, seconds in rows:
        if is_rated:
            hour = int(begun) // SECONDS_AN_HOUR
            tally.add_rated(Rated(hour, stage, bool(is_review), quality, n))
        else:
            day = _FIRST_DAY + dt.timedelta(seconds=int(begun))
            tally.add(Answers(day, stage, bool(is_review), n, recalled, seconds))
    return tally


def _counted(
    wall: ColumnElement[Any], day_starts_at: int, *, is_bounded: bool
) -> CompoundSelect[Any]:
    """Return the statement that counts alike answers, by day and then by hour and rating.

    It looks at each answer once: what both count is worked out for both.

    Args:
        wall: What the learner's clock showed, in seconds.
        day_starts_at: Wall-clock hour at which their day begins.
        is_bounded: Whether answers from `reach` on are counted by day, those from `since` on by
            hour and rating; otherwise all.
    """
    of_each = select(
        wall.label("wall"),
        _STAGE,
        (_reviews.c.kind == "review").label("is_review"),
        _reviews.c.quality,
        _reviews.c.time_spent_seconds.label("seconds"),
        _reviews.c.reviewed_at,
    ).where(_OWN_REVIEWS)
    one = (of_each.where(_FROM_REACH) if is_bounded else of_each).cte("answers").c
    within = one.wall - day_starts_at * SECONDS_AN_HOUR
    day = within - within % SECONDS_A_DAY
    hour = one.wall % SECONDS_A_DAY - one.wall % SECONDS_AN_HOUR
    nothing = literal(0)
    by_day = select(
        literal(0).label("is_rated"),
        day.label("begun"),
        one.stage,
        one.is_review,
        nothing.label("quality"),
        func.count().label("n"),
        func.count().filter(one.quality >= RECALLED).label("recalled"),
        func.coalesce(func.sum(one.seconds), 0).label("seconds"),
    ).group_by(day, one.stage, one.is_review)
    by_hour = select(
        literal(1), hour, one.stage, one.is_review, one.quality, func.count(), nothing, nothing
    ).group_by(hour, one.stage, one.is_review, one.quality)
    if is_bounded:
        by_hour = by_hour.where(one.reviewed_at >= _SINCE)
    return union_all(by_day, by_hour)
