"""Which item an examination asks, and what its answers say so far; nothing is stored."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tutor_core.profiling.placement import Placement
from tutor_core.profiling.placements.views import PlaceableSkill, SkillResult
from tutor_core.recommend.basis import Askable

PLACEMENT_LEVEL = 3  # mastery is the chance of a right answer to an item of this difficulty
SEED = 0  # placements of one curriculum share their knowledge states
LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """An answer in an examination.

    Attributes:
        content_id: What was asked.
        skill: Name of the skill it was on.
        correct: Whether it was right; None for "not learnt yet".
        seconds: Worked on it.
    """

    content_id: int
    skill: str
    correct: bool | None
    seconds: int


def fitting_item(
    items: Sequence[Askable], asked: Collection[int], *, level: int, rng: random.Random
) -> Askable | None:
    """Return the question to ask about a skill; None where it has none.

    One not asked in this examination, of the nearest difficulty, not met or met longest ago;
    chance decides between equals. Exercises are left out.
    """
    questions = [item for item in items if not item.is_exercise]
    if not questions:
        return None

    def unfit(item: Askable) -> tuple[bool, int, dt.datetime]:
        return (
            item.content_id in asked,
            abs(item.difficulty - level),
            item.last_seen_at or LONG_AGO,
        )

    least = min(unfit(item) for item in questions)
    return rng.choice([item for item in questions if unfit(item) == least])


def taken(skills: Mapping[int, PlaceableSkill], answers: Sequence[Examined]) -> Placement[int]:
    """Return the placement in these skills as it stands after these answers.

    Answers on skills that are not, or no longer, among them say nothing.
    """
    placement = Placement(
        {
            number: [needed for needed in skill.prerequisites if needed in skills]
            for number, skill in skills.items()
        },
        {number: skill.level for number, skill in skills.items()},
        rng=random.Random(SEED),  # noqa: S311 - the states hide nothing
        askable={number for number, skill in skills.items() if skill.is_askable},
    )
    numbers = {skill.name: number for number, skill in skills.items()}
    for answer in answers:
        if answer.skill in numbers:
            placement.answer(numbers[answer.skill], answer.correct)
    return placement


def results_of(
    placement: Placement[int], skills: Mapping[int, PlaceableSkill], answers: Sequence[Examined]
) -> list[SkillResult]:
    """Return what a placement found about each of its skills."""

    def result(number: int, probability: float) -> SkillResult:
        own = [answer for answer in answers if answer.skill == skills[number].name]
        return SkillResult(
            skill_id=number,
            probability=probability,
            questions=len(own),
            right=sum(answer.correct is True for answer in own),
            seconds=sum(answer.seconds for answer in own),
        )

    return [result(*found) for found in sorted(placement.probabilities().items())]
