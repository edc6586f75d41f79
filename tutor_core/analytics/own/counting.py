"""From counted answers to figures: steps of time, halves at the same difficulty, sureness."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from tutor_core.analytics.own.spans import Span, step_of
from tutor_core.analytics.own.views import Difference, Expected, Right, Stretch, Sureness, Trend
from tutor_core.recommend.evaluation import Z_95
from tutor_core.recommend.shares import wilson

Key = TypeVar("Key", bound=Hashable)


class Answers(NamedTuple):
    """Graded answers of a day that are alike.

    Attributes:
        day: The learner's.
        topic: The subject.
        difficulty: 1 to 5, or None.
        confidence: What was said before the feedback, 0 to 100; None where nothing was.
        n: How many they are.
        right: Right ones among them.
        foretold: Those of which the tutor kept what it expected.
        chances: Sum of the chances given to them.
        came: Right without a hint among those foretold.
    """

    day: dt.date
    topic: str
    difficulty: int | None
    confidence: int | None
    n: int
    right: int
    foretold: int = 0
    chances: float = 0.0
    came: int = 0


def right_in(rows: Iterable[Answers]) -> Right:
    """Return how many answers were right."""
    found = list(rows)
    return Right(right=sum(row.right for row in found), n=sum(row.n for row in found))


def difficulty_of(rows: Iterable[Answers]) -> float | None:
    """Return the mean difficulty of answers, 1 to 5; None where none has one."""
    known = [(row.difficulty, row.n) for row in rows if row.difficulty is not None]
    n = sum(count for _, count in known)
    return sum(level * count for level, count in known) / n if n else None


def stretches_of(rows: Iterable[Answers], span: Span) -> tuple[Stretch, ...]:
    """Return every step of a span, in their order."""
    steps = span.steps()
    by_step = _grouped(rows, lambda row: step_of(row.day, steps))
    return tuple(_stretch(first, by_step.get(place, [])) for place, first in enumerate(steps))


def trend_of(rows: Sequence[Answers]) -> Trend | None:
    """Return the earlier and the later half of the answers; None where there is but one day.

    The days are parted where the two sides are most alike in number.
    """
    days = _grouped(rows, lambda row: row.day)
    order = sorted(days)
    n = sum(row.n for row in rows)
    best, before, part = n, 0, None
    for day in order[:-1]:
        before += sum(row.n for row in days[day])
        if abs(n - 2 * before) < best:
            best, part = abs(n - 2 * before), day
    if part is None:
        return None
    earlier = [row for row in rows if row.day <= part]
    later = [row for row in rows if row.day > part]
    return Trend(
        earlier=right_in(earlier),
        later=right_in(later),
        earlier_difficulty=difficulty_of(earlier),
        later_difficulty=difficulty_of(later),
        at_same_difficulty=at_same_difficulty(earlier, later),
    )


def at_same_difficulty(earlier: Iterable[Answers], later: Iterable[Answers]) -> Difference | None:
    """Return by how much the share of right answers differs among questions of one difficulty.

    The difference of Mantel and Haenszel over the difficulties, with the variance of Sato, which
    holds for few answers a difficulty too. Source: Sato, Greenland and Robins, "On the variance
    estimator for the Mantel-Haenszel risk difference", Biometrics 45 (1989).

    Returns:
        None where no difficulty was met in both.
    """
    before = _grouped(earlier, lambda row: row.difficulty)
    after = _grouped(later, lambda row: row.difficulty)
    weight = gain = p = q = 0.0
    for level in before.keys() & after.keys():
        old, new = right_in(before[level]), right_in(after[level])
        n = old.n + new.n
        weight += new.n * old.n / n
        gain += (new.right * old.n - old.right * new.n) / n
        p += (
            new.n**2 * old.right - old.n**2 * new.right + new.n * old.n * (old.n - new.n) / 2
        ) / n**2
        q += (new.right * (old.n - old.right) + old.right * (new.n - new.right)) / (2 * n)
    if not weight:
        return None
    value = gain / weight
    margin = Z_95 * math.sqrt(max(0.0, value * p + q)) / weight
    return Difference(value=value, low=max(-1.0, value - margin), high=min(1.0, value + margin))


def sureness_by_step(rows: Iterable[Answers]) -> tuple[Sureness, ...]:
    """Return what was said with how often it was right, the least sure first."""
    said = _grouped(_said(rows), lambda row: row.confidence)
    return tuple(_sureness("", said[one]) for one in sorted(said, key=lambda one: one or 0))


def sureness_by_topic(rows: Iterable[Answers]) -> tuple[Sureness, ...]:
    """Return all that was said, then by subject; nothing where nothing was said."""
    said = _said(rows)
    by_topic = _grouped(said, lambda row: row.topic)
    of_all = (_sureness("", said),) if said else ()
    return (*of_all, *(_sureness(topic, by_topic[topic]) for topic in sorted(by_topic)))


def _said(rows: Iterable[Answers]) -> list[Answers]:
    return [row for row in rows if row.confidence is not None]


def _sureness(topic: str, said: Sequence[Answers]) -> Sureness:
    right = right_in(said)
    summed = sum((row.confidence or 0) * row.n for row in said)
    return Sureness(
        topic=topic, confidence=summed / (100 * right.n), right=wilson(right.right, right.n)
    )


def _stretch(first: dt.date, rows: Sequence[Answers]) -> Stretch:
    return Stretch(
        first=first,
        answers=right_in(rows),
        difficulty=difficulty_of(rows),
        expected=Expected(
            chances=sum(row.chances for row in rows),
            came=sum(row.came for row in rows),
            n=sum(row.foretold for row in rows),
        ),
    )


def _grouped(rows: Iterable[Answers], key: Callable[[Answers], Key]) -> dict[Key, list[Answers]]:
    groups: defaultdict[Key, list[Answers]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)
