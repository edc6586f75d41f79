"""The schedule of a card, read from Anki's numbers and written as them.

Anki counts due days from the day on which the collection began, keeps the moment (in seconds) for
cards that are being learnt, and a mere place for new ones; a card in a filtered deck keeps its own
date aside. Answers are Again, Hard, Good and Easy; ours are qualities 0 to 5.

**Repetitions.** SM-2 counts the successes since the last lapse: it gives the first a day, the
second six, and every further one the interval times the easiness. Anki only counts all answers, so
the number is taken from its log: the learner's days with an answer that was known since the last
one that was not. Learning steps of one sitting are one day and so one success, as SM-2 repeats
failures of a session without counting them. A card whose interval has reached six days stands at
two at least, however short its log: with fewer SM-2 would throw the interval away. Without a log
it is two from six days on, one below, and none while the card is new or has no interval.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tutor_core.calendar import learner_day, start_of_day
from tutor_core.content.exchange.values import RefusedError
from tutor_core.review.decks.anki.values import (
    CRAM,
    LEARNING,
    NEW,
    RELEARNING,
    REVIEW,
    SUSPENDED,
    StoredCard,
    StoredReview,
)
from tutor_core.review.decks.limits import LONGEST_INTERVAL
from tutor_core.review.decks.values import (
    FIRST_EASINESS,
    LOWEST_EASINESS,
    CarriedCard,
    CarriedReview,
)

QUALITIES = {1: 1, 2: 3, 3: 4, 4: 5}
"""Of the answers Again, Hard, Good and Easy."""
ANSWERS = (1, 1, 1, 2, 3, 4)
"""Of the qualities 0 to 5."""
KNOWN = 3
"""The lowest quality of an answer that was known."""
_SECOND_INTERVAL = 6
_EARLIEST_MOMENT = 1_000_000_000  # seconds; as a number of days it would be millions of years
_DAMAGED = "Its schedule is damaged; let Anki check its database, and export again."
_HIGHEST_FACTOR = 65_535
_MOST_LAPSES = 100_000
_LONGEST_ANSWER = 24 * 3600  # seconds
_FLAGS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What turns Anki's numbers into days.

    Attributes:
        began_on: The day 0 of the collection.
        today: The learner's day.
        zone: Where the learner is.
    """

    began_on: dt.date
    today: dt.date
    zone: ZoneInfo


def read_schedule(
    front: str, back: str, gap: int | None, *, card: StoredCard, log: Sequence[StoredReview],
    days: Days,
) -> CarriedCard:  # fmt: skip
    """Return a card with the schedule that Anki has for it.

    Raises:
        RefusedError: Its numbers cannot be a schedule.
    """
    bounds = (
        (card.type, NEW, RELEARNING),
        (card.factor, 0, _HIGHEST_FACTOR),
        (card.lapses, 0, _MOST_LAPSES),
    )
    if card.is_damaged or not all(low <= value <= high for value, low, high in bounds):
        raise RefusedError(_DAMAGED)
    reviews = _reviews(log)
    interval = 0 if card.type == NEW else min(max(card.interval_days, 0), LONGEST_INTERVAL)
    easiness = (card.factor + 5) // 10 if card.factor else FIRST_EASINESS
    is_new = card.type == NEW
    return CarriedCard(
        front=front,
        back=back,
        gap=gap,
        easiness_hundredths=max(easiness, LOWEST_EASINESS),
        interval_days=interval,
        repetitions=0 if is_new else _repetitions(reviews, interval, days.zone),
        lapses=card.lapses,
        due_on=None if is_new else _due_on(card, days),
        is_suspended=card.queue == SUSPENDED,
        flag=card.flags & _FLAGS,
        reviews=reviews,
    )


def written_schedule(
    card: CarriedCard, *, id: int, note_id: int, deck_id: int, place: int, position: int,  # noqa: A002
    days: Days,
) -> StoredCard:  # fmt: skip
    """Return a card as Anki stores it.

    Args:
        card: The card.
        id: Its id.
        note_id: Whose it is.
        deck_id: Where it lies.
        place: Which template or gap, from 0.
        position: Its place among the new ones, from 1.
        days: Day 0 must not be later than any due day.
    """
    if card.due_on is None:
        kind, due, queue = NEW, position, NEW
    elif card.interval_days:
        kind, due, queue = REVIEW, (card.due_on - days.began_on).days, REVIEW
    else:
        kind, queue = LEARNING, LEARNING
        due = int(start_of_day(card.due_on, days.zone).timestamp())
    return StoredCard(
        id=id,
        note_id=note_id,
        deck_id=deck_id,
        place=place,
        type=kind,
        queue=SUSPENDED if card.is_suspended else queue,
        due=due,
        interval_days=0 if kind == NEW else card.interval_days,
        factor=0 if kind == NEW else min(card.easiness_hundredths * 10, _HIGHEST_FACTOR),
        reps=len(card.reviews) or card.repetitions + card.lapses,
        lapses=card.lapses,
        flags=card.flag,
    )


def _due_on(card: StoredCard, days: Days) -> dt.date:
    due = card.home_due if card.home_deck_id and card.home_due else card.due
    try:
        if due >= _EARLIEST_MOMENT:
            found = learner_day(dt.datetime.fromtimestamp(due, dt.UTC), days.zone)
        else:
            found = days.began_on + dt.timedelta(days=due)
    except (OverflowError, ValueError, OSError):
        raise RefusedError(_DAMAGED) from None
    if abs((found - days.today).days) > 2 * LONGEST_INTERVAL:
        raise RefusedError(_DAMAGED)
    return found


def _reviews(log: Sequence[StoredReview]) -> tuple[CarriedReview, ...]:
    return tuple(
        CarriedReview(
            at=dt.datetime.fromtimestamp(review.id // 1000, dt.UTC)
            + dt.timedelta(milliseconds=review.id % 1000),
            quality=QUALITIES[review.answer],
            seconds=min(max(review.milliseconds + 500, 0) // 1000, _LONGEST_ANSWER),
            is_cram=review.kind == CRAM,
        )
        for review in sorted(log, key=lambda review: review.id)
        if review.answer in QUALITIES
    )


def _repetitions(reviews: Sequence[CarriedReview], interval: int, zone: ZoneInfo) -> int:
    counted = [review for review in reviews if not review.is_cram]
    known: set[dt.date] = set()
    for review in reversed(counted):
        if review.quality < KNOWN:
            break
        known.add(learner_day(review.at, zone))
    if interval >= _SECOND_INTERVAL and (known or not counted):
        return max(len(known), 2)
    return len(known) if counted else min(interval, 1)
