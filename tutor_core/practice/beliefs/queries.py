"""Reads what the tutor believes of a learner's skill, and the answers behind it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.mastery.belief import belief_of
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.mastery.progress import progress_in
from tutor_core.models import ConceptTimeLog, LearningSession
from tutor_core.practice.beliefs.views import Evidence, SkillBelief
from tutor_core.practice.scoring import outcome_of
from tutor_core.tuning.queries import in_force

SHOWN = 20
_EVIDENCE = (
    select(
        LearningSession.end_time,
        LearningSession.is_correct,
        LearningSession.answer_note,
        LearningSession.hints_used,
        LearningSession.difficulty,
        LearningSession.predicted,
        LearningSession.source,
    )
    .join(ConceptTimeLog, ConceptTimeLog.session_id == LearningSession.id)
    .where(
        ConceptTimeLog.student_id == bindparam("student_id"),
        ConceptTimeLog.concept == bindparam("skill"),
        LearningSession.is_correct.is_not(None),
    )
    .order_by(LearningSession.end_time.desc(), LearningSession.id.desc())
    .limit(SHOWN)
)


def belief_in(db: Session, actor: Actor, skill: str, *, now: dt.datetime) -> SkillBelief:
    """Return what the tutor believes of one of the actor's skills.

    Args:
        db: An open block.
        actor: The learner.
        skill: Its name.
        now: The moment of which it holds: what was learnt fades.

    Raises:
        NotFoundError: There is no such skill.
    """
    policies = in_force(db, actor, now=now)
    parameters, levels = policies.of(KnowledgeParameters).policy, policies.of(MasteryPolicy).policy
    standing = standing_of(db, actor, actor.id, parameters=parameters, now=now)
    known = standing.named([skill])
    if not known:
        raise NotFoundError("There is no such skill.")
    (own,) = known
    belief = belief_of(standing.ability, own.strength, own.difficulty, parameters)
    rows = db.execute(_EVIDENCE, {"student_id": actor.id, "skill": skill})
    return SkillBelief(
        skill=own.name,
        title=own.display_name,
        topic=own.topic,
        mastery=belief.mastery,
        low=belief.lower,
        high=belief.upper,
        level=progress_in(standing, own, parameters, levels).level,
        answers=own.strength.answers,
        days_seen=own.days_seen,
        last_seen_at=own.strength.last_seen_at,
        placed_at=own.placed_at,
        evidence=tuple(
            Evidence(
                answered_at=row.end_time,
                outcome=outcome_of(correct=row.is_correct, note=row.answer_note),
                with_hints=row.hints_used > 0,
                difficulty=row.difficulty,
                predicted=row.predicted,
                source=row.source,
            )
            for row in rows
        ),
    )
