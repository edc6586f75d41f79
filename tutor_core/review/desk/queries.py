"""Reads the desk of a learner: the card to be asked, and what is left of their day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day, start_of_day
from tutor_core.models import Content, FlashCard, ReviewSession, table_of
from tutor_core.review.cards import standing_in
from tutor_core.review.desk.queue import (
    RECALL_ORDERS,
    Askable,
    DoneToday,
    Drilled,
    Fading,
    Queue,
    Waiting,
    by_chance,
    by_recall,
    queue_of,
)
from tutor_core.review.desk.views import CardFace, Counts, Desk, Rating
from tutor_core.review.exams.arranging import (
    NO_EXAM,
    Exam,
    exam_day,
)
from tutor_core.review.exams.queries import cards_of_exam, next_exam
from tutor_core.review.faces.queries import face_of
from tutor_core.review.foreseeing import USUAL_SECONDS
from tutor_core.review.preferences import MOST_DUE, Order
from tutor_core.review.queries import (
    ASKED,
    card_row,
    loads_between,
    rules_of,
    seconds_a_review,
)
from tutor_core.review.scheduling import QUALITIES, ReviewRules, days_reached, outcome_of

_cards, _reviews, _content = table_of(FlashCard), table_of(ReviewSession), table_of(Content)

_OWN = and_(_cards.c.student_id == bindparam("student_id"), _cards.c.deleted_at.is_(None))
_TODAY = bindparam("day", type_=_cards.c.next_review_date.type)
_WAITING = (_cards.c.id, _cards.c.content_id)
# Found in an index alone, which knows no number and no burial: SQLite would look at every due card.
_LONGEST_NEW = (
    select(_cards.c.id)
    .where(
        _OWN,
        _cards.c.suspended.is_(False),
        _cards.c.next_review_date <= _TODAY,
        _cards.c.times_reviewed == 0,
    )
    .order_by(_cards.c.next_review_date)
    .limit(bindparam("most"))
    .correlate(None)
    .scalar_subquery()
)
_NEW = select(*_WAITING).where(ASKED, _cards.c.id.in_(_LONGEST_NEW))


def _due(*columns: ColumnElement[Any]) -> Select[Any]:
    """Return the statement of the cards that are due, those due longest first."""
    return (
        select(*_WAITING, *columns)
        .where(
            ASKED,
            _cards.c.next_review_date <= _TODAY,
            _cards.c.times_reviewed > 0,
            or_(_cards.c.drill_on.is_(None), _cards.c.drill_on != _TODAY),
        )
        .order_by(_cards.c.next_review_date, _cards.c.id)
        .limit(bindparam("most"))
    )


_DUE = _due()
_WITH_INTERVAL = _due(func.coalesce(_cards.c.interval, 1).label("days")).subquery()
_SHORTEST_FIRST = select(_WITH_INTERVAL.c.id, _WITH_INTERVAL.c.content_id).order_by(
    _WITH_INTERVAL.c.days, _WITH_INTERVAL.c.id
)
_FADING = _due(_cards.c.stability, _cards.c.interval, _cards.c.last_reviewed)
_LATELY = (  # whoever has travelled has had more of the day than it counts now
    select(_reviews.c.flashcard_id)
    .where(
        _reviews.c.student_id == bindparam("student_id"),
        _reviews.c.reviewed_at >= bindparam("lately", type_=_reviews.c.reviewed_at.type),
    )
    .scalar_subquery()
)
_DRILL = select(*_WAITING, _cards.c.last_reviewed).where(
    ASKED, _cards.c.drill_on == _TODAY, _cards.c.id.in_(_LATELY)
)
_ANSWERED = (
    select(
        *_WAITING,
        (_cards.c.introduced_on == _TODAY).label("was_new"),
        (_reviews.c.kind == "review").label("is_review"),
        and_(_reviews.c.scheduler.is_not(None), _reviews.c.kind != "cram").label("is_undoable"),
    )
    .join(_reviews, _reviews.c.flashcard_id == _cards.c.id)
    .where(
        _reviews.c.student_id == bindparam("student_id"),
        _reviews.c.reviewed_at >= bindparam("since", type_=_reviews.c.reviewed_at.type),
        _reviews.c.undone_at.is_(None),
    )
)
_COUNT = select(
    func.count(),
    func.min(_cards.c.next_review_date),
    func.count().filter(_cards.c.times_reviewed > 0, _cards.c.next_review_date < _TODAY),
).where(_OWN, _cards.c.suspended.is_(False))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """A learner's day at a moment, what decides on it, and what statements of it are given."""

    actor: Actor
    zone: ZoneInfo
    starts_at: int
    now: dt.datetime
    on: dt.date
    exam: Exam | None
    asked: Mapping[str, Any]


def desk_of(
    db: Session,
    actor: Actor,
    zone: ZoneInfo,
    *,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> Desk:
    """Return what the page of cards shows the actor: what is left of today and the next card.

    Args:
        db: An open block.
        actor: The learner.
        zone: Where they live.
        now: The moment.
        day_starts_at: Wall-clock hour at which their day begins.
    """
    rules, _ = rules_of(db, actor, now=now)
    day = _day_of(db, actor, zone, now=now, day_starts_at=day_starts_at)
    answered = _answered(db, day)
    queue = _queue(db, day, answered, rules)
    cards, first_due, overdue = db.execute(_COUNT, day.asked).one()
    holiday = rules.wishes.holiday if rules.wishes.is_closed(day.on) else None
    return Desk(
        counts=Counts(new=queue.new, drill=queue.drill, due=queue.due),
        card=_face(db, day, queue.cards[0].card_id, rules) if queue.cards else None,
        buttons=rules.wishes.buttons,
        next_on=None if first_due is None else max(first_due, day.on + dt.timedelta(days=1)),
        held_back=queue.held_back,
        overdue=overdue,
        cards=cards,
        answered=sum(row.is_undoable for row in answered),
        holiday_until=holiday.ends if holiday else None,
        exam=day.exam,
    )


def cards_left(
    db: Session, actor: Actor, zone: ZoneInfo, *, now: dt.datetime, day_starts_at: int = 4
) -> int:
    """Return how many of the actor's cards are left to be asked today.

    Args:
        db: An open block.
        actor: The learner.
        zone: Where they live.
        now: The moment.
        day_starts_at: Wall-clock hour at which their day begins.
    """
    rules, _ = rules_of(db, actor, now=now)
    day = _day_of(db, actor, zone, now=now, day_starts_at=day_starts_at)
    return len(_queue(db, day, _answered(db, day), rules).cards)


def due_cards(db: Session, actor: Actor, *, on: dt.date) -> list[int]:
    """Return the numbers of the actor's cards that are due on a day, those due longest first."""
    asked = {"student_id": actor.id, "day": on, "most": MOST_DUE}
    return list(db.scalars(_DUE, asked))


def _day_of(
    db: Session, actor: Actor, zone: ZoneInfo, *, now: dt.datetime, day_starts_at: int
) -> _Day:
    on = learner_day(now, zone, starts_at=day_starts_at)
    since = start_of_day(on, zone, starts_at=day_starts_at)
    lately = since - dt.timedelta(days=1)
    return _Day(
        actor=actor,
        zone=zone,
        starts_at=day_starts_at,
        now=now,
        on=on,
        exam=next_exam(db, actor, on=on),
        asked={
            "student_id": actor.id, "day": on, "since": since, "lately": lately, "most": MOST_DUE,
        },
    )  # fmt: skip


def _answered(db: Session, day: _Day) -> Sequence[Row[Any]]:
    """Return a row of each answer of today that was not taken back."""
    return db.execute(_ANSWERED, day.asked).all()


def _queue(db: Session, day: _Day, answered: Iterable[Row[Any]], rules: ReviewRules) -> Queue:
    new = sorted(map(Waiting._make, db.execute(_NEW, day.asked)))
    due = _due_cards(db, day, rules.wishes.order)
    of_exam = NO_EXAM
    if day.exam is not None:
        cards = cards_of_exam(db, day.actor, day.exam, day.zone, on=day.on, starts_at=day.starts_at)
        seconds = seconds_a_review(db, day.actor) or USUAL_SECONDS
        of_exam = exam_day(cards, day.exam, on=day.on, seconds=seconds)
        numbers = {card.card_id for card in cards}
        new, due = ([card for card in some if card.card_id not in numbers] for some in (new, due))
    queue = queue_of(
        Askable(
            new=new,
            due=due,
            drill=[Drilled(Waiting(*card), at) for *card, at in db.execute(_DRILL, day.asked)],
            exam=of_exam.cards,
            new_of_exam=of_exam.new,
        ),
        _done(answered),
        limits=rules.wishes.limits(rules.policy),
        wishes=rules.wishes,
        on=day.on,
        now=day.now,
    )
    return replace(queue, held_back=queue.held_back + of_exam.held_back)


def _due_cards(db: Session, day: _Day, order: Order) -> list[Waiting]:
    """Return the cards that are due, in an order; an order by days is the database's work."""
    if order in RECALL_ORDERS:
        fading = []
        for card_id, content_id, stability, interval, last in db.execute(_FADING, day.asked):
            days = (day.on - learner_day(last, day.zone, starts_at=day.starts_at)).days
            known = stability or float(max(1, interval or 1))
            fading.append(Fading(Waiting(card_id, content_id), known, days))
        return by_recall(fading, order)
    statement = _SHORTEST_FIRST if order == "shortest_interval" else _DUE
    found = map(Waiting._make, db.execute(statement, day.asked))
    return by_chance(found, day.on) if order == "chance" else list(found)


def _done(answered: Iterable[Row[Any]]) -> DoneToday:
    found = {row.id: row for row in answered if row.is_review}
    new = sum(bool(row.was_new) for row in found.values())
    return DoneToday(
        new=new,
        due=len(found) - new,
        content_ids={card_id: row.content_id for card_id, row in found.items()},
    )


def _face(db: Session, day: _Day, card_id: int, rules: ReviewRules) -> CardFace:
    row = card_row(db, day.actor, card_id)
    before = standing_in(row, day.zone, constants=rules.sm2, starts_at=day.starts_at)
    first, last = days_reached(before, on=day.on, rules=rules)
    loads = loads_between(db, day.actor, card_id, first, last)

    def days_away(quality: int) -> int:
        outcome = outcome_of(card_id, before, quality, on=day.on, loads=loads, rules=rules)
        return outcome.days_away(day.on)

    return replace(
        face_of(db, row),
        is_drill=row.drill_on == day.on,
        ratings=tuple(
            Rating(quality, days_away(quality)) for quality in QUALITIES[rules.wishes.buttons]
        ),
    )
