"""What a badge takes, as data: conditions on counted facts, joined by all and any.

A condition is `{"fact": "right_answers", "topic": "algebra", "at_least": 100}`; conditions are
joined by `{"all": [...]}` and `{"any": [...]}`. Nothing in it is code, its depth and its number
of conditions are bounded, and more of what is counted never makes a met badge unmet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from tutor_core.badges.facts import FACTS, Event, facts_changed_by

DEEPEST = 3  # joins within one another
MOST_CONDITIONS = 16
MOST_ASKED = 1_000_000
LONGEST_WINDOW = 1_000  # answers or reviews that "the last" may mean
TOPICS = ("algebra", "calculus", "geometry", "statistics", "physics", "programming")

Problem = tuple[tuple[object, ...], str]  # where in the criteria, and the sentence


@dataclass(frozen=True, slots=True)
class Question:
    """A fact as a condition asks for it.

    Attributes:
        fact: Its name in `FACTS`.
        filters: Pairs of a filter's name and its value, by name.
    """

    fact: str
    filters: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """That a fact is at least a whole number from 1 to `MOST_ASKED`."""

    question: Question
    at_least: int


@dataclass(frozen=True, slots=True)
class Join:
    """Criteria of which all must be met, or any one."""

    kind: Literal["all", "any"]
    parts: tuple[Criteria, ...]


Criteria = Condition | Join


@dataclass(frozen=True, slots=True)
class Part:
    """How far a learner is with one condition.

    Attributes:
        condition: Which one.
        has: What was counted.
    """

    condition: Condition
    has: int

    @property
    def met(self) -> bool:
        """Whether that is enough."""
        return self.has >= self.condition.at_least

    @property
    def progress(self) -> float:
        """Share of what is needed, 0 to 1; 1 only where it is met."""
        return min(1.0, self.has / self.condition.at_least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a learner is with a badge.

    Attributes:
        met: Whether it is earned.
        progress: 0 to 1: of `all` the mean of its parts', of `any` the best of them; 1 only
            where it is met.
        parts: Every condition in its order, whatever joins them.
    """

    met: bool
    progress: float
    parts: tuple[Part, ...]


class HasCriteria(Protocol):
    """Anything with criteria, such as a badge."""

    @property
    def criteria(self) -> Criteria:
        """What it takes."""


Asking = TypeVar("Asking", bound=HasCriteria)


def evaluate(criteria: Criteria, facts: Mapping[Question, int]) -> Standing:
    """Return how far a learner is.

    Args:
        criteria: What it takes.
        facts: What was counted of them; what is missing counts 0.
    """
    if isinstance(criteria, Condition):
        part = Part(criteria, facts.get(criteria.question, 0))
        return Standing(met=part.met, progress=part.progress, parts=(part,))
    found = [evaluate(part, facts) for part in criteria.parts]
    progress = [standing.progress for standing in found]
    is_all = criteria.kind == "all"
    return Standing(
        met=all(one.met for one in found) if is_all else any(one.met for one in found),
        progress=sum(progress) / len(progress) if is_all else max(progress),
        parts=tuple(part for standing in found for part in standing.parts),
    )


def conditions_of(criteria: Criteria) -> tuple[Condition, ...]:
    """Return every condition in its order."""
    if isinstance(criteria, Condition):
        return (criteria,)
    return tuple(condition for part in criteria.parts for condition in conditions_of(part))


def badges_touched(badges: Iterable[Asking], event: Event) -> list[Asking]:
    """Return the badges, in their order, that an event may bring nearer; see `facts_changed_by`."""
    changed = facts_changed_by(event)
    return [
        badge
        for badge in badges
        if any(condition.question.fact in changed for condition in conditions_of(badge.criteria))
    ]


def questions_of(badges: Iterable[HasCriteria]) -> frozenset[Question]:
    """Return what must be counted to evaluate some badges."""
    return frozenset(
        condition.question for badge in badges for condition in conditions_of(badge.criteria)
    )


def criteria_of(value: object) -> Criteria:
    """Return the criteria that a JSON value describes.

    Raises:
        ValueError: It describes none; every mistake is named, in a sentence each.
    """
    if problems := list(criteria_problems(value)):
        raise ValueError("\n".join(sentence for _, sentence in problems))
    return _read(value)


def json_of(criteria: Criteria) -> dict[str, Any]:
    """Return criteria as the JSON value that `criteria_of` reads, to be stored."""
    if isinstance(criteria, Join):
        return {criteria.kind: [json_of(part) for part in criteria.parts]}
    question = criteria.question
    return {"fact": question.fact, **dict(question.filters), "at_least": criteria.at_least}


def criteria_problems(value: object) -> Iterator[Problem]:
    """Yield what is wrong with a JSON value as criteria: where, and a sentence."""
    problems = list(_join_problems(value, (), DEEPEST))
    yield from problems
    if not problems and len(conditions_of(_read(value))) > MOST_CONDITIONS:
        yield (), f"there are more than {MOST_CONDITIONS} conditions; make two badges of it."


def _read(value: Any) -> Criteria:  # noqa: ANN401 - JSON that was checked
    for kind in ("all", "any"):
        if kind in value:
            return Join(kind, tuple(_read(part) for part in value[kind]))
    filters = tuple(sorted((key, value[key]) for key in value.keys() - {"fact", "at_least"}))
    return Condition(Question(value["fact"], filters), value["at_least"])


def _join_problems(value: object, path: tuple[object, ...], left: int) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield path, "a mapping with `fact`, `all` or `any` belongs here."
        return
    kinds = value.keys() & {"all", "any"}
    if not kinds:
        yield from ((path + where, text) for where, text in _condition_problems(value))
        return
    kind = min(kinds)
    parts = value[kind]
    if len(value) > 1:
        yield path, f"`{kind}` stands alone; put the rest into its list."
    elif not isinstance(parts, list) or not 2 <= len(parts) <= MOST_CONDITIONS:  # noqa: PLR2004
        yield (*path, kind), f"`{kind}` must be a list of 2 to {MOST_CONDITIONS} parts."
    elif not left:
        yield (*path, kind), f"it is nested more than {DEEPEST} deep; make it flatter."
    else:
        for place, part in enumerate(parts):
            yield from _join_problems(part, (*path, kind, place), left - 1)


def _condition_problems(value: Mapping[object, object]) -> Iterator[Problem]:
    name = value.get("fact")
    fact = FACTS.get(name) if isinstance(name, str) else None
    if fact is None:
        yield ("fact",), f"`fact` must be one of {', '.join(FACTS)}."
        return
    for needed in ("at_least", *sorted(fact.needed)):
        if needed not in value:
            yield (), f"`{needed}` is missing; add it to `{fact.name}`."
    for key, part in value.items():
        if key == "fact":
            continue
        if key != "at_least" and key not in fact.filters:
            known = ", ".join(["at_least", *sorted(fact.filters)])
            yield (key,), f"`{key}` says nothing of `{fact.name}`; it has {known}."
        elif (wanted := _JUDGES[str(key)](part)) is not None:
            yield (key,), f"`{key}` must be {wanted}."
    yield from _window_problems(value)


def _window_problems(value: Mapping[object, object]) -> Iterator[Problem]:
    last, at_least = value.get("last"), value.get("at_least")
    if isinstance(last, int) and isinstance(at_least, int) and at_least > last:
        yield ("at_least",), f"{at_least} of the last {last} can never be met."


def _whole(value: object, low: int, high: int) -> str | None:
    good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return None if good else f"a whole number from {low} to {high}"


def _named(value: object, names: Sequence[str]) -> str | None:
    return None if isinstance(value, str) and value in names else f"one of {', '.join(names)}"


def _skill(value: object) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_]{0,99}", value)
    return None if good else "the name of a skill"


_JUDGES: dict[str, Callable[[object], str | None]] = {
    "at_least": lambda value: _whole(value, 1, MOST_ASKED),
    "topic": lambda value: _named(value, TOPICS),
    "skill": _skill,
    "difficulty": lambda value: _whole(value, 1, 5),
    "level": lambda value: _whole(value, 1, 5),
    "last": lambda value: _whole(value, 10, LONGEST_WINDOW),
}
