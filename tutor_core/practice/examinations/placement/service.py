"""Places a learner: which question comes next, and what the answers say at the end."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.badges.counting.queries import Moment
from tutor_core.badges.facts import Event
from tutor_core.badges.service import award
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.gaps.service import refresh_gaps
from tutor_core.knowledge.placing import placed
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.knowledge.service import record_scores, record_strengths
from tutor_core.knowledge.standing import Standing
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.mastery.progress import progress_in, topic_scores
from tutor_core.mastery.service import record_placed
from tutor_core.models import TOPICS
from tutor_core.practice.examinations.asking import (
    PLACEMENT_LEVEL,
    Examined,
    results_of,
    taken,
)
from tutor_core.practice.examinations.queries import asked_now, examined
from tutor_core.practice.examinations.service import Question, ask, put_away
from tutor_core.practice.goal import Goal
from tutor_core.practice.views import Attempt
from tutor_core.profiling.placement import Placement
from tutor_core.profiling.placements import queries as placements
from tutor_core.profiling.placements import service as placing
from tutor_core.profiling.placements.views import PlaceableSkill, SkillResult, skills_in_scope
from tutor_core.tuning.queries import in_force


def begin_placement(
    db: Session,
    actor: Actor,
    topics: Sequence[str],
    goals: Sequence[str],
    *,
    now: dt.datetime,
) -> None:
    """Begin a placement; one that was going on is abandoned, its answers stay.

    Args:
        db: An open transaction.
        actor: The learner.
        topics: The subjects it is about, at least one.
        goals: Names of the skills they aim for; none: everything in the subjects.
        now: When they begin.

    Raises:
        InvalidInputError: No subject is chosen, or there is no such subject or skill.
    """
    lock_learner(db, actor)
    if not topics:
        raise InvalidInputError("topics", "Choose at least one subject to be placed in.")
    if unknown := set(topics) - set(TOPICS):
        raise InvalidInputError("topics", f"There is no subject called {min(unknown)}.")
    skills = placements.placeable_skills(db, actor)
    numbers = {skill.name: skill.skill_id for skill in skills}
    if strange := [name for name in goals if name not in numbers]:
        raise InvalidInputError("goals", f"There is no skill called {strange[0]}.")
    put_away(db, actor, "placement", now=now)
    placing.open_new(
        db,
        actor,
        topics=[topic for topic in TOPICS if topic in topics],
        goal_skill_ids=[numbers[name] for name in goals]
        or [skill.skill_id for skill in skills if skill.topic in topics],
        now=now,
    )


def next_placement_question(
    db: Session,
    actor: Actor,
    *,
    now: dt.datetime,
    rng: random.Random,
    day_starts_at: int = 4,
) -> Attempt | None:
    """Return the question to answer now; None where the placement has just ended by itself.

    A reload, another tab or another day finds the same question again; one that was corrected or
    withdrawn meanwhile is replaced.

    Raises:
        NotFoundError: No placement is going on.
    """
    zone = lock_learner(db, actor)
    going_on = placements.open_placement(db, actor)
    if going_on is None:
        raise NotFoundError("No placement is going on.")
    waiting = asked_now(db, actor, "placement", going_on.key)
    if waiting is not None:
        return waiting
    put_away(db, actor, "placement", now=now)
    skills = skills_in_scope(
        placements.placeable_skills(db, actor), going_on.topics, going_on.goal_skill_ids
    )
    answers = examined(db, actor, going_on.key)
    placement = taken(skills, answers)
    number = placement.next_skill()
    if number is None:
        moment = Moment(until=now, zone=zone, day_starts_at=day_starts_at)
        _finish(db, actor, skills, answers, moment)
        return None
    asked = [answer.content_id for answer in answers]
    question = _question(placement, skills[number], going_on.key, asked)
    return ask(db, actor, question, Goal("placement"), now=now, rng=rng)


def end_placement(db: Session, actor: Actor, *, now: dt.datetime, day_starts_at: int = 4) -> bool:
    """End the actor's placement before it is sure; return whether there is something to show.

    What was answered so far makes the map; without an answer the placement is abandoned.
    """
    zone = lock_learner(db, actor)
    going_on = placements.open_placement(db, actor)
    if going_on is None:
        return False
    put_away(db, actor, "placement", now=now)
    answers = examined(db, actor, going_on.key)
    if not answers:
        placing.end_open(db, actor, "abandoned", now=now)
        return False
    skills = skills_in_scope(
        placements.placeable_skills(db, actor), going_on.topics, going_on.goal_skill_ids
    )
    _finish(db, actor, skills, answers, Moment(until=now, zone=zone, day_starts_at=day_starts_at))
    return True


def _question(
    placement: Placement[int], skill: PlaceableSkill, set_key: str, asked: Sequence[int]
) -> Question:
    return Question(
        skill=skill.name,
        set_key=set_key,
        asked=asked,
        level=PLACEMENT_LEVEL,
        state={"skill": skill.skill_id, "skill_name": skill.display_name},
        action={
            "chosen_by": "placement",
            "skill": skill.skill_id,
            "probability": placement.probabilities()[skill.skill_id],
            "expected_error": placement.expected_error,
        },
    )


def _finish(
    db: Session,
    actor: Actor,
    skills: Mapping[int, PlaceableSkill],
    answers: Sequence[Examined],
    moment: Moment,
) -> None:
    now = moment.until
    results = results_of(taken(skills, answers), skills, answers)
    placing.record_results(db, actor, results, now=now)
    placing.end_open(db, actor, "finished", now=now)
    events: list[Event] = ["placement"]
    if _begin_estimate(db, actor, results, now=now):
        events.append("gap_closed")
    award(db, actor, moment, events)


def _begin_estimate(
    db: Session, actor: Actor, results: Sequence[SkillResult], *, now: dt.datetime
) -> bool:
    """Let the knowledge estimate start from what a placement found; tell whether a gap closed."""
    policies = in_force(db, actor, now=now)
    parameters, levels = policies.of(KnowledgeParameters).policy, policies.of(MasteryPolicy).policy
    before = standing_of(db, actor, actor.id, parameters=parameters, now=now)
    found = {one.skill_id: one.probability for one in results}
    skills = placed(before, found, parameters, now=now)
    standing = Standing(ability=before.ability, skills=dict(before.skills) | skills)
    record_strengths(db, actor, skills.values())
    progress = [progress_in(standing, skill, parameters, levels) for skill in skills.values()]
    record_placed(db, actor, progress, now=now)
    record_scores(db, actor, topic_scores(standing, parameters), now=now)
    changes = refresh_gaps(db, actor, now=now)
    return bool(changes.resolved)
