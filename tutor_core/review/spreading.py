"""On which day a card is asked again, within a range round its planned interval.

The day is the one with the fewest cards, never one of a holiday, an easy one only where there is no
other; among equals the day that the card's number and its last day draw, so that the same card
answered on the same day always comes back on the same day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from tutor_core.review.preferences import ReviewWishes

SHORTEST_SPREAD = 3  # days: what comes back sooner is not moved
EASY_DAY = 1_000_000  # cards that an easy day seems to hold already


def range_for(interval_days: int, fuzz: float) -> tuple[int, int]:
    """Return the fewest and the most days after which a card may be asked.

    Args:
        interval_days: As planned, 1 and above.
        fuzz: Share of it by which the card may be moved, 0 to 0.3; 0 moves nothing.
    """
    if interval_days < SHORTEST_SPREAD or not fuzz:
        return interval_days, interval_days
    reach = max(1, int(interval_days * fuzz))
    return max(2, interval_days - reach), interval_days + reach


def day_for(
    card_id: int,
    interval_days: int,
    *,
    on: dt.date,
    loads: Mapping[dt.date, int],
    wishes: ReviewWishes,
    fuzz: float,
) -> dt.date:
    """Return the day on which a card answered `on` a day is asked again.

    Args:
        card_id: The card.
        interval_days: As planned, 1 and above.
        on: The learner's day of the answer.
        loads: How many cards are due on each day so far; 0 for days not named.
        wishes: Easy days, holiday, and whether cards are moved at all.
        fuzz: Share of the interval by which the card may be moved.
    """
    first, last = range_for(interval_days, fuzz if wishes.is_spread else 0.0)
    days = [on + dt.timedelta(days=after) for after in range(first, last + 1)]
    opened = [day for day in days if not wishes.is_closed(day)]
    if not opened:
        return _after_holiday(days[0], wishes)

    def load(day: dt.date) -> tuple[int, int]:
        cards = loads.get(day, 0) + (EASY_DAY if wishes.is_easy(day) else 0)
        return cards, _drawn(card_id, on, day)

    return min(opened, key=load)


def _after_holiday(day: dt.date, wishes: ReviewWishes) -> dt.date:
    holiday = wishes.holiday
    return day if holiday is None else holiday.ends + dt.timedelta(days=1)


def _drawn(card_id: int, on: dt.date, day: dt.date) -> int:
    name = f"{card_id} {on.toordinal()} {day.toordinal()}"
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest())
