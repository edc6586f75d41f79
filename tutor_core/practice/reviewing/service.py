"""An answer to a card and all it sets in motion: the card, the learner's day, their badges."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.analytics.rollups.service import record_day
from tutor_core.badges.counting.queries import Moment
from tutor_core.badges.service import award
from tutor_core.badges.views import Gained
from tutor_core.calendar import learner_day
from tutor_core.practice.queries import own_attempt
from tutor_core.practice.views import CardReceipt
from tutor_core.review.cramming.service import cram_card, undo_cram
from tutor_core.review.cramming.views import Turn
from tutor_core.review.making.service import make_card_of_item
from tutor_core.review.service import review_card, undo_review
from tutor_core.review.views import Undone


def answer_card(
    db: Session,
    actor: Actor,
    card_id: int,
    quality: int,
    *,
    revision: int,
    seconds: int,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> CardReceipt:
    """Take the actor's answer to a card, once; see `review.service.review_card`.

    Raises:
        NotFoundError: It is not the actor's, or was deleted.
        StaleStateError: It was answered meanwhile, in another tab or by a second click.
        InvalidInputError: The quality is none.
    """
    zone = lock_learner(db, actor)
    day = learner_day(now, zone, starts_at=day_starts_at)
    reviewed = review_card(
        db,
        actor,
        card_id,
        quality,
        revision=revision,
        seconds=seconds,
        now=now,
        day_starts_at=day_starts_at,
    )
    badges = _close_day(db, actor, day, zone, now=now, day_starts_at=day_starts_at)
    return CardReceipt(reviewed=reviewed, badges=badges)


def take_back_answer(db: Session, actor: Actor, *, now: dt.datetime, day_starts_at: int = 4) -> int:
    """Take back the actor's last answer to a card today; return the card.

    Raises:
        NotFoundError: There is none left.
    """
    undone = undo_review(db, actor, now=now, day_starts_at=day_starts_at)
    _count_again(db, actor, undone, now=now)
    return undone.card_id


def answer_crammed(
    db: Session,
    actor: Actor,
    turn: Turn,
    quality: int,
    *,
    seconds: int,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> tuple[Gained, ...]:
    """Take the actor's answer to a card in a cram, once; see `review.cramming.service.cram_card`.

    Returns:
        The badges earned with it.

    Raises:
        NotFoundError: It is not the actor's, or was deleted.
        StaleStateError: It was answered meanwhile, in another tab or by a second click.
        InvalidInputError: The quality is neither.
    """
    zone = lock_learner(db, actor)
    day = learner_day(now, zone, starts_at=day_starts_at)
    cram_card(db, actor, turn, quality, seconds=seconds, on=day, now=now)
    return _close_day(db, actor, day, zone, now=now, day_starts_at=day_starts_at)


def take_back_crammed(db: Session, actor: Actor, *, since: dt.datetime, now: dt.datetime) -> int:
    """Take back the actor's last answer of a cram; return the card.

    Raises:
        NotFoundError: There is none left.
    """
    undone = undo_cram(db, actor, since=since, now=now)
    _count_again(db, actor, undone, now=now)
    return undone.card_id


def make_card_of_attempt(
    db: Session, actor: Actor, attempt_id: int, *, now: dt.datetime, day_starts_at: int = 4
) -> int:
    """Make the actor a card of a question as they saw it; return its number.

    Raises:
        NotFoundError: The attempt is not theirs, or the question is no longer asked.
        DuplicateCardError: They have a card of it already.
    """
    row = own_attempt(db, actor, attempt_id)
    return make_card_of_item(
        db,
        actor,
        row.content_id,
        version=row.content_version,
        seed=row.variant_seed,
        now=now,
        day_starts_at=day_starts_at,
    )


def _close_day(
    db: Session,
    actor: Actor,
    day: dt.date,
    zone: ZoneInfo,
    *,
    now: dt.datetime,
    day_starts_at: int,
) -> tuple[Gained, ...]:
    record_day(db, actor, day, now=now)
    moment = Moment(until=now, zone=zone, day_starts_at=day_starts_at)
    return award(db, actor, moment, ["review"])


def _count_again(db: Session, actor: Actor, undone: Undone, *, now: dt.datetime) -> None:
    if undone.counted_on is not None:
        record_day(db, actor, undone.counted_on, now=now)
