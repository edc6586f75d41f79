"""What the stored moves of answers say: mastery over time, levels gained and lost."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tutor_core.analytics.own.spans import Span, step_of
from tutor_core.analytics.own.views import Bought, Concept, SkillChange, SubjectCourse
from tutor_core.content.items import SkillName


class Moves(NamedTuple):
    """What one answer moved.

    Attributes:
        day: The learner's.
        topic: The item's subject.
        skills: Each skill's `name` (its title then) with `mastery_before`, `mastery_after`,
            `level_before` and `level_after`.
    """

    day: dt.date
    topic: str
    skills: Sequence[Mapping[str, Any]]


class Titles:
    """Finds the subject of a skill by the title that a move keeps of it."""

    def __init__(self, skills: Sequence[SkillName]) -> None:
        self.skills = Counter(skill.topic for skill in skills)
        self._topics: defaultdict[str, list[str]] = defaultdict(list)
        for skill in skills:
            self._topics[skill.title].append(skill.topic)

    def topic_of(self, title: str, asked_in: str) -> str | None:
        """Return the subject of a skill; of two with one title that of the item's subject.

        Returns:
            None where no skill has that title, any more.
        """
        topics = self._topics.get(title)
        if not topics:
            return None
        return asked_in if asked_in in topics else topics[0]


@dataclass(slots=True)
class _Known:
    """What was known of each skill, by subject and title, as far as the moves were read."""

    mastery: dict[tuple[str, str], float] = field(default_factory=dict)

    def learn(self, moves: Moves, titles: Titles) -> list[tuple[tuple[str, str], Any]]:
        found = []
        for move in moves.skills:
            topic = titles.topic_of(move["name"], moves.topic)
            if topic is not None:
                self.mastery[topic, move["name"]] = move["mastery_after"]
                found.append(((topic, move["name"]), move))
        return found

    def sum_of(self, topic: str) -> float:
        return sum(value for (of, _), value in self.mastery.items() if of == topic)


def courses_of(
    earlier: Iterable[Moves], moves: Sequence[Moves], span: Span, titles: Titles
) -> tuple[SubjectCourse, ...]:
    """Return how the subjects went of which something was ever answered.

    Args:
        earlier: What each skill's last answer before the span moved, in the order of the answers.
        moves: Those of the span, in their order.
        span: The days.
        titles: Of all skills there are.
    """
    known, steps = _Known(), span.steps()
    for one in earlier:
        known.learn(one, titles)
    before = {topic: known.sum_of(topic) for topic in titles.skills}
    by_step: defaultdict[int, list[Moves]] = defaultdict(list)
    for one in moves:
        by_step[step_of(one.day, steps)].append(one)
    answers: Counter[str] = Counter()
    after: defaultdict[str, list[float]] = defaultdict(list)
    for place in range(len(steps)):
        for one in by_step[place]:
            answers.update({topic for (topic, _), _ in known.learn(one, titles)})
        for topic, skills in titles.skills.items():
            after[topic].append(known.sum_of(topic) / skills)
    met = Counter(topic for topic, _ in known.mastery)
    return tuple(
        SubjectCourse(
            topic=topic,
            skills=skills,
            met=met[topic],
            before=before[topic] / skills,
            after=tuple(after[topic]),
            answers=answers[topic],
        )
        for topic, skills in titles.skills.items()
        if met[topic]
    )


def changes_of(moves: Iterable[Moves], titles: Titles) -> tuple[SkillChange, ...]:
    """Return every skill of the span, from before its first answer to after its last."""
    first: dict[tuple[str, str], Any] = {}
    last: dict[tuple[str, str], Any] = {}
    for one in moves:
        for key, move in _Known().learn(one, titles):
            first.setdefault(key, move)
            last[key] = move
    return tuple(
        SkillChange(
            title=key[1],
            topic=key[0],
            mastery_before=begun["mastery_before"],
            mastery_after=last[key]["mastery_after"],
            level_before=begun["level_before"],
            level_after=last[key]["level_after"],
        )
        for key, begun in first.items()
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
