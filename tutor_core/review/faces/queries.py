"""Reads a card as it is asked, with the item it was made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tutor_core.content.queries import item_at
from tutor_core.content.variants import ItemText
from tutor_core.review.desk.views import CardFace


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


def figure_in_words(db: Session, row: Row[Any]) -> str:
    """Return what the figure of a card shows, for whoever cannot see it; empty without one.

    Args:
        db: An open block.
        row: Of the card, with the `figure` of its content.
    """
    if row.figure is None:
        return ""
    item = _item_of(db, row)
    figure = item.figure if item else row.figure
    return str(figure["alt"]) if figure else ""


def _item_of(db: Session, row: Row[Any]) -> ItemText | None:
    """Return the item a card was made of, as its learner saw it; None for a card of their own."""
    if row.content_version is None:
        return None
    return item_at(db, row.content_id, row.content_version).variant(row.variant_seed)
