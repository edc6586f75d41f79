"""SM-2 in exact arithmetic: when a card is asked again, from how well it was recalled.

Source: Wozniak 1990, "Application of a computer to improve the results obtained in working with
the SuperMemo method" (the algorithm SM-2). Where the text leaves a question, the rules `sm2` take
it at its word: a forgotten card begins its repetitions again and keeps its easiness; the new
easiness makes the new interval; intervals are rounded up. The rules `sm2-compat` do what many
programs do: the easiness also moves where a card was forgotten, and the old one makes the
interval. The interval grows from the planned one, however late the card was asked. Repeating on the
same day what was not known well (step 7 of the text) is the queue's task, not this one's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from tutor_core.tuning.policies import check_bounds

LEAST_QUALITY, BEST_QUALITY = 0, 5
HUNDREDTHS = 100

Rules = Literal["sm2", "sm2-compat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SM2Policy:
    """The constants of SM-2; easiness and its changes are whole hundredths.

    Attributes:
        rules: How the text is read, see above.
        first_interval: Days after the first recall, and after forgetting, 1 to 30.
        second_interval: Days after the second recall in a row, 1 to 60.
        start_easiness: Of a new card, 1.3 to 5.
        least_easiness: Below which no card's easiness falls, 1.1 to 3.
        bonus: Added to the easiness by a recall of quality 5, 0 to 0.5.
        slope: Taken from it by each degree of quality below 5, 0 to 0.5.
        curve: Taken from it by the square of those degrees, 0 to 0.2.
        pass_quality: The least quality that counts as recalled, 1 to 5.
        longest_interval: Days beyond which nothing is put off, 1 to 36,500.

    Raises:
        ValueError: A parameter is out of its bounds or no whole number of hundredths, or two
            contradict each other.
    """

    name: ClassVar[str] = "sm2"
    bounds: ClassVar[Mapping[str, tuple[float, float]]] = {
        "first_interval": (1, 30),
        "second_interval": (1, 60),
        "start_easiness": (1.3, 5.0),
        "least_easiness": (1.1, 3.0),
        "bonus": (0.0, 0.5),
        "slope": (0.0, 0.5),
        "curve": (0.0, 0.2),
        "pass_quality": (1, 5),
        "longest_interval": (1, 36_500),
    }

    rules: Rules = "sm2"
    first_interval: int = 1
    second_interval: int = 6
    start_easiness: float = 2.5
    least_easiness: float = 1.3
    bonus: float = 0.1
    slope: float = 0.08
    curve: float = 0.02
    pass_quality: int = 3
    longest_interval: int = 36_500

    def __post_init__(self) -> None:
        check_bounds(self)
        for field in ("start_easiness", "least_easiness", "bonus", "slope", "curve"):
            if (value := getattr(self, field)) != round(value, 2):
                raise ValueError(f"{field} must be whole hundredths, not {value}")
        if self.least_easiness > self.start_easiness:
            raise ValueError("least_easiness must not be above start_easiness")

    def easiness_change(self, quality: int) -> int:
        """Return by how many hundredths an answer changes the easiness."""
        missed = BEST_QUALITY - quality
        bonus, slope, curve = (hundredths_of(one) for one in (self.bonus, self.slope, self.curve))
        return bonus - missed * (slope + missed * curve)


DEFAULT_POLICY = SM2Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardState:
    """Where a card stands.

    Attributes:
        easiness: By what its intervals grow; two decimal places, `least_easiness` and above.
        interval_days: Planned between its last answer and the next, 1 and above.
        repetitions: How often in a row it was recalled.
        due_on: The learner's day on which it is to be asked; None for a card not yet asked.
    """

    easiness: Decimal = Decimal("2.50")
    interval_days: int = 1
    repetitions: int = 0
    due_on: dt.date | None = None


def new_card(policy: SM2Policy = DEFAULT_POLICY) -> CardState:
    """Return where a card stands that nobody was asked yet."""
    return CardState(
        easiness=in_hundredths(hundredths_of(policy.start_easiness)),
        interval_days=policy.first_interval,
    )


def review(
    card: CardState, quality: int, *, on: dt.date, policy: SM2Policy = DEFAULT_POLICY
) -> CardState:
    """Return where a card stands after an answer.

    Args:
        card: As it stood before.
        quality: How well it was recalled: 5 at once, 4 after a hesitation, 3 with effort, 2 wrong
            but easily remembered, 1 wrong and remembered, 0 not at all.
        on: The learner's day of the answer.
        policy: The rules and constants.

    Raises:
        ValueError: The quality is no whole number from 0 to 5.
    """
    check_quality(quality)
    before = hundredths_of(card.easiness)
    after = max(hundredths_of(policy.least_easiness), before + policy.easiness_change(quality))
    is_compat = policy.rules == "sm2-compat"
    if quality < policy.pass_quality:
        repetitions, easiness = 0, after if is_compat else before
        interval = policy.first_interval
    else:
        repetitions, easiness = card.repetitions + 1, after
        factor = before if is_compat else after
        interval = _interval(card.interval_days, repetitions, factor, policy)
    return CardState(
        easiness=in_hundredths(easiness),
        interval_days=interval,
        repetitions=repetitions,
        due_on=on + dt.timedelta(days=interval),
    )


def check_quality(quality: int) -> None:
    """Refuse a quality that is none.

    Raises:
        ValueError: It is no whole number from 0 to 5.
    """
    if quality not in range(LEAST_QUALITY, BEST_QUALITY + 1):
        raise ValueError(f"the quality must be a whole number from 0 to 5, not {quality}")


def hundredths_of(number: float | Decimal) -> int:
    """Return the nearest whole number of hundredths."""
    return round(number * HUNDREDTHS)


def in_hundredths(hundredths: int) -> Decimal:
    """Return a number of hundredths as a decimal with two places."""
    return Decimal(hundredths).scaleb(-2)


def _interval(before: int, repetitions: int, hundredths: int, policy: SM2Policy) -> int:
    if repetitions == 1:
        days = policy.first_interval
    elif repetitions == 2:  # noqa: PLR2004 - the text's I(2)
        days = policy.second_interval
    else:
        days = -(-before * hundredths // HUNDREDTHS)  # rounded up, exactly
    return max(1, min(days, policy.longest_interval))
