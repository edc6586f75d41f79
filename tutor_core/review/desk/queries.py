"""Reads the desk of a learner: the card to be asked, and what is left of their day."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day, start_of_day
from tutor_core.content.queries import item_at
from tutor_core.content.variants import ItemText
from tutor_core.models import Content, FlashCard, ReviewSession, table_of
from tutor_core.review.cards import standing_in
from tutor_core.review.desk.queue import DoneToday, Queue, Waiting, queue_of
from tutor_core.review.desk.views import CardFace, Counts, Desk, Rating
from tutor_core.review.exams.arranging import Exam, ExamDay, ExamForecast, exam_day, forecast
from tutor_core.review.exams.queries import next_exam
from tutor_core.review.foreseeing import USUAL_SECONDS
from tutor_core.review.preferences import MOST_DUE
from tutor_core.review.queries import card_row, loads_between, rules_of, seconds_a_review
from tutor_core.review.scheduling import QUALITIES, ReviewRules, days_reached, outcome_of

_cards, _reviews, _content = table_of(FlashCard), table_of(ReviewSession), table_of(Content)

_OWN = and_(_cards.c.student_id == bindparam("student_id"), _cards.c.deleted_at.is_(None))
_TODAY = bindparam("day", type_=_cards.c.next_review_date.type)
_ASKED = and_(
    _OWN,
    _cards.c.suspended.is_(False),
    or_(_cards.c.buried_until.is_(None), _cards.c.buried_until <= _TODAY),
)
WAITING_COLUMNS = (
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


def _waiting(condition: Any) -> Select[Any]:  # noqa: ANN401 - of any clause
    return (
        select(*WAITING_COLUMNS)
        .where(_ASKED, condition)
        .order_by(_cards.c.next_review_date, _cards.c.id)
        .limit(bindparam("most"))
    )


_NEW = _waiting(and_(_cards.c.next_review_date <= _TODAY, _cards.c.times_reviewed == 0))
_DUE = _waiting(
    and_(
        _cards.c.next_review_date <= _TODAY,
        _cards.c.times_reviewed > 0,
        or_(_cards.c.drill_on.is_(None), _cards.c.drill_on != _TODAY),
    )
)
_DRILL = _waiting(_cards.c.drill_on == _TODAY)
_OF_EXAM: Select[Any] = (
    select(*WAITING_COLUMNS)
    .join(_content, _content.c.id == _cards.c.content_id)
    .where(
        _ASKED,
        _content.c.subtopic.in_(bindparam("skills", expanding=True)),
        or_(_cards.c.times_reviewed > 0, _cards.c.next_review_date <= _TODAY),
    )
    .order_by(_cards.c.next_review_date, _cards.c.id)
    .limit(bindparam("most"))
)
_DONE = (
    select(_cards.c.id, _cards.c.content_id, _cards.c.introduced_on)
    .join(_reviews, _reviews.c.flashcard_id == _cards.c.id)
    .where(
        _reviews.c.student_id == bindparam("student_id"),
        _reviews.c.reviewed_at >= bindparam("since", type_=_reviews.c.reviewed_at.type),
        _reviews.c.undone_at.is_(None),
        _reviews.c.kind == "review",
    )
)
_UNDOABLE = select(func.count()).where(
    _reviews.c.student_id == bindparam("student_id"),
    _reviews.c.reviewed_at >= bindparam("since", type_=_reviews.c.reviewed_at.type),
    _reviews.c.undone_at.is_(None),
    _reviews.c.scheduler.is_not(None),
    _reviews.c.kind != "cram",
)
_COUNT = select(
    func.count(),
    func.min(_cards.c.next_review_date),
    func.count().filter(_cards.c.times_reviewed > 0, _cards.c.next_review_date < _TODAY),
).where(_OWN, _cards.c.suspended.is_(False))


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
    asked = _asked(actor, zone, now=now, day_starts_at=day_starts_at)
    on: dt.date = asked["day"]
    exam = next_exam(db, actor, on=on)
    queue = _queue(db, actor, asked, rules, exam, zone, now=now, day_starts_at=day_starts_at)
    cards, first_due, overdue = db.execute(_COUNT, asked).one()
    holiday = rules.wishes.holiday if rules.wishes.is_closed(on) else None
    return Desk(
        counts=Counts(new=queue.new, drill=queue.drill, due=queue.due),
        card=(
            _face(db, actor, queue.cards[0], rules, zone, on=on, day_starts_at=day_starts_at)
            if queue.cards
            else None
        ),
        buttons=rules.wishes.buttons,
        next_on=None if first_due is None else max(first_due, on + dt.timedelta(days=1)),
        held_back=queue.held_back,
        overdue=overdue,
        cards=cards,
        answered=db.scalar(_UNDOABLE, asked) or 0,
        holiday_until=holiday.ends if holiday else None,
        exam=exam,
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
    asked = _asked(actor, zone, now=now, day_starts_at=day_starts_at)
    exam = next_exam(db, actor, on=asked["day"])
    queue = _queue(db, actor, asked, rules, exam, zone, now=now, day_starts_at=day_starts_at)
    return len(queue.cards)


def exam_forecast(
    db: Session,
    actor: Actor,
    zone: ZoneInfo,
    *,
    now: dt.datetime,
    rng: random.Random,
    day_starts_at: int = 4,
) -> ExamForecast | None:
    """Return what the actor's cards promise for their next exam; None without exam or cards.

    Args:
        db: An open block.
        actor: The learner.
        zone: Where they live.
        now: The moment.
        rng: Source of chance.
        day_starts_at: Wall-clock hour at which their day begins.
    """
    asked = _asked(actor, zone, now=now, day_starts_at=day_starts_at)
    exam = next_exam(db, actor, on=asked["day"])
    cards = [] if exam is None else _cards_of(db, asked, exam, zone, day_starts_at)
    if exam is None or not cards:
        return None
    seconds = seconds_a_review(db, actor) or USUAL_SECONDS
    return forecast(cards, exam, on=asked["day"], seconds=seconds, rng=rng)


def due_cards(db: Session, actor: Actor, *, on: dt.date) -> list[int]:
    """Return the numbers of the actor's cards that are due on a day, those due longest first."""
    asked = {"student_id": actor.id, "day": on, "most": MOST_DUE}
    return [row.id for row in db.execute(_DUE, asked)]


def _asked(actor: Actor, zone: ZoneInfo, *, now: dt.datetime, day_starts_at: int) -> dict[str, Any]:
    """Return what the statements of a day are given."""
    on = learner_day(now, zone, starts_at=day_starts_at)
    since = start_of_day(on, zone, starts_at=day_starts_at)
    return {"student_id": actor.id, "day": on, "since": since}


def _queue(
    db: Session,
    actor: Actor,
    asked: dict[str, Any],
    rules: ReviewRules,
    exam: Exam | None,
    zone: ZoneInfo,
    *,
    now: dt.datetime,
    day_starts_at: int,
) -> Queue:
    on: dt.date = asked["day"]
    most = asked | {"most": MOST_DUE}
    rows = [*db.execute(_NEW, most), *db.execute(_DUE, most), *db.execute(_DRILL, most)]
    waiting = [as_waiting(row, on, zone, day_starts_at) for row in rows]
    of_exam: ExamDay | None = None
    if exam is not None:
        cards = _cards_of(db, asked, exam, zone, day_starts_at)
        numbers = {card.card_id for card in cards}
        waiting = [card for card in waiting if card.is_drill or card.card_id not in numbers]
        seconds = seconds_a_review(db, actor) or USUAL_SECONDS
        of_exam = exam_day(cards, exam, on=on, seconds=seconds)
    queue = queue_of(
        waiting,
        _done(db.execute(_DONE, asked), on),
        limits=rules.wishes.limits(rules.policy),
        wishes=rules.wishes,
        on=on,
        now=now,
        exam=of_exam.cards if of_exam else (),
    )
    return replace(queue, held_back=queue.held_back + of_exam.held_back) if of_exam else queue


def _cards_of(
    db: Session, asked: dict[str, Any], exam: Exam, zone: ZoneInfo, day_starts_at: int
) -> list[Waiting]:
    """Return all cards of an exam that may be asked, due or not."""
    which = asked | {"skills": exam.skills, "most": MOST_DUE}
    return [
        as_waiting(row, asked["day"], zone, day_starts_at) for row in db.execute(_OF_EXAM, which)
    ]


def as_waiting(row: Row[Any], on: dt.date, zone: ZoneInfo, day_starts_at: int) -> Waiting:
    """Return a row of `WAITING_COLUMNS` as a card that waits on the learner's day `on`."""
    last = row.last_reviewed if row.times_reviewed else None
    return Waiting(
        card_id=row.id,
        content_id=row.content_id,
        due_on=row.next_review_date,
        interval_days=row.interval or 1,
        stability=row.stability,
        difficulty=row.memory_difficulty,
        last_on=learner_day(last, zone, starts_at=day_starts_at) if last else None,
        answered_at=last,
        is_drill=row.drill_on == on,
    )


def _done(rows: Iterable[Row[Any]], on: dt.date) -> DoneToday:
    found = {row.id: row for row in rows}
    new = sum(row.introduced_on == on for row in found.values())
    return DoneToday(
        new=new,
        due=len(found) - new,
        content_ids={card_id: row.content_id for card_id, row in found.items()},
    )


def _face(
    db: Session,
    actor: Actor,
    card: Waiting,
    rules: ReviewRules,
    zone: ZoneInfo,
    *,
    on: dt.date,
    day_starts_at: int,
) -> CardFace:
    row = card_row(db, actor, card.card_id)
    before = standing_in(row, zone, constants=rules.sm2, starts_at=day_starts_at)
    first, last = days_reached(before, on=on, rules=rules)
    loads = loads_between(db, actor, card.card_id, first, last)
    face = face_of(db, row)
    return replace(
        face,
        is_drill=card.is_drill,
        ratings=tuple(
            Rating(
                quality,
                outcome_of(row.id, before, quality, on=on, loads=loads, rules=rules).days_away(on),
            )
            for quality in QUALITIES[rules.wishes.buttons]
        ),
    )


def face_of(db: Session, row: Row[Any]) -> CardFace:
    """Return a row of `card_row` as the card that is asked, without ratings."""
    item = _item_of(db, row)
    return CardFace(
        card_id=row.id,
        revision=row.times_reviewed or 0,
        front=row.front_text,
        back=row.back_text,
        gap=row.gap,
        skill_name=row.skill_name or "",
        flag=row.flag,
        is_new=not row.times_reviewed,
        is_drill=False,
        ratings=(),
        content_id=row.content_id,
        figure=item.figure if item else row.figure,
        answer_spec=item.answer_spec if item and not item.steps else None,
    )


def _item_of(db: Session, row: Row[Any]) -> ItemText | None:
    """Return the item a card was made of, as its learner saw it; None for a card of their own."""
    if row.content_version is None:
        return None
    return item_at(db, row.content_id, row.content_version).variant(row.variant_seed)
