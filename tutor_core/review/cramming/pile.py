"""The pile of cards that are crammed: each until it is known, those missed again after others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tutor_core.review.scheduling import GOOD

OTHERS_BETWEEN = 4  # answers to others before a missed card is asked again, while there are any


@dataclass(frozen=True, slots=True)
class Crammed:
    """One answer: to which card, and how well it was recalled, 0 to 5."""

    card_id: int
    quality: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Where one stands in a pile.

    Attributes:
        card_id: The card that is asked; None where all are known.
        times: How often it was answered in this cram.
        known: Cards that are through.
        missed: Cards that were missed and come again.
        fresh: Cards not yet asked.
    """

    card_id: int | None
    times: int
    known: int
    missed: int
    fresh: int


def pile_of(card_ids: Sequence[int], answers: Sequence[Crammed]) -> Pile:
    """Return where one stands after some answers.

    Args:
        card_ids: The cards, in the order in which they are first asked.
        answers: All of this cram, in their order; those to cards no longer in the pile count for
            nothing.
    """
    last = {answer.card_id: place for place, answer in enumerate(answers)}
    fresh = [card_id for card_id in card_ids if card_id not in last]
    missed = sorted(
        (
            card_id
            for card_id in card_ids
            if card_id in last and answers[last[card_id]].quality < GOOD
        ),
        key=last.__getitem__,
    )
    ready = [one for one in missed if len(answers) - last[one] > OTHERS_BETWEEN]
    asked = next(iter([*ready, *fresh, *missed]), None)
    return Pile(
        card_id=asked,
        times=Counter(answer.card_id for answer in answers)[asked] if asked is not None else 0,
        known=len(card_ids) - len(fresh) - len(missed),
        missed=len(missed),
        fresh=len(fresh),
    )
