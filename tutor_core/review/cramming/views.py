"""What the page shows of a cram."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tutor_core.review.desk.views import CardFace


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A card of a cram as it was shown.

    Attributes:
        card_id: The card.
        times: How often it had been answered in this cram.
        since: When this cram began.
    """

    card_id: int
    times: int
    since: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CramDesk:
    """Where a learner stands in cramming cards.

    Attributes:
        card: The one that is asked; None where all are known, or there are none.
        turn: The same for whoever answers it.
        known: Cards that are through.
        missed: Cards that were missed and come again.
        fresh: Cards not yet asked.
        answered: Answers of this cram, which can be taken back.
        left_out: Cards that fit and are too many for one pile.
        since: When this cram began.
    """

    card: CardFace | None
    turn: Turn | None
    known: int
    missed: int
    fresh: int
    answered: int
    left_out: int
    since: dt.datetime

    @property
    def cards(self) -> int:
        """How many the pile has."""
        return self.known + self.missed + self.fresh
