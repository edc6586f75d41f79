"""The tutor without a database: what a teaching benchmark drives."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.practice.learning import Answered
from tutor_core.recommend.choosing import Recommendation
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.simulation.school import Record, School, SchoolItem, SchoolSkill
from tutor_core.tuning.policies import InForce, Stored, to_parameters

DEFAULT_POLICY = BanditPolicy()
DEFAULT_PARAMETERS = KnowledgeParameters()
FIRST_DAY = dt.datetime(2001, 1, 1, 12, tzinfo=dt.UTC)
UTC = ZoneInfo("UTC")
MINUTES = 2


@dataclass(frozen=True)
class Curriculum:
    """What there is to learn.

    Attributes:
        items: Content id, skill and level (1 to 5) of each; ids and skills are any hashable.
        prerequisites: By skill, what it builds on directly.

    Raises:
        ValueError: An item stands twice, a level is out of range, or a skill that is built on
            has no place in the graph.
    """

    items: Sequence[tuple[Hashable, Hashable, int]]
    prerequisites: Mapping[Hashable, Sequence[Hashable]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len({content_id for content_id, _, _ in self.items}) < len(self.items):
            raise ValueError("an item stands twice in the curriculum")
        for content_id, _, level in self.items:
            if not 1 <= level <= 5:  # noqa: PLR2004 - the scale
                raise ValueError(f"the level of {content_id!r} must be from 1 to 5, not {level}")


class InMemoryTutor:
    """Chooses items for students and learns from their answers, by the services' functions.

    Every student has one open item: asked for the next one, the tutor answers with the same
    until it has observed an answer to it.

    Args:
        curriculum: What there is to learn.
        policy: How items are chosen.
        rng: Source of chance.
        parameters: Of the knowledge model.
    """

    def __init__(
        self,
        curriculum: Curriculum,
        *,
        policy: BanditPolicy = DEFAULT_POLICY,
        rng: random.Random,
        parameters: KnowledgeParameters = DEFAULT_PARAMETERS,
    ) -> None:
        self._rng = rng
        self._policies = InForce(
            {kind.name: Stored(to_parameters(kind), 0) for kind in (policy, parameters)}
        )
        self._names = [content_id for content_id, _, _ in curriculum.items]
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._skills = skills = _numbered(curriculum)
        self._items = [
            SchoolItem(
                content_id=number,
                topic="",
                skills=(str(skills[skill]),),
                difficulty=level,
                minutes=MINUTES,
            )
            for number, (_, skill, level) in enumerate(curriculum.items)
        ]
        self._school = School(
            [
                SchoolSkill(
                    skill_id=number,
                    name=str(number),
                    display_name=str(skill),
                    topic="",
                    prerequisites=tuple(
                        skills[needed] for needed in curriculum.prerequisites.get(skill, ())
                    ),
                )
                for skill, number in skills.items()
            ],
            self._items,
            finds_gaps=False,
        )
        self._records: dict[Hashable, Record] = {}
        self._open: dict[Hashable, Recommendation] = {}

    def next_item(self, student: Hashable, *, day: int) -> Hashable:
        """Return the item to ask a student on a day.

        Raises:
            ValueError: The curriculum has no items.
        """
        if student not in self._open:
            record = self._records.setdefault(student, Record())
            now = _moment(day)
            found = self._school.choose(record, self._policies, now=now, rng=self._rng)
            if found is None:
                raise ValueError("the curriculum has no items")
            self._school.show(record, found.content_id, now=now)
            self._open[student] = found
        return self._names[self._open[student].content_id]

    def observe(self, student: Hashable, content_id: Hashable, correct: bool, *, day: int) -> None:
        """Learn from a student's answer; one to an item that was not asked is learnt from too.

        Raises:
            KeyError: There is no such item.
        """
        number = self._numbers[content_id]
        record = self._records.setdefault(student, Record())
        choice = self._open.get(student)
        was_asked = choice is not None and choice.content_id == number
        if was_asked:
            del self._open[student]
        now = _moment(day)
        answered = Answered(
            attempt_id=0,
            item=self._items[number],
            correct=correct,
            hints_used=0,
            seconds=60 * MINUTES,
            is_evidence=True,
            was_chosen_by_bandit=was_asked,
            epsilon=choice.action["epsilon"] if choice is not None and was_asked else 0.0,
            day=now.date(),
            zone=UTC,
            day_starts_at=0,
        )
        self._school.learn(record, answered, self._policies, now=now)

    def place(
        self,
        student: Hashable,
        known: Mapping[Hashable, float],
        *,
        day: int,
    ) -> None:
        """Let what is thought of a student begin from a placement, whose answers were observed.

        Args:
            student: Who was placed.
            known: By skill, the chance that they know it, 0 to 1.
            day: On which it ended.

        Raises:
            KeyError: There is no such skill.
        """
        record = self._records.setdefault(student, Record())
        found = {self._skills[skill]: chance for skill, chance in known.items()}
        self._school.place(record, found, self._policies, now=_moment(day))


def _numbered(curriculum: Curriculum) -> dict[Hashable, int]:
    """Give every skill a number, in the order in which the curriculum names them."""
    named = [skill for _, skill, _ in curriculum.items]
    for skill, needed in curriculum.prerequisites.items():
        named += [skill, *needed]
    return {skill: number for number, skill in enumerate(dict.fromkeys(named), start=1)}


def _moment(day: int) -> dt.datetime:
    return FIRST_DAY + dt.timedelta(days=day)
