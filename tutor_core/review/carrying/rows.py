"""Carried cards as rows, and rows as carried cards; their history goes along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tutor_core.calendar import learner_day, start_of_day
from tutor_core.review.decks.values import CarriedCard, CarriedReview
from tutor_core.review.memory import Memory, Recalled, carried_over, remembered_after
from tutor_core.review.sm2 import HUNDREDTHS

NOON = dt.timedelta(hours=8)  # after the day has begun


def card_columns(
    card: CarriedCard, zone: ZoneInfo, *, today: dt.date, day_starts_at: int
) -> dict[str, Any]:
    """Return the columns of a card that was brought along, all but whose it is.

    Its memory is worked out from its answers, or begins with its interval where it has none.

    Args:
        card: The card.
        zone: Where its learner lives.
        today: The learner's day.
        day_starts_at: Wall-clock hour at which their day begins.
    """
    counted = [one for one in card.reviews if not one.is_cram]
    days = [learner_day(one.at, zone, starts_at=day_starts_at) for one in counted]
    last_at = counted[-1].at if counted else _last_at(card, zone, day_starts_at)
    memory = _memory(card, counted, days, last_at, zone, day_starts_at)
    return {
        "front_text": card.front,
        "back_text": card.back,
        "gap": card.gap,
        "easiness_factor": card.easiness_hundredths / HUNDREDTHS,
        "interval": max(1, card.interval_days),
        "repetitions": card.repetitions,
        "next_review_date": card.due_on or today,
        "last_reviewed": last_at,
        "times_reviewed": len(counted) or int(card.due_on is not None),
        "average_rating": sum(one.quality for one in counted) / len(counted) if counted else 0.0,
        "lapses": card.lapses,
        "suspended": card.is_suspended,
        "flag": card.flag,
        "origin": "imported",
        "introduced_on": days[0] if days else None,
        "stability": memory.stability if memory else None,
        "memory_difficulty": memory.difficulty if memory else None,
    }


def review_columns(
    card: CarriedCard, zone: ZoneInfo, *, day_starts_at: int
) -> Iterator[dict[str, Any]]:
    """Give the columns of a card's answers, all but whose they are and to which card."""
    before: dt.date | None = None
    counted = 0
    for one in card.reviews:
        day = learner_day(one.at, zone, starts_at=day_starts_at)
        is_again = before == day
        yield {
            "quality": one.quality,
            "time_spent_seconds": one.seconds,
            "reviewed_at": one.at,
            "kind": "cram" if one.is_cram else "drill" if is_again else "review",
            "scheduler": None,
            "state_before": {
                "times_reviewed": counted,
                "interval": (day - before).days if before else 1,
            },
        }
        if not one.is_cram:
            before, counted = day, counted + 1


def carried_card(row: Any, reviews: Sequence[Any], *, figure: str = "") -> CarriedCard:  # noqa: ANN401 - rows
    """Return the card of a row with its answers, the earliest first.

    Args:
        row: Of the card.
        reviews: Rows of its answers.
        figure: What its figure shows, in words; empty without one.
    """
    is_new = not row.times_reviewed
    return CarriedCard(
        front=f"{row.front_text}\n\n[Figure: {figure}]" if figure else row.front_text,
        back=row.back_text,
        gap=row.gap,
        easiness_hundredths=max(130, round((row.easiness_factor or 2.5) * HUNDREDTHS)),
        interval_days=0 if is_new else row.interval or 1,
        repetitions=row.repetitions or 0,
        lapses=row.lapses,
        due_on=None if is_new else row.next_review_date,
        is_suspended=row.suspended,
        flag=row.flag,
        reviews=tuple(
            CarriedReview(
                at=one.reviewed_at,
                quality=one.quality,
                seconds=one.time_spent_seconds or 0,
                is_cram=one.kind == "cram",
            )
            for one in reviews
        ),
    )


def _last_at(card: CarriedCard, zone: ZoneInfo, day_starts_at: int) -> dt.datetime | None:
    if card.due_on is None:
        return None
    day = card.due_on - dt.timedelta(days=max(1, card.interval_days))
    return start_of_day(day, zone, starts_at=day_starts_at) + NOON


def _memory(
    card: CarriedCard,
    counted: Sequence[CarriedReview],
    days: Sequence[dt.date],
    last_at: dt.datetime | None,
    zone: ZoneInfo,
    day_starts_at: int,
) -> Memory | None:
    if counted:
        pairs = zip(days, counted, strict=True)
        return remembered_after(Recalled(day, one.quality) for day, one in pairs)
    if last_at is None:
        return None
    last_on = learner_day(last_at, zone, starts_at=day_starts_at)
    return carried_over(max(1, card.interval_days), last_on)
