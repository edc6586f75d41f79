"""A learner's answers learnt from once more, twice side by side: as judged, and as they should be.

Both runs fold the functions that learnt from the answers when they were given; they part at the
first answer whose verdict differs. Each answer is learnt with what was known then of its item and
skills (`learnt_from`). In the second run these difficulties are moved by what the learner's own
earlier answers would have moved them otherwise.

Deviation from a full replay: what others answered afterwards is not learnt from again. They met
difficulties that a wrong verdict had moved a little, and that stays with them. What is returned
are differences, to be added to what is stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tutor_core.knowledge.correcting import (
    NO_SHIFT,
    Shift,
    shift_between,
    shift_of_moves,
)
from tutor_core.knowledge.model import Estimate, Strength, aged
from tutor_core.knowledge.observing import Asked, Observation, observe
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.levels import mastery_of
from tutor_core.mastery.progress import Progress, progress_in
from tutor_core.practice.circumstances import Circumstances
from tutor_core.practice.learning import fitting_level, moves_of, reward_of
from tutor_core.practice.regrading.counted import Counted, NamedSkill
from tutor_core.practice.scoring import counts_as_right
from tutor_core.practice.views import SkillMove
from tutor_core.profiling.pace import MIDDLE, level_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What a run ends with.

    Attributes:
        ability: Of the learner; None without answers.
        strengths: By skill, as of when it was last practised.
        progress: By skill, as it stood after its last answer.
        mastered_at: By skill, when the top level was first reached; None where it never was.
        scores: By topic, the sum of the masteries of its skills after the last answer.
        level: Difficulty that fits the learner, 1 to 5.
    """

    ability: Estimate | None
    strengths: Mapping[int, Strength]
    progress: Mapping[int, Progress]
    mastered_at: Mapping[int, dt.datetime | None]
    scores: Mapping[str, float]
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejudged:
    """What an attempt whose verdict differs taught, and would have taught.

    Attributes:
        reward_was: As judged, -1 to 1.
        reward_would: As it should be.
        moves: As it should be, the main skill first.
    """

    reward_was: float
    reward_would: float
    moves: tuple[SkillMove, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """How both runs end and where they differ.

    Attributes:
        was: The run with the verdicts as they are.
        would: The run with the verdicts as they should be.
        rejudged: The attempts whose verdict differs, by their rows.
        circumstances: By attempt, what it would have been learnt with where that differs.
        items: By how much the learner's answers move the difficulties of items otherwise.
        skills: The same of skills.
    """

    was: Ending
    would: Ending
    rejudged: Mapping[int, Rejudged]
    circumstances: Mapping[int, Circumstances]
    items: Mapping[int, Shift]
    skills: Mapping[int, Shift]

    @property
    def ability(self) -> Shift:
        """By how much the learner's ability differs."""
        if self.was.ability is None or self.would.ability is None:
            return NO_SHIFT
        return shift_between(self.was.ability, self.would.ability)

    @property
    def strengths(self) -> dict[int, Shift]:
        """By how much each strength differs."""
        return {
            number: shift_between(strength, self.would.strengths[number])
            for number, strength in self.was.strengths.items()
        }

    @property
    def scores(self) -> dict[str, float]:
        """By how much the sum of the masteries of each topic's skills differs."""
        return {topic: self.would.scores[topic] - score for topic, score in self.was.scores.items()}


def replay(attempts: Sequence[Counted], was: Sequence[bool], would: Sequence[bool]) -> Replayed:
    """Learn from a learner's answers once more.

    Args:
        attempts: All that were learnt from, in the order in which they were answered.
        was: Whether each was judged right.
        would: Whether each should have been.
    """
    factual = _Run()
    other: _Run | None = None
    drift = _Drift()
    rejudged = {}
    circumstances = {}
    for attempt, right, should in zip(attempts, was, would, strict=True):
        if other is None and right == should:
            factual.learn(attempt, attempt.circumstances, correct=right)
            continue
        other = other or factual.copy()
        met = drift.applied(attempt)
        if met != attempt.circumstances:
            circumstances[attempt.attempt_id] = met
        old = factual.learn(attempt, attempt.circumstances, correct=right)
        new = other.learn(attempt, met, correct=should)
        drift.add(old, new)
        if right != should:
            rejudged[attempt.attempt_id] = _rejudged(attempt, old, new)
    ending = factual.ending(attempts)
    return Replayed(
        was=ending,
        would=ending if other is None else other.ending(attempts),
        rejudged=rejudged,
        circumstances=circumstances,
        items=drift.items,
        skills=drift.skills,
    )


def _rejudged(attempt: Counted, old: Observation, new: Observation) -> Rejudged:
    names = tuple(skill.name for skill in attempt.skills)
    return Rejudged(
        reward_was=reward_of(old, attempt.parameters),
        reward_would=reward_of(new, attempt.parameters),
        moves=moves_of(new, names, attempt.parameters, attempt.levels),
    )


@dataclass(slots=True)
class _Drift:
    """By how much the second run has moved difficulties otherwise than the first so far."""

    items: dict[int, Shift] = field(default_factory=dict)
    skills: dict[int, Shift] = field(default_factory=dict)

    def add(self, old: Observation, new: Observation) -> None:
        shift = shift_of_moves((old.item_before, old.item), (new.item_before, new.item))
        self.items[old.content_id] = self.items.get(old.content_id, NO_SHIFT).then(shift)
        before = zip(old.skills, new.skills, strict=True)
        after = zip(old.practised, new.practised, strict=True)
        for (was, would), (is_now, would_be) in zip(before, after, strict=True):
            shift = shift_of_moves(
                (was.difficulty, is_now.difficulty), (would.difficulty, would_be.difficulty)
            )
            known = self.skills.get(was.skill_id, NO_SHIFT)
            self.skills[was.skill_id] = known.then(shift)

    def applied(self, attempt: Counted) -> Circumstances:
        met = attempt.circumstances
        if attempt.content_id not in self.items and self.skills.keys().isdisjoint(met.skills):
            return met
        shift = self.items.get(attempt.content_id, NO_SHIFT)
        return replace(
            met,
            item=None if met.item is None else shift.applied(met.item),
            skills={
                number: self.skills.get(number, NO_SHIFT).applied(difficulty)
                for number, difficulty in met.skills.items()
            },
        )


@dataclass(slots=True)
class _Run:
    """What is known of the learner while their answers are learnt from."""

    ability: Estimate | None = None
    skills: dict[int, SkillStanding] = field(default_factory=dict)
    progress: dict[int, Progress] = field(default_factory=dict)
    mastered_at: dict[int, dt.datetime | None] = field(default_factory=dict)
    level: int = MIDDLE

    def copy(self) -> _Run:
        return _Run(
            self.ability,
            dict(self.skills),
            dict(self.progress),
            dict(self.mastered_at),
            self.level,
        )

    def learn(self, attempt: Counted, met: Circumstances, *, correct: bool) -> Observation:
        """Learn from an answer as it was learnt from live, knowing only the item's skills."""
        parameters = attempt.parameters
        seen = observe(
            Standing(
                ability=self.ability or Estimate(0.0, parameters.ability_variance),
                skills={
                    skill.skill_id: self._standing(skill, attempt, met) for skill in attempt.skills
                },
            ),
            Asked(
                content_id=attempt.content_id,
                level=attempt.level,
                skills=tuple(skill.name for skill in attempt.skills),
                estimate=met.item,
            ),
            correct=counts_as_right(correct=correct, hints_used=attempt.hints_used),
            day_began=met.day_began,
            parameters=parameters,
            now=attempt.at,
        )
        self.ability = seen.standing.ability
        fitting = fitting_level(seen.standing, parameters, attempt.policy)
        self.level = level_after(self.level, fitting)
        for skill in seen.practised:
            number = skill.skill_id
            self.skills[number] = skill
            self.progress[number] = progress_in(seen.standing, skill, parameters, attempt.levels)
            if self.mastered_at.get(number) is None:
                is_top = self.progress[number].is_top
                self.mastered_at[number] = attempt.at if is_top else None
        return seen

    def _standing(self, skill: NamedSkill, attempt: Counted, met: Circumstances) -> SkillStanding:
        known = self.skills.get(skill.skill_id)
        parameters = attempt.parameters
        return SkillStanding(
            skill_id=skill.skill_id,
            name=skill.name,
            display_name=skill.display_name,
            topic=skill.topic,
            prerequisites=(),
            strength=(
                Strength(0.0, parameters.skill_variance)
                if known is None
                else aged(known.strength, attempt.at, parameters)
            ),
            difficulty=met.skills[skill.skill_id],
            days_seen=known.days_seen if known is not None else 0,
        )

    def ending(self, attempts: Sequence[Counted]) -> Ending:
        return Ending(
            ability=self.ability,
            strengths={number: skill.strength for number, skill in self.skills.items()},
            progress=self.progress,
            mastered_at=self.mastered_at,
            scores=self._scores(attempts[-1:]),
            level=self.level,
        )

    def _scores(self, last: Iterable[Counted]) -> dict[str, float]:
        """Sum the masteries up by topic, as after the last answer, which is given alone."""
        found: dict[str, float] = {}
        for attempt in last:
            ability = self.ability or Estimate(0.0, attempt.parameters.ability_variance)
            for skill in self.skills.values():
                strength = aged(skill.strength, attempt.at, attempt.parameters)
                value = mastery_of(ability, strength, skill.difficulty, attempt.parameters).value
                found[skill.topic] = found.get(skill.topic, 0.0) + value
        return found
