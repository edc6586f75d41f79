"""Everything one answer sets in motion, in the order in which it is written.

The database is reached only through the services of the domains below.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tutor_core.accounts.actor import Actor
from tutor_core.analytics.service import record_day
from tutor_core.calendar import start_of_day
from tutor_core.content.queries import Item, item_at
from tutor_core.knowledge.model import Estimate
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.knowledge.service import Asked, Observation, observe, record_knowledge
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.levels import Mastery, level_of
from tutor_core.mastery.progress import mastery_in, topic_scores
from tutor_core.mastery.service import Progress, record_progress
from tutor_core.practice.scoring import counts_as_right
from tutor_core.practice.views import SkillMove
from tutor_core.profiling.pace import fitting_difficulty
from tutor_core.profiling.service import log_concept_time, record_pace
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.reward import learning_gain
from tutor_core.recommend.service import record_attempt, record_pull
from tutor_core.tuning.queries import in_force

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A closed attempt and the day it belongs to.

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
    item: Item
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
class Learnt:
    """What the answer brought: the reward of its choice, and the moves as documents."""

    reward: float
    moves: list[dict[str, Any]]


def learn_from(db: Session, actor: Actor, answered: Answered, *, now: dt.datetime) -> Learnt:
    """Write everything an answer sets in motion; the caller holds the learner's lock."""
    learnt = Learnt(reward=0.0, moves=[])
    if answered.is_evidence:
        learnt = _learn(db, actor, answered, now=now)
    record_attempt(
        db,
        actor,
        answered.item.content_id,
        answered.attempt_id,
        seconds=answered.seconds,
        correct=answered.correct,
        now=now,
    )
    record_day(
        db,
        actor,
        answered.day,
        answered.zone,
        starts_at=answered.day_starts_at,
        now=now,
    )
    return learnt


def skipped(db: Session, actor: Actor, content_id: int, *, seconds: int, now: dt.datetime) -> None:
    """Write what putting a question away says: it was shown and not answered."""
    parameters = in_force(db, actor, KnowledgeParameters, now=now).policy
    standing = standing_of(db, actor, actor.id, parameters=parameters, now=now)
    record_pace(
        db,
        actor,
        seconds=seconds,
        meant_minutes=item_at(db, content_id).minutes,
        answered=False,
        optimal_difficulty=_fitting(standing.ability, parameters, BanditPolicy()),
        now=now,
    )


def _learn(db: Session, actor: Actor, answered: Answered, *, now: dt.datetime) -> Learnt:
    parameters = in_force(db, actor, KnowledgeParameters, now=now).policy
    policy = in_force(db, actor, BanditPolicy, now=now).policy
    item = answered.item
    before = standing_of(db, actor, actor.id, parameters=parameters, now=now)
    observed = observe(
        db,
        actor,
        before,
        Asked(content_id=item.content_id, level=item.difficulty, skills=item.skills),
        correct=counts_as_right(correct=answered.correct, hints_used=answered.hints_used),
        day_began=start_of_day(answered.day, answered.zone, starts_at=answered.day_starts_at),
        parameters=parameters,
        now=now,
    )
    reward = _reward(before, observed, parameters)
    if answered.was_chosen_by_bandit:
        record_pull(
            db,
            actor,
            item.content_id,
            topic=item.topic,
            reward=reward,
            epsilon=answered.epsilon,
            now=now,
        )
    seconds = log_concept_time(
        db,
        actor,
        [skill.name for skill in observed.skills],
        seconds=answered.seconds,
        correct=answered.correct,
        difficulty=item.difficulty,
        attempt_id=answered.attempt_id,
        now=now,
    )
    _write_progress(db, actor, answered, observed, seconds, parameters, now)
    fitting = _fitting(observed.standing.ability, parameters, policy)
    record_knowledge(
        db,
        actor,
        scores=topic_scores(observed.standing, parameters),
        correct=answered.correct,
        fitting_difficulty=fitting,
        now=now,
    )
    record_pace(
        db,
        actor,
        seconds=answered.seconds,
        meant_minutes=item.minutes,
        answered=True,
        optimal_difficulty=fitting,
        now=now,
    )
    return Learnt(reward=reward, moves=_moves(before, observed, item.skills, parameters))


def _write_progress(
    db: Session,
    actor: Actor,
    answered: Answered,
    observed: Observation,
    seconds: Mapping[str, int],
    parameters: KnowledgeParameters,
    now: dt.datetime,
) -> None:
    progress = []
    for skill in (observed.standing.skills[skill.skill_id] for skill in observed.skills):
        mastery = mastery_in(observed.standing, skill, parameters)
        progress.append(
            Progress(
                skill_id=skill.skill_id,
                level=_level(mastery, skill),
                mastery=mastery.value,
                practice_seconds=seconds[skill.name],
            )
        )
    record_progress(db, actor, progress, correct=answered.correct, now=now)


def _moves(
    before: Standing,
    observed: Observation,
    skills: Sequence[str],
    parameters: KnowledgeParameters,
) -> list[dict[str, Any]]:
    moves = []
    for was in before.named(skills):
        now = observed.standing.skills[was.skill_id]
        old = mastery_in(before, was, parameters)
        new = mastery_in(observed.standing, now, parameters)
        move = SkillMove(
            name=was.display_name,
            mastery_before=old.value,
            mastery_after=new.value,
            level_before=_level(old, was),
            level_after=_level(new, now),
        )
        moves.append(asdict(move))
    return moves


def _reward(before: Standing, observed: Observation, parameters: KnowledgeParameters) -> float:
    """Return the mean learning gain over the item's skills, 0 for an item without skills."""
    gains = []
    for was in observed.skills:
        now = observed.standing.skills[was.skill_id]
        sd = math.sqrt(before.ability.variance + was.strength.variance + was.difficulty.variance)
        old = mastery_in(before, was, parameters).value
        new = mastery_in(observed.standing, now, parameters).value
        gains.append(learning_gain(before=_log_odds(old), after=_log_odds(new), sd=sd))
    return sum(gains) / len(gains) if gains else 0.0


def _level(mastery: Mastery, skill: SkillStanding) -> int:
    return level_of(mastery, answers=skill.strength.answers, days_seen=skill.days_seen)


def _fitting(ability: Estimate, parameters: KnowledgeParameters, policy: BanditPolicy) -> int:
    return fitting_difficulty(
        parameters.base + ability.mean,
        level_step=parameters.level_step,
        target=_log_odds(policy.target),
    )


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))
