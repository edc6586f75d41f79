"""How likely a plan's target is reached by its date, by drawing many futures.

A future draws the minutes worked on every day, from the learner's own past days: each future first
draws how much each past day counts (a Bayesian bootstrap, Rubin 1981), so that few days leave
much open. It draws how much longer or shorter each skill takes than it should, log-normally.
That some skills wait for others, and that a skill has only some sittings a day, is left aside.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tutor_core.planning.tasks import Plan

FUTURES = 1000
ENOUGH_DAYS = 7  # of history; below, what is missing is taken to go as planned
MOST_DAYS = 60  # of history that count: the last ones
MORE_MINUTES = 10  # a day, of which is said what they would bring

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the time that skills take compares with what they should take.

    Attributes:
        factor: Typical time used over time meant, above 0.
        spread: Standard deviation of its logarithm from skill to skill, 0 and above.
    """

    factor: float = 1.0
    spread: float = 0.4

    def __post_init__(self) -> None:
        if self.factor <= 0 or self.spread < 0:
            raise ValueError("a pace has a factor above 0 and a spread of 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """What comes of one way to go on.

    Attributes:
        low: By working day, the share of the work done that nine of ten futures exceed, 0 to 1.
        middle: The share that half of them exceed.
        high: The share that one of ten exceeds.
        chance: Share of the futures in which all the work is done on the last day, 0 to 1.
    """

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is to be expected of a plan.

    Attributes:
        present: Where the learner goes on as in the past days.
        planned: Where they work all the minutes that the plan has.
        more: Where they work as in the past days, and `MORE_MINUTES` more on each.
        futures: How many were drawn.
        days_of_history: Past days that they rest on.
        is_thin: Whether these are fewer than `ENOUGH_DAYS`: the present pace is then partly
            the planned one, for want of anything better.
    """

    present: Fan
    planned: Fan
    more: Fan
    futures: int
    days_of_history: int
    is_thin: bool


def foreseen(
    plan: Plan, history: Sequence[float], pace: Pace, *, rng: random.Random, futures: int = FUTURES
) -> Outlook:
    """Return what is to be expected of the rest of a plan.

    Args:
        plan: From today on.
        history: Minutes worked on the plan's skills on each past working day, the last one last;
            0 for a day without any.
        pace: How fast the learner learns.
        rng: Source of chance.
        futures: How many to draw, 1 and above.
    """
    drawn = np.random.default_rng(rng.getrandbits(64))
    tasks = [task for day in plan.days for task in day.tasks if task.skill is not None]
    work = _work(plan, pace, drawn, futures)
    usual = sum(task.minutes for task in tasks) / max(1, len(plan.days))
    past = np.array(history[-MOST_DAYS:], dtype=float)
    lacking = max(0, ENOUGH_DAYS - past.size)
    present = _resampled(
        np.concatenate([past, np.full(lacking, usual)]), len(plan.days), drawn, futures
    )
    planned = np.array(
        [sum(task.minutes for task in day.tasks if task.skill is not None) for day in plan.days],
        dtype=float,
    )
    spare = np.maximum(planned, plan.pace)  # who is late has the plan's minutes on free days too
    return Outlook(
        present=_fan(present, work),
        planned=_fan(np.broadcast_to(spare, present.shape), work),
        more=_fan(present + MORE_MINUTES, work),
        futures=futures,
        days_of_history=past.size,
        is_thin=lacking > 0,
    )


def _work(plan: Plan, pace: Pace, drawn: np.random.Generator, futures: int) -> Floats:
    """Return the minutes that all the work takes in each future."""
    needed: dict[int, float] = {}
    repeating = 0
    planned = [task for day in plan.days for task in day.tasks]
    for task in (*planned, *plan.left_out):
        if task.kind == "learn" and task.skill is not None:
            needed[task.skill] = needed.get(task.skill, 0) + task.minutes
        elif task.skill is not None:
            repeating += task.minutes
    minutes = np.array(list(needed.values()), dtype=float)
    factors = pace.factor * np.exp(pace.spread * drawn.standard_normal((futures, minutes.size)))
    work: Floats = factors @ minutes + repeating
    return work


def _resampled(past: Floats, days: int, drawn: np.random.Generator, futures: int) -> Floats:
    """Return minutes by future and day, drawn from past days that count differently in each."""
    weights = drawn.dirichlet(np.ones(past.size), size=futures)
    bounds = weights.cumsum(axis=1)
    bounds[:, -1] = 1.0
    which = drawn.random((futures, days))
    # One search for all futures: those of the n-th lie between n and n + 1.
    shifted = (bounds + np.arange(futures)[:, None]).ravel()
    places = np.searchsorted(shifted, which + np.arange(futures)[:, None], side="right")
    found: Floats = past[
        np.minimum(places - past.size * np.arange(futures)[:, None], past.size - 1)
    ]
    return found


def _fan(minutes: Floats, work: Floats) -> Fan:
    worked = minutes.cumsum(axis=1)
    shares = np.minimum(1.0, worked / np.maximum(work, 1e-9)[:, None])
    low, middle, high = np.quantile(shares, (0.1, 0.5, 0.9), axis=0)
    is_done = worked[:, -1] >= work if worked.shape[1] else work <= 0
    return Fan(
        low=tuple(low.tolist()),
        middle=tuple(middle.tolist()),
        high=tuple(high.tolist()),
        chance=float(is_done.mean()),
    )
