"""How well the tutor itself does: its predictions beside the answers, its choices beside its plan.

Source of the Brier score: Brier, "Verification of forecasts expressed in terms of probability"
(1950).

Answers count as independent. Those of one learner are alike, so that with few learners the true
intervals are wider than the ones given.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean
from typing import TypeVar

from tutor_core.recommend.counterfactual import Decision, value_of_choice
from tutor_core.recommend.shares import Share, wilson
from tutor_core.recommend.value import candidates_under

BINS = 10
ENOUGH_ANSWERS = 30
LEAST_CHANCE = math.ulp(1.0)  # so that a certainty that was wrong costs much, not everything

K = TypeVar("K", str, dt.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A prediction and what followed.

    Attributes:
        predicted: Chance of a right answer, as seen just before it, 0 to 1.
        correct: Whether it was right.
    """

    predicted: float
    correct: bool

    def __post_init__(self) -> None:
        if not 0 <= self.predicted <= 1:
            raise ValueError(f"a predicted chance must be from 0 to 1, not {self.predicted}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded(Prediction):
    """A prediction and the answer to a question that followed.

    Attributes:
        topic: Its subject.
        week: First day of the week it was given in.
    """

    topic: str
    week: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The answers whose predictions were alike.

    Attributes:
        begin: Least prediction that falls in here.
        end: Where the next bin begins; the last one holds its end too.
        predicted: Mean prediction.
        observed: Share of right answers.
    """

    begin: float
    end: float
    predicted: float
    observed: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How good predictions were; lower is better in all but `n`.

    Attributes:
        n: Answers.
        brier: Mean squared distance of prediction and outcome, 0 to 1.
        log_loss: Mean of -log (natural) of the chance given to what happened, 0 and above.
        calibration_error: Mean distance of predicted from observed over ten equal bins, 0 to 1.
        expected: The calibration error that chance alone would show, about, were every
            prediction right: only what is clearly above it is the model's fault.
    """

    n: int
    brier: float
    log_loss: float
    calibration_error: float
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """By how much a week's predictions were too high, with its 95 % interval.

    Attributes:
        week: First day of the week.
        n: Answers in it.
        value: Mean prediction less the share of right answers, -1 to 1.
        low: Lower end of the interval.
        high: Its upper end.
    """

    week: dt.date
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """How much was left to chance.

    Attributes:
        share: Of the choices made at random, as the choices themselves show it; counted in the
            decisions that had something else than their best to choose.
        meant: The epsilon that those decisions were to have.
    """

    share: Share
    meant: float


def calibration(rows: Iterable[Prediction], bins: int = BINS) -> tuple[Bin, ...]:
    """Return predicted beside observed in equal bins of the prediction; empty ones are left out.

    Raises:
        ValueError: Fewer than one bin.
    """
    return tuple(
        Bin(
            begin=place / bins,
            end=(place + 1) / bins,
            predicted=fmean(row.predicted for row in own),
            observed=_share_right(own),
        )
        for place, own in _binned(rows, bins)
    )


def scores(rows: Sequence[Prediction]) -> Scores:
    """Return how good predictions were.

    Raises:
        ValueError: There are none.
    """
    if not rows:
        raise ValueError("there are no answers yet to grade the predictions by")
    by_bin = [own for _, own in _binned(rows, BINS)]
    return Scores(
        n=len(rows),
        brier=fmean((row.predicted - row.correct) ** 2 for row in rows),
        log_loss=-fmean(math.log(max(_chance_given(row), LEAST_CHANCE)) for row in rows),
        calibration_error=sum(abs(_surplus(own)) for own in by_bin) / len(rows),
        expected=sum(_expected_distance(own) for own in by_bin) / len(rows),
    )


def scores_by(rows: Iterable[Graded], key: Callable[[Graded], K]) -> dict[K, Scores | None]:
    """Return the scores by subject, by week or whatever `key` tells, in its order.

    None stands for not enough data: fewer than 30 answers.
    """
    return {
        name: scores(own) if len(own) >= ENOUGH_ANSWERS else None
        for name, own in sorted(_grouped(rows, key).items())
    }


def drift(rows: Iterable[Graded]) -> tuple[Drift, ...]:
    """Return week by week by how much the predictions were too high.

    The interval is Wilson's around the share of right answers, seen from the mean prediction: a
    little wide where a week's predictions differ much.
    """
    return tuple(
        _drift(week, own) for week, own in sorted(_grouped(rows, lambda row: row.week).items())
    )


def exploration(decisions: Iterable[Decision]) -> Exploration | None:
    """Return how many choices chance made, beside how many it was to make.

    Chance that picks the best cannot be told from value, so what is counted are choices below the
    best, and what they are held against is how much of each shortlist lies below it.

    Returns:
        The share, or None where no decision had anything below its best.
    """
    epsilons, below, count = [], [], 0
    for decision in decisions:
        values, chosen = _values(decision)
        share_below = fmean(value < max(values) for value in values)
        if share_below:
            epsilons.append(decision.policy.epsilon_after(decision.pulls))
            below.append(share_below)
            count += chosen < max(values)
    if not below:
        return None
    chosen_below = wilson(count, len(below))
    scale = 1 / fmean(below)
    return Exploration(
        share=Share(
            value=min(1.0, chosen_below.value * scale),
            low=min(1.0, chosen_below.low * scale),
            high=min(1.0, chosen_below.high * scale),
            n=len(below),
        ),
        meant=fmean(epsilons, weights=below),
    )


def regret(decisions: Iterable[Decision]) -> tuple[float, ...]:
    """Return after each decision the mean so far of best value less chosen value, 0 and above.

    Values are those of the policy that chose, as they stood then: the price it thought it paid
    for exploring.
    """
    lost = [max(values) - chosen for values, chosen in map(_values, decisions)]
    return tuple(total / number for number, total in enumerate(accumulate(lost), start=1))


def _values(decision: Decision) -> tuple[list[float], float]:
    """Return what all candidates were worth, and the chosen one."""
    candidates = candidates_under(decision.policy, decision.shortlist, lean=decision.lean)
    return [one.value for one in candidates], value_of_choice(decision, candidates)


def _grouped(rows: Iterable[Graded], key: Callable[[Graded], K]) -> Mapping[K, list[Graded]]:
    groups: defaultdict[K, list[Graded]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _binned(rows: Iterable[Prediction], bins: int) -> list[tuple[int, list[Prediction]]]:
    """Return the places of the bins that hold something, in order, with what they hold."""
    if bins < 1:
        raise ValueError(f"there must be at least one bin, not {bins}")
    held: defaultdict[int, list[Prediction]] = defaultdict(list)
    for row in rows:
        held[min(int(row.predicted * bins), bins - 1)].append(row)
    return sorted(held.items())


def _share_right(rows: Sequence[Prediction]) -> Share:
    return wilson(sum(row.correct for row in rows), len(rows))


def _surplus(rows: Iterable[Prediction]) -> float:
    """Return how many more right answers were predicted than given."""
    return math.fsum(row.predicted - row.correct for row in rows)


def _expected_distance(rows: Iterable[Prediction]) -> float:
    """Return the mean distance from zero of a normal surplus with the predictions' variance."""
    return math.sqrt(2 / math.pi * math.fsum(row.predicted * (1 - row.predicted) for row in rows))


def _chance_given(row: Prediction) -> float:
    return row.predicted if row.correct else 1 - row.predicted


def _drift(week: dt.date, rows: Sequence[Graded]) -> Drift:
    predicted = fmean(row.predicted for row in rows)
    right = _share_right(rows)
    return Drift(
        week=week,
        n=right.n,
        value=predicted - right.value,
        low=predicted - right.high,
        high=predicted - right.low,
    )
