"""Reads the pile of cards that a learner crams."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day, start_of_day
from tutor_core.models import FlashCard, ReviewSession, table_of
from tutor_core.review.browsing.queries import matching
from tutor_core.review.browsing.views import CardFilter
from tutor_core.review.cramming.pile import Crammed, pile_of
from tutor_core.review.cramming.views import CramDesk, Turn
from tutor_core.review.faces.queries import face_of
from tutor_core.review.memories import memories_of
from tutor_core.review.preferences import MOST_DUE
from tutor_core.review.queries import REMEMBERED, card_row, remembered_in

MOST_CRAMMED = 200  # cards of a pile: those most in danger of being forgotten

_cards, _reviews = table_of(FlashCard), table_of(ReviewSession)
_CRAMMED = (
    select(_reviews.c.flashcard_id, _reviews.c.quality)
    .where(
        _reviews.c.student_id == bindparam("student_id"),
        _reviews.c.reviewed_at >= bindparam("since", type_=_reviews.c.reviewed_at.type),
        _reviews.c.kind == "cram",
        _reviews.c.undone_at.is_(None),
    )
    .order_by(_reviews.c.reviewed_at, _reviews.c.id)
)


def cram_of(
    db: Session,
    actor: Actor,
    wanted: CardFilter,
    zone: ZoneInfo,
    *,
    since: dt.datetime | None,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> CramDesk:
    """Return where the actor stands in cramming cards.

    Args:
        db: An open block.
        actor: The learner.
        wanted: Which of their cards; suspended ones rest, unless they are asked for.
        zone: Where they live.
        since: When this cram began; None for the beginning of the learner's day.
        now: The moment.
        day_starts_at: Wall-clock hour at which their day begins.
    """
    on = learner_day(now, zone, starts_at=day_starts_at)
    begun = since or start_of_day(on, zone, starts_at=day_starts_at)
    rows = db.execute(_of_pile(wanted), {"student_id": actor.id, "day": on})
    cards = [remembered_in(row, zone, starts_at=day_starts_at) for row in rows]
    known = memories_of(cards, on).recall(0)
    card_ids = [cards[place].card_id for place in np.argsort(known, kind="stable")]
    answers = [
        Crammed(row.flashcard_id, row.quality)
        for row in db.execute(_CRAMMED, {"student_id": actor.id, "since": begun})
    ]
    pile = pile_of(card_ids[:MOST_CRAMMED], answers)
    card = None
    if pile.card_id is not None:
        card = face_of(db, card_row(db, actor, pile.card_id))
    return CramDesk(
        card=card,
        turn=Turn(card_id=card.card_id, times=pile.times, since=begun) if card else None,
        known=pile.known,
        missed=pile.missed,
        fresh=pile.fresh,
        answered=len(answers),
        left_out=max(0, len(cards) - MOST_CRAMMED),
        since=begun,
    )


def _of_pile(wanted: CardFilter) -> Select[Any]:
    found = matching(wanted).with_only_columns(*REMEMBERED).limit(MOST_DUE)
    if wanted.state != "suspended":
        found = found.where(_cards.c.suspended.is_(False))
    return found.order_by(_cards.c.id)
