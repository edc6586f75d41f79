"""Reads a learner's cards as notes that other programs take."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import Content, FlashCard, ReviewSession, table_of
from tutor_core.review.carrying.rows import carried_card
from tutor_core.review.decks.values import CarriedNote
from tutor_core.review.faces.queries import figure_in_words

_cards, _reviews, _content = table_of(FlashCard), table_of(ReviewSession), table_of(Content)
_OWN = (
    select(_cards, _content.c.figure)
    .join(_content, _content.c.id == _cards.c.content_id)
    .where(_cards.c.student_id == bindparam("student_id"), _cards.c.deleted_at.is_(None))
    .order_by(_cards.c.content_id, _cards.c.id)
)
_ANSWERS = (
    select(_reviews)
    .where(_reviews.c.student_id == bindparam("student_id"), _reviews.c.undone_at.is_(None))
    .order_by(_reviews.c.reviewed_at, _reviews.c.id)
)


def deck_of(db: Session, actor: Actor) -> list[CarriedNote]:
    """Return all the actor's cards as notes, siblings together, with their answers.

    A note keeps the key with which it came; others have one made of what they were made from. A
    figure goes along in words.
    """
    own = {"student_id": actor.id}
    answers: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.execute(_ANSWERS, own):
        answers[row.flashcard_id].append(row)
    notes: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in db.execute(_OWN, own):
        notes[row.key or f"tutor-{actor.id}-{row.content_id}"].append(row)
    return [
        CarriedNote(
            key=key,
            tags=(),
            cards=tuple(
                carried_card(row, answers[row.id], figure=figure_in_words(db, row)) for row in rows
            ),
        )
        for key, rows in notes.items()
    ]
