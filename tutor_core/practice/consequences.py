"""Everything one answer sets in motion: read what was known, learn, write it down in order.

The database is reached only through the services and queries of the domains below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tutor_core.accounts.actor import Actor
from tutor_core.analytics.rollups.service import record_day
from tutor_core.badges.counting.queries import Moment
from tutor_core.badges.facts import Event
from tutor_core.badges.service import award
from tutor_core.badges.views import Gained
from tutor_core.content.items import Item
from tutor_core.gaps.policy import GapPolicy
from tutor_core.gaps.queries import gaps_known
from tutor_core.gaps.service import record_gaps
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_before, standing_of
from tutor_core.knowledge.service import record_knowledge, record_observation
from tutor_core.knowledge.standing import Standing
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.mastery.service import record_progress
from tutor_core.planning.service import record_reached
from tutor_core.practice.circumstances import circumstances_to
from tutor_core.practice.crediting import answer_for_cards
from tutor_core.practice.learning import Answered, Known, Learnt, fitting_level, learn
from tutor_core.profiling.pace import paced
from tutor_core.profiling.queries import pace_of
from tutor_core.profiling.service import Moved, Worked, log_concept_time, record_pace
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.queries import arms_of
from tutor_core.recommend.service import record_arms, record_attempt
from tutor_core.review.crediting.service import credit_cards
from tutor_core.review.policy import ReviewPolicy
from tutor_core.tuning.policies import InForce, Versioned
from tutor_core.tuning.queries import in_force

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the attempt's row keeps of what its answer taught.

    Attributes:
        reward: Of the choice, -1 to 1.
        moves: In each skill, as documents.
        predicted: Chance of a right answer just before, 0 to 1; None where it did not count.
        learnt_from: What it was learnt with, as a document; None where it did not count.
        closes_gap: Whether it closed a gap of the learner's.
    """

    reward: float = 0.0
    moves: Sequence[dict[str, Any]] = ()
    predicted: float | None = None
    learnt_from: dict[str, Any] | None = None
    closes_gap: bool = False


def learn_from(db: Session, actor: Actor, answered: Answered, *, now: dt.datetime) -> Outcome:
    """Learn from an answer of the actor and store it; the caller holds the learner's lock."""
    item = answered.item
    record_attempt(
        db,
        actor,
        item.content_id,
        answered.attempt_id,
        seconds=answered.seconds,
        correct=answered.correct,
        now=now,
    )
    if not answered.is_evidence:
        return Outcome()
    policies = in_force(db, actor, now=now)
    known = _known(db, actor, item.content_id, policies, now=now)
    learnt = learn(known, answered, now=now)
    _store(db, actor, answered, learnt, now=now)
    record_reached(
        db,
        actor,
        [skill.skill_id for skill in learnt.observation.practised],
        learnt.observation.standing,
        policies.of(KnowledgeParameters).policy,
        policies.of(MasteryPolicy).policy,
        today=answered.day,
        now=now,
    )
    _credit(db, actor, answered, known.standing, policies.of(ReviewPolicy), now=now)
    return Outcome(
        reward=learnt.reward,
        moves=[asdict(move) for move in learnt.moves],
        predicted=learnt.predicted,
        learnt_from=circumstances_to(learnt.learnt_from),
        closes_gap=learnt.gaps is not None and bool(learnt.gaps.resolved),
    )


def close_day(
    db: Session, actor: Actor, answered: Answered, learnt: Outcome, *, now: dt.datetime
) -> tuple[Gained, ...]:
    """Bring the learner's day up to date, once the attempt's row holds its outcome.

    Returns:
        The badges earned with the answer.
    """
    record_day(db, actor, answered.day, now=now)
    events: list[Event] = ["answer", "gap_closed"] if learnt.closes_gap else ["answer"]
    moment = Moment(until=now, zone=answered.zone, day_starts_at=answered.day_starts_at)
    return award(db, actor, moment, events)


def skipped(db: Session, actor: Actor, item: Item, *, seconds: int, now: dt.datetime) -> None:
    """Write what putting a question away says: it was shown and not answered."""
    policies = in_force(db, actor, now=now)
    parameters = policies.of(KnowledgeParameters).policy
    standing = standing_of(db, actor, actor.id, parameters=parameters, now=now)
    pace = paced(
        pace_of(db, actor, actor.id),
        seconds=seconds,
        meant_minutes=item.minutes,
        answered=False,
        fitting=fitting_level(standing, parameters, policies.of(BanditPolicy).policy),
        now=now,
    )
    record_pace(db, actor, pace, now=now)


def _known(
    db: Session, actor: Actor, content_id: int, policies: InForce, *, now: dt.datetime
) -> Known:
    parameters = policies.of(KnowledgeParameters).policy
    standing, item = standing_before(
        db, actor, actor.id, content_id, parameters=parameters, now=now
    )
    return Known(
        parameters=parameters,
        policy=policies.of(BanditPolicy).policy,
        levels=policies.of(MasteryPolicy).policy,
        standing=standing,
        item=item,
        arms=arms_of(db, actor, actor.id),
        pace=pace_of(db, actor, actor.id),
        gaps=gaps_known(db, actor, actor.id, policy=policies.of(GapPolicy).policy),
    )


def _credit(
    db: Session,
    actor: Actor,
    answered: Answered,
    standing: Standing,
    policy: Versioned[ReviewPolicy],
    *,
    now: dt.datetime,
) -> None:
    prerequisites = {
        skill.name: [standing.skills[needed].name for needed in skill.prerequisites]
        for skill in standing.skills.values()
    }
    answer = answer_for_cards(answered, prerequisites)
    if answer is not None:
        credit_cards(db, actor, answer, policy, now=now)


def _store(
    db: Session, actor: Actor, answered: Answered, learnt: Learnt, *, now: dt.datetime
) -> None:
    item = answered.item
    record_observation(db, actor, learnt.observation)
    if answered.was_chosen_by_bandit:
        record_arms(db, actor, learnt.arms, topic=item.topic, epsilon=answered.epsilon, now=now)
    log_concept_time(
        db,
        actor,
        Worked(
            attempt_id=answered.attempt_id,
            seconds=answered.seconds,
            correct=answered.correct,
            difficulty=item.difficulty,
            day=answered.day,
        ),
        [
            Moved(
                concept=concept,
                mastery_before=move.mastery_before,
                mastery_after=move.mastery_after,
                level_before=move.level_before,
                level_after=move.level_after,
            )
            for concept, move in zip(learnt.concepts, learnt.moves, strict=True)
        ],
        now=now,
    )
    record_progress(db, actor, learnt.progress, correct=answered.correct, now=now)
    record_knowledge(
        db,
        actor,
        scores=learnt.scores,
        correct=answered.correct,
        fitting_difficulty=learnt.pace.level,
        now=now,
    )
    record_pace(db, actor, learnt.pace, now=now)
    if learnt.gaps is not None:
        record_gaps(db, actor, learnt.gaps)
