"""Takes answers to cards, and takes them back."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.calendar import learner_day, start_of_day
from tutor_core.db import Upsert
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.models import FlashCard, ReviewPreferences, ReviewSession, table_of
from tutor_core.review.cards import columns_answered, kept_state, standing_in, state_from
from tutor_core.review.preferences import ReviewWishes, wishes_to
from tutor_core.review.queries import card_row, loads_between, rules_of
from tutor_core.review.scheduling import Outcome, ReviewRules, days_reached, outcome_of
from tutor_core.review.sm2 import BEST_QUALITY, LEAST_QUALITY
from tutor_core.review.views import Reviewed, Undone

LONGEST_REVIEW = 300  # seconds that one answer counts at most: the rest was something else

_cards, _reviews = table_of(FlashCard), table_of(ReviewSession)
_INSERT = insert(_reviews)
_CHANGE = update(_cards).where(_cards.c.id == bindparam("card_id"))
_LAST = (
    select(
        _reviews.c.id,
        _reviews.c.flashcard_id,
        _reviews.c.state_before,
        _reviews.c.counted_on,
    )
    .where(
        _reviews.c.student_id == bindparam("student_id"),
        _reviews.c.reviewed_at >= bindparam("since", type_=_reviews.c.reviewed_at.type),
        _reviews.c.undone_at.is_(None),
        _reviews.c.scheduler.is_not(None),  # those brought from elsewhere were planned there
        _reviews.c.kind != "cram",
    )
    .order_by(_reviews.c.reviewed_at.desc(), _reviews.c.id.desc())
    .limit(1)
)
_UNDO = (
    update(_reviews)
    .where(_reviews.c.id == bindparam("review_id"))
    .values(undone_at=bindparam("undone_at"))
)
_WISHES = Upsert(
    table_of(ReviewPreferences),
    ["student_id"],
    lambda new: {name: new[name] for name in ("preferences", "updated_at")},
)


def review_card(
    db: Session,
    actor: Actor,
    card_id: int,
    quality: int,
    *,
    revision: int,
    seconds: int,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> Reviewed:
    """Take the actor's answer to a card, once.

    Args:
        db: An open transaction; whoever opened it commits.
        actor: The learner.
        card_id: Their card.
        quality: How well it was recalled, 0 to 5.
        revision: How often it had been answered when it was shown.
        seconds: How long it took; what is beyond `LONGEST_REVIEW` does not count.
        now: The moment of the answer.
        day_starts_at: Wall-clock hour at which the learner's day begins.

    Raises:
        NotFoundError: It is not the actor's, or was deleted.
        StaleStateError: It was answered meanwhile, in another tab or by a second click.
        InvalidInputError: The quality is none.
    """
    if not LEAST_QUALITY <= quality <= BEST_QUALITY:
        raise InvalidInputError("quality", "Rate the card from 0 to 5.")
    zone = lock_learner(db, actor)
    row = card_row(db, actor, card_id)
    if (row.times_reviewed or 0) != revision:
        raise StaleStateError("You have rated this card already; here is what comes next.")
    on = learner_day(now, zone, starts_at=day_starts_at)
    rules, version_id = rules_of(db, actor, now=now)
    outcome = _outcome(db, actor, row, quality, rules, zone, on=on, day_starts_at=day_starts_at)
    counted = min(max(0, seconds), LONGEST_REVIEW)
    db.execute(
        _INSERT,
        {
            "flashcard_id": card_id,
            "student_id": actor.id,
            "quality": quality,
            "time_spent_seconds": counted,
            "reviewed_at": now,
            "state_before": kept_state(row),
            "policy_version_id": version_id,
            "kind": outcome.kind,
            "scheduler": rules.scheduling,
            "counted_on": on,
        },
    )
    _change(db, card_id, **columns_answered(row, outcome.standing, quality, on=on, now=now))
    return Reviewed(
        card_id=card_id,
        kind=outcome.kind,
        days_away=outcome.days_away(on),
        is_leech=outcome.is_leech,
        lapses=outcome.standing.lapses,
    )


def undo_review(db: Session, actor: Actor, *, now: dt.datetime, day_starts_at: int = 4) -> Undone:
    """Take back the actor's last answer of today that was not taken back.

    The answer stays in the history, marked as taken back.

    Raises:
        NotFoundError: There is none left.
    """
    zone = lock_learner(db, actor)
    on = learner_day(now, zone, starts_at=day_starts_at)
    since = start_of_day(on, zone, starts_at=day_starts_at)
    row = db.execute(_LAST, {"student_id": actor.id, "since": since}).one_or_none()
    if row is None:
        raise NotFoundError("There is no answer of today left to take back.")
    _change(db, row.flashcard_id, **state_from(row.state_before or {}))
    db.execute(_UNDO, {"review_id": row.id, "undone_at": now})
    return Undone(card_id=row.flashcard_id, counted_on=row.counted_on)


def save_wishes(db: Session, actor: Actor, wishes: ReviewWishes, *, now: dt.datetime) -> None:
    """Keep how the actor wants to review; cards keep the days they have.

    Raises:
        InvalidInputError: The wishes cannot be fulfilled.
    """
    lock_learner(db, actor)
    document = wishes_to(wishes.checked())
    _WISHES.run(db, {"student_id": actor.id, "preferences": document, "updated_at": now})


def _outcome(
    db: Session,
    actor: Actor,
    row: Row[Any],
    quality: int,
    rules: ReviewRules,
    zone: ZoneInfo,
    *,
    on: dt.date,
    day_starts_at: int,
) -> Outcome:
    before = standing_in(row, zone, constants=rules.sm2, starts_at=day_starts_at)
    first, last = days_reached(before, on=on, rules=rules)
    loads = loads_between(db, actor, row.id, first, last)
    return outcome_of(row.id, before, quality, on=on, loads=loads, rules=rules)


def _change(db: Session, card_id: int, **columns: Any) -> None:  # noqa: ANN401 - columns
    db.execute(_CHANGE.values(columns), {"card_id": card_id})
