"""Lets a learner contest what the tutor believes of a skill, by a few questions."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.errors import NotFoundError
from tutor_core.knowledge.placing import contested
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.knowledge.service import record_strengths
from tutor_core.mastery.progress import mastery_in
from tutor_core.mastery.testing_out import next_level
from tutor_core.practice.examinations.queries import examined, latest_test_out
from tutor_core.practice.examinations.service import Question, ask, put_away
from tutor_core.practice.goal import Goal
from tutor_core.practice.showing import new_key
from tutor_core.practice.views import Attempt
from tutor_core.tuning.queries import in_force

GOAL = Goal("test_out")
CHOSEN = {"chosen_by": "test_out"}


def begin_test_out(
    db: Session, actor: Actor, skill: str, *, now: dt.datetime, rng: random.Random
) -> None:
    """Let the actor contest what the tutor believes of a skill, and ask the first question.

    From now on the estimate is less sure, so that the answers of the test-out count for more;
    its mean stays: nobody is believed on their word alone. A test-out of the skill that goes on
    is gone on with.

    Raises:
        NotFoundError: There is no such skill, or no question on it.
    """
    lock_learner(db, actor)
    found = latest_test_out(db, actor, skill)
    if found is not None and found.ending is None:
        return
    parameters = in_force(db, actor, now=now).of(KnowledgeParameters).policy
    standing = standing_of(db, actor, actor.id, parameters=parameters, now=now)
    known = standing.named([skill])
    if not known:
        raise NotFoundError("There is no such skill.")
    put_away(db, actor, "test_out", now=now)
    state = {
        "skill": known[0].skill_id,
        "skill_name": known[0].display_name,
        "mastery": mastery_in(standing, known[0], parameters).value,
    }
    question = Question(
        skill=skill, set_key=new_key(), asked=(), level=next_level(()), state=state, action=CHOSEN
    )
    ask(db, actor, question, GOAL, now=now, rng=rng)
    strength = contested(known[0].strength, parameters, now=now)
    record_strengths(db, actor, [replace(known[0], strength=strength)])


def next_test_out_question(
    db: Session, actor: Actor, skill: str, *, now: dt.datetime, rng: random.Random
) -> Attempt | None:
    """Return the question to answer now; None where the test-out has ended.

    Raises:
        NotFoundError: The actor never began one, or there is no question on the skill any more.
    """
    lock_learner(db, actor)
    found = latest_test_out(db, actor, skill)
    if found is None:
        raise NotFoundError("You have not begun a test-out of this skill.")
    if found.ending is not None:
        return None
    if found.attempt is not None:
        return found.attempt
    put_away(db, actor, "test_out", now=now)
    asked = [answer.content_id for answer in examined(db, actor, found.set_key)]
    question = Question(
        skill=skill,
        set_key=found.set_key,
        asked=asked,
        level=next_level(found.answers),
        state={"skill_name": found.title},
        action=CHOSEN,
    )
    return ask(db, actor, question, GOAL, now=now, rng=rng)
