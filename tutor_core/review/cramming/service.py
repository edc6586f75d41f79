"""Takes answers of a cram: they stand in the history and leave the schedule as it is."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.models import ReviewSession, table_of
from tutor_core.review.cramming.views import Turn
from tutor_core.review.queries import card_row
from tutor_core.review.scheduling import QUALITIES
from tutor_core.review.service import LONGEST_REVIEW
from tutor_core.review.views import Undone

_reviews = table_of(ReviewSession)
_INSERT = insert(_reviews)
_OF_CRAM = (
    _reviews.c.student_id == bindparam("student_id"),
    _reviews.c.reviewed_at >= bindparam("since", type_=_reviews.c.reviewed_at.type),
    _reviews.c.kind == "cram",
    _reviews.c.undone_at.is_(None),
)
_TIMES = select(func.count()).where(*_OF_CRAM, _reviews.c.flashcard_id == bindparam("card_id"))
_LAST = (
    select(_reviews.c.id, _reviews.c.flashcard_id, _reviews.c.counted_on)
    .where(*_OF_CRAM)
    .order_by(_reviews.c.reviewed_at.desc(), _reviews.c.id.desc())
    .limit(1)
)
_UNDO = (
    update(_reviews)
    .where(_reviews.c.id == bindparam("review_id"))
    .values(undone_at=bindparam("undone_at"))
)


def cram_card(
    db: Session,
    actor: Actor,
    turn: Turn,
    quality: int,
    *,
    seconds: int,
    on: dt.date,
    now: dt.datetime,
) -> None:
    """Take the actor's answer to a card in a cram, once; the card itself stays as it is.

    Args:
        db: An open transaction; whoever opened it commits.
        actor: The learner.
        turn: Their card, as it was shown.
        quality: 1 for not known, 4 for known.
        seconds: How long it took; what is beyond `LONGEST_REVIEW` does not count.
        on: The learner's day for which it counts.
        now: The moment of the answer.

    Raises:
        NotFoundError: It is not the actor's, or was deleted.
        StaleStateError: It was answered meanwhile, in another tab or by a second click.
        InvalidInputError: The quality is neither.
    """
    if quality not in QUALITIES["two"]:
        raise InvalidInputError("quality", "Say whether you knew the card.")
    lock_learner(db, actor)
    card_row(db, actor, turn.card_id)
    asked = {"student_id": actor.id, "since": turn.since, "card_id": turn.card_id}
    if db.scalar(_TIMES, asked) != turn.times:
        raise StaleStateError("You have answered this card already; here is what comes next.")
    db.execute(
        _INSERT,
        {
            "flashcard_id": turn.card_id,
            "student_id": actor.id,
            "quality": quality,
            "time_spent_seconds": min(max(0, seconds), LONGEST_REVIEW),
            "reviewed_at": now,
            "kind": "cram",
            "counted_on": on,
        },
    )


def undo_cram(db: Session, actor: Actor, *, since: dt.datetime, now: dt.datetime) -> Undone:
    """Take back the actor's last answer of a cram.

    Raises:
        NotFoundError: There is none left.
    """
    lock_learner(db, actor)
    row = db.execute(_LAST, {"student_id": actor.id, "since": since}).one_or_none()
    if row is None:
        raise NotFoundError("There is no answer of this cram left to take back.")
    db.execute(_UNDO, {"review_id": row.id, "undone_at": now})
    return Undone(card_id=row.flashcard_id, counted_on=row.counted_on)
