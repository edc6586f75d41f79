"""Everything one answer changes, worked out from what was known before it; nothing is stored."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from tutor_core.calendar import start_of_day
from tutor_core.gaps.detection import GapChanges, GapsKnown, detect
from tutor_core.knowledge.model import Estimate, Situation, predict
from tutor_core.knowledge.observing import Asked, Observation, observe
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import Standing
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.mastery.progress import Progress, mastery_in, progress_in, topic_scores
from tutor_core.practice.circumstances import Circumstances
from tutor_core.practice.scoring import counts_as_right
from tutor_core.practice.views import SkillMove
from tutor_core.profiling.pace import PaceRecord, fitting_difficulty, paced
from tutor_core.recommend.arms import Arms
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.reward import learning_gain


class AskedItem(Protocol):
    """What learning from an answer needs to know of the item."""

    @property
    def content_id(self) -> int:
        """Return its row."""

    @property
    def topic(self) -> str:
        """Return its subject."""

    @property
    def skills(self) -> tuple[str, ...]:
        """Return the names of its skills, the main one first."""

    @property
    def difficulty(self) -> int:
        """Return its level, 1 to 5."""

    @property
    def minutes(self) -> int:
        """Return what a learner of its level needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answered attempt and the day it belongs to.

    Attributes:
        attempt_id: Its row.
        item: What was asked.
        correct: Whether the answer was right.
        hints_used: How many hints were shown before it.
        seconds: Worked on it.
        is_evidence: False for a retry, from which nothing is learnt.
        was_chosen_by_bandit: Whether the choice is a pull to be rewarded.
        epsilon: With which it was chosen.
        day: The learner's day.
        zone: Where the learner lives.
        day_starts_at: Wall-clock hour at which their day begins.
    """

    attempt_id: int
    item: AskedItem
    correct: bool
    hints_used: int
    seconds: int
    is_evidence: bool
    was_chosen_by_bandit: bool
    epsilon: float
    day: dt.date
    zone: ZoneInfo
    day_starts_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known before an answer is learnt from.

    Attributes:
        parameters: Of the knowledge model.
        policy: Of the choice.
        levels: From which mastery on a learner has which level.
        standing: Of the learner, at the moment of the answer.
        item: How hard the item proved to be; None where nobody answered it yet.
        arms: What the learner's choices brought so far.
        pace: Of the learner; None before their first question.
        gaps: What gaps are found from; None where nobody asks for them.
    """

    parameters: KnowledgeParameters
    policy: BanditPolicy
    levels: MasteryPolicy
    standing: Standing
    item: Estimate | None
    arms: Arms
    pace: PaceRecord | None
    gaps: GapsKnown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What an answer changes.

    Attributes:
        observation: In the knowledge model.
        predicted: Chance of a right answer as the model saw it just before, 0 to 1.
        learnt_from: What the answer was learnt with from outside the learner.
        reward: Mean learning gain over the item's skills, -1 to 1.
        arms: After the pull; as before where the bandit did not choose.
        progress: In each skill of the item.
        scores: By topic, the mean mastery of its skills, 0 to 1.
        pace: Of the learner.
        concepts: Stable names of the item's skills, the main one first.
        moves: In each of them, in the same order.
        gaps: What became of the learner's gaps; None where nobody asked.
    """

    observation: Observation
    predicted: float
    learnt_from: Circumstances
    reward: float
    arms: Arms
    progress: tuple[Progress, ...]
    scores: Mapping[str, float]
    pace: PaceRecord
    concepts: tuple[str, ...]
    moves: tuple[SkillMove, ...]
    gaps: GapChanges | None


def learn(known: Known, answered: Answered, *, now: dt.datetime) -> Learnt:
    """Return all that a counting answer changes."""
    item, parameters = answered.item, known.parameters
    day_began = start_of_day(answered.day, answered.zone, starts_at=answered.day_starts_at)
    seen = observe(
        known.standing,
        Asked(
            content_id=item.content_id,
            level=item.difficulty,
            skills=item.skills,
            estimate=known.item,
        ),
        correct=counts_as_right(correct=answered.correct, hints_used=answered.hints_used),
        day_began=day_began,
        parameters=parameters,
        now=now,
    )
    reward = reward_of(seen, parameters)
    arms = known.arms
    if answered.was_chosen_by_bandit:
        arms = arms.pulled(item.content_id, reward)
    return Learnt(
        observation=seen,
        predicted=_predicted(seen, parameters),
        learnt_from=Circumstances(
            day_began=day_began,
            item=known.item,
            skills={skill.skill_id: skill.difficulty for skill in seen.skills},
        ),
        reward=reward,
        arms=arms,
        progress=tuple(
            progress_in(seen.standing, skill, parameters, known.levels) for skill in seen.practised
        ),
        scores=topic_scores(seen.standing, parameters),
        pace=paced(
            known.pace,
            seconds=answered.seconds,
            meant_minutes=item.minutes,
            answered=True,
            fitting=fitting_level(seen.standing, parameters, known.policy),
            now=now,
        ),
        concepts=tuple(skill.name for skill in seen.before.named(item.skills)),
        moves=moves_of(seen, item.skills, parameters, known.levels),
        gaps=(
            None
            if known.gaps is None
            else detect(seen.standing, known.gaps, parameters=parameters, now=now)
        ),
    )


def fitting_level(
    standing: Standing, parameters: KnowledgeParameters, policy: BanditPolicy
) -> float:
    """Return the difficulty, 1 to 5 and not rounded, that fits a learner of that standing."""
    return fitting_difficulty(
        parameters.base + standing.ability.mean,
        level_step=parameters.level_step,
        target=_log_odds(policy.target),
    )


def moves_of(
    seen: Observation,
    skills: tuple[str, ...],
    parameters: KnowledgeParameters,
    levels: MasteryPolicy,
) -> tuple[SkillMove, ...]:
    """Return what an answer moved in each of these skills, in their order."""
    moves = []
    for was in seen.before.named(skills):
        old = progress_in(seen.before, was, parameters, levels)
        new = progress_in(seen.standing, seen.standing.skills[was.skill_id], parameters, levels)
        moves.append(
            SkillMove(
                name=was.display_name,
                mastery_before=old.mastery,
                mastery_after=new.mastery,
                level_before=old.level,
                level_after=new.level,
            )
        )
    return tuple(moves)


def reward_of(seen: Observation, parameters: KnowledgeParameters) -> float:
    """Return the mean learning gain over the item's skills, -1 to 1; 0 for one without skills."""
    gains = []
    for was, now in zip(seen.skills, seen.practised, strict=True):
        ability = seen.before.ability
        sd = math.sqrt(ability.variance + was.strength.variance + was.difficulty.variance)
        old = mastery_in(seen.before, was, parameters).value
        new = mastery_in(seen.standing, now, parameters).value
        gains.append(learning_gain(before=_log_odds(old), after=_log_odds(new), sd=sd))
    return sum(gains) / len(gains) if gains else 0.0


def _predicted(seen: Observation, parameters: KnowledgeParameters) -> float:
    """Predict the answer; the standing is as of its moment, so nothing is forgotten twice."""
    situation = Situation(
        ability=seen.before.ability,
        strengths=tuple(skill.strength for skill in seen.skills),
        skills=tuple(skill.difficulty for skill in seen.skills),
        item=seen.item_before,
    )
    return predict(situation, parameters).probability


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))
