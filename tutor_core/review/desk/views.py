"""What the desk shows: the card that is asked, its ratings, what is left of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor_core.review.exams.arranging import Exam
from tutor_core.review.preferences import Buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many cards of today are left: new ones, ones asked once more, due ones."""

    new: int
    drill: int
    due: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.drill + self.due


@dataclass(frozen=True, slots=True)
class Rating:
    """A button: the quality it stands for, and in how many days the card comes back (0: today)."""

    quality: int
    days_away: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFace:
    """A card as it is asked.

    Attributes:
        card_id: The card.
        revision: How often it was answered: an answer to an older state is refused.
        front: What asks; Markdown with formulas, and with the marks of deletions in a cloze card.
        back: What answers.
        gap: The deletion that is asked for; None for a card that is no cloze.
        skill_name: What it belongs to; empty for none.
        flag: 0 for none, 1 to 7.
        is_new: Whether it is asked for the first time.
        is_drill: Whether it is asked once more today.
        ratings: The buttons.
        content_id: What it was made from.
        figure: A figure described in data, or None.
        answer_spec: How a typed answer is graded; None where it cannot be.
    """

    card_id: int
    revision: int
    front: str
    back: str
    gap: int | None
    skill_name: str
    flag: int
    is_new: bool
    is_drill: bool
    ratings: tuple[Rating, ...]
    content_id: int
    figure: Mapping[str, Any] | None = None
    answer_spec: Mapping[str, Any] | None = None

    @property
    def key(self) -> str:
        """What no other card, and no other answer to this one, has."""
        return f"{self.card_id}_{self.revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the page of cards shows.

    Attributes:
        counts: Of today's cards.
        card: The one that is asked; None where nothing is left.
        buttons: Which ratings the learner wants.
        next_on: The day on which the next card is due, where nothing is left; None for no cards.
        held_back: Cards that today's limits leave for another day.
        overdue: Cards that were due before today.
        cards: How many cards the learner has in all.
        answered: How many answers can be undone.
        holiday_until: The last day of a holiday that is on; None for none.
        exam: The one that the order of the cards prepares for; None for none.
    """

    counts: Counts
    card: CardFace | None
    buttons: Buttons
    next_on: dt.date | None
    held_back: int
    overdue: int
    cards: int
    answered: int
    holiday_until: dt.date | None = None
    exam: Exam | None = None
