"""Takes decks of cards in, with their scheduling and history; each taking can be taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.calendar import learner_day
from tutor_core.errors import InvalidInputError
from tutor_core.models import (
    TOPICS,
    CardChange,
    Content,
    FlashCard,
    ReviewSession,
    table_of,
)
from tutor_core.review.carrying.rows import card_columns, review_columns
from tutor_core.review.decks.values import Advance, CarriedCard, CarriedNote
from tutor_core.review.making.service import MOST_CARDS

AT_ONCE = 500  # rows of a statement
Row = TypeVar("Row")

_cards, _content = table_of(FlashCard), table_of(Content)
_NOTES = insert(_content).returning(_content.c.id, sort_by_parameter_order=True)
_CARDS = insert(_cards).returning(_cards.c.id, sort_by_parameter_order=True)
_REVIEWS, _CHANGES = insert(table_of(ReviewSession)), insert(table_of(CardChange))
_KEYS = select(_cards.c.key).where(
    _cards.c.student_id == bindparam("student_id"),
    _cards.c.key.is_not(None),
    _cards.c.deleted_at.is_(None),
)
_HOW_MANY = select(func.count()).where(
    _cards.c.student_id == bindparam("student_id"), _cards.c.deleted_at.is_(None)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came of bringing a deck along.

    Attributes:
        cards: How many were added.
        known: How many notes were there already and stay as they are.
        batch: What takes it back; empty where nothing was added.
    """

    cards: int
    known: int
    batch: str


def bring_deck(
    db: Session,
    actor: Actor,
    notes: Sequence[CarriedNote],
    *,
    topic: str,
    now: dt.datetime,
    day_starts_at: int = 4,
    advance: Advance = lambda _done, _total: None,
) -> Brought:
    """Add the notes of a deck to the actor's cards, with their scheduling and answers.

    A note that the actor has already, by its key, stays as it is.

    Args:
        db: An open transaction.
        actor: The learner.
        notes: As they were read.
        topic: The subject that the cards belong to.
        now: The moment.
        day_starts_at: Wall-clock hour at which the learner's day begins.
        advance: Told how many cards are written and how many there are.

    Raises:
        InvalidInputError: There is no such subject, or there would be too many cards.
    """
    zone = lock_learner(db, actor)
    if topic not in TOPICS:
        raise InvalidInputError("topic", "Choose one of the subjects.")
    own = {"student_id": actor.id}
    there = set(db.scalars(_KEYS, own))
    fresh = [note for note in notes if note.key not in there]
    count = sum(len(note.cards) for note in fresh)
    has = db.scalar(_HOW_MANY, own) or 0
    if has + count > MOST_CARDS:
        raise InvalidInputError(
            "file",
            f"You have {has:,} cards and these are {count:,} more; {MOST_CARDS:,} fit. "
            "Bring a smaller deck, or delete some cards first.",
        )
    batch = uuid.uuid4().hex
    today = learner_day(now, zone, starts_at=day_starts_at)
    written = 0
    for part in _parts(fresh):
        content_ids = db.scalars(_NOTES, [_note(note, actor, topic) for note in part]).all()
        cards = list(_cards_of(part, content_ids))
        columns = [
            own
            | {"content_id": content_id, "key": key, "created_at": now}
            | card_columns(card, zone, today=today, day_starts_at=day_starts_at)
            for content_id, key, card in cards
        ]
        card_ids = db.scalars(_CARDS, columns).all()
        reviews = [
            own | {"flashcard_id": card_id} | review
            for card_id, (_, _, card) in zip(card_ids, cards, strict=True)
            for review in review_columns(card, zone, day_starts_at=day_starts_at)
        ]
        for some in _parts(reviews):
            db.execute(_REVIEWS, list(some))
        db.execute(_CHANGES, [own | _change(card_id, batch, now) for card_id in card_ids])
        written += len(cards)
        advance(written, count)
    return Brought(cards=count, known=len(notes) - len(fresh), batch=batch if count else "")


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _note(note: CarriedNote, actor: Actor, topic: str) -> dict[str, Any]:
    first = note.cards[0]
    return {
        "content_type": "flashcard",
        "topic": topic,
        "difficulty": 3,
        "question_text": first.front,
        "correct_answer": "",
        "explanation": first.back,
        "tags": [],
        "created_by": actor.id,
        "is_published": False,
    }


def _cards_of(
    notes: Sequence[CarriedNote], content_ids: Sequence[int]
) -> Iterator[tuple[int, str, CarriedCard]]:
    for note, content_id in zip(notes, content_ids, strict=True):
        for card in note.cards:
            yield content_id, note.key[:64], card


def _change(card_id: int, batch: str, now: dt.datetime) -> dict[str, Any]:
    """Return the note of a card's coming, taken back by what a deleted card has."""
    return {
        "flashcard_id": card_id,
        "kind": "imported",
        "batch": batch,
        "before": {"deleted_at": now.isoformat()},
        "after": {"deleted_at": None},
        "changed_at": now,
    }
