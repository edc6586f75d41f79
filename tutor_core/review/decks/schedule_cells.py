"""The schedule of a card as cells of a table."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from tutor_core.content.exchange.values import RefusedError
from tutor_core.review.decks.limits import LONGEST_INTERVAL
from tutor_core.review.decks.values import (
    FIRST_EASINESS,
    HIGHEST_FLAG,
    LOWEST_EASINESS,
    CarriedCard,
)

_EASINESS = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?")
_HIGHEST_COUNT = 100_000
_YES = frozenset({"yes", "true", "1", "x"})
_NO = frozenset({"", "no", "false", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What a row says about when a card is due; as in `CarriedCard`."""

    easiness_hundredths: int
    interval_days: int
    repetitions: int
    lapses: int
    due_on: dt.date | None
    is_suspended: bool
    flag: int

    def card(self, front: str, back: str, gap: int | None) -> CarriedCard:
        """Return a card with this schedule, and no log."""
        return CarriedCard(
            front=front,
            back=back,
            gap=gap,
            easiness_hundredths=self.easiness_hundredths,
            interval_days=self.interval_days,
            repetitions=self.repetitions,
            lapses=self.lapses,
            due_on=self.due_on,
            is_suspended=self.is_suspended,
            flag=self.flag,
            reviews=(),
        )


def read_cells(cells: Mapping[str, str], today: dt.date) -> Schedule:
    """Read the cells of a row; empty ones and missing ones make a new card.

    Args:
        cells: By the names of their columns.
        today: The learner's day.

    Raises:
        RefusedError: A cell holds what it cannot hold.
    """
    filled = {name: text.strip() for name, text in cells.items()}
    return Schedule(
        easiness_hundredths=_easiness(filled.get("easiness", "")),
        interval_days=_count(filled, "interval", LONGEST_INTERVAL),
        repetitions=_count(filled, "repetitions", _HIGHEST_COUNT),
        lapses=_count(filled, "lapses", _HIGHEST_COUNT),
        due_on=_day(filled.get("due", ""), today),
        is_suspended=_flagged(filled.get("suspended", "")),
        flag=_count(filled, "flag", HIGHEST_FLAG),
    )


def written_cells(card: CarriedCard) -> dict[str, str]:
    """Write the schedule of a card."""
    return {
        "easiness": f"{card.easiness_hundredths // 100}.{card.easiness_hundredths % 100:02}",
        "interval": str(card.interval_days),
        "repetitions": str(card.repetitions),
        "lapses": str(card.lapses),
        "due": card.due_on.isoformat() if card.due_on else "",
        "suspended": "yes" if card.is_suspended else "",
        "flag": str(card.flag),
    }


def _easiness(text: str) -> int:
    if not text:
        return FIRST_EASINESS
    found = _EASINESS.fullmatch(text)
    if found is None or not text.isascii():
        raise RefusedError("`easiness` must be a number such as 2.50.")
    return max(100 * int(found[1]) + int((found[2] or "").ljust(2, "0")), LOWEST_EASINESS)


def _count(cells: Mapping[str, str], name: str, most: int) -> int:
    text = cells.get(name, "") or "0"
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(most)) or int(text) > most:
        raise RefusedError(f"`{name}` must be a whole number from 0 to {most:,}.")
    return int(text)


def _day(text: str, today: dt.date) -> dt.date | None:
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise RefusedError("`due` must be a day such as 2026-11-30.") from None
    if abs((day - today).days) > 2 * LONGEST_INTERVAL:
        raise RefusedError("`due` must be a day of this time, such as 2026-11-30.")
    return day


def _flagged(text: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise RefusedError("`suspended` must be yes, or left empty.")
    return word in _YES
