"""What the stored moves of answers say: mastery over time, levels gained and lost."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tutor_core.analytics.own.spans import Span, step_of
from tutor_core.analytics.own.views import Bought, Concept, SkillChange, SubjectCourse
from tutor_core.content.items import SkillName


class Move(NamedTuple):
    """What one answer moved in one skill.

    Attributes:
        day: The learner's.
        attempt_id: The answer.
        skill: Its stable name.
        mastery_before: 0 to 1.
        mastery_after: The same after the answer.
        level_before: 0 to 5.
        level_after: The same after the answer.
    """

    day: dt.date
    attempt_id: int
    skill: str
    mastery_before: float
    mastery_after: float
    level_before: int
    level_after: int


def courses_of(
    earlier: Iterable[Move], moves: Sequence[Move], span: Span, skills: Mapping[str, SkillName]
) -> tuple[SubjectCourse, ...]:
    """Return how the subjects went of which something was ever answered.

    Args:
        earlier: The last of each skill before the span.
        moves: Those of the span, in their order; skills that are gone are left out.
        span: The days.
        skills: All there are, by name.
    """
    sizes = Counter(skill.topic for skill in skills.values())
    known = {one.skill: one.mastery_after for one in earlier if one.skill in skills}
    steps = span.steps()
    by_step: defaultdict[int, list[Move]] = defaultdict(list)
    answers: defaultdict[str, set[int]] = defaultdict(set)
    for one in moves:
        if one.skill in skills:
            by_step[step_of(one.day, steps)].append(one)
            answers[skills[one.skill].topic].add(one.attempt_id)
    before = _sums(known, skills)
    after: defaultdict[str, list[float]] = defaultdict(list)
    for place in range(len(steps)):
        known |= {one.skill: one.mastery_after for one in by_step[place]}
        sums = _sums(known, skills)
        for topic, size in sizes.items():
            after[topic].append(sums[topic] / size)
    met = Counter(skills[name].topic for name in known)
    return tuple(
        SubjectCourse(
            topic=topic,
            skills=size,
            met=met[topic],
            before=before[topic] / size,
            after=tuple(after[topic]),
            answers=len(answers[topic]),
        )
        for topic, size in sizes.items()
        if met[topic]
    )


def changes_of(moves: Iterable[Move], skills: Mapping[str, SkillName]) -> tuple[SkillChange, ...]:
    """Return every skill of the span, from before its first answer to after its last."""
    first: dict[str, Move] = {}
    last: dict[str, Move] = {}
    for one in moves:
        if one.skill in skills:
            first.setdefault(one.skill, one)
            last[one.skill] = one
    return tuple(
        SkillChange(
            title=skills[name].title,
            topic=skills[name].topic,
            mastery_before=begun.mastery_before,
            mastery_after=last[name].mastery_after,
            level_before=begun.level_before,
            level_after=last[name].level_after,
        )
        for name, begun in first.items()
    )


def bought_by(concepts: Iterable[Concept], changes: Sequence[SkillChange]) -> tuple[Bought, ...]:
    """Return what the time on each subject brought, the subject with the most time first."""
    seconds: Counter[str] = Counter()
    for concept in concepts:
        if concept.topic:
            seconds[concept.topic] += concept.seconds
    topics = [*seconds, *(one.topic for one in changes if one.topic not in seconds)]
    return tuple(
        Bought(
            topic=topic,
            seconds=seconds[topic],
            gained=sum(max(0, one.levels) for one in changes if one.topic == topic),
            lost=sum(max(0, -one.levels) for one in changes if one.topic == topic),
            changes=tuple(
                sorted(
                    (one for one in changes if one.topic == topic and one.levels),
                    key=lambda one: (-one.levels, one.title),
                )
            ),
        )
        for topic in sorted(dict.fromkeys(topics), key=lambda topic: (-seconds[topic], topic))
    )


def _sums(known: Mapping[str, float], skills: Mapping[str, SkillName]) -> Mapping[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for name, mastery in known.items():
        found[skills[name].topic] += mastery
    return found
