"""Some learners of the demo school were placed lately, by the services that their clicks call."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.content.grading import grade
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.mastery.progress import mastery_in
from tutor_core.practice.examinations.placement.service import (
    begin_placement,
    next_placement_question,
)
from tutor_core.practice.scoring import dont_know
from tutor_core.practice.service import submit_answer
from tutor_core.practice.views import Attempt
from tutor_core.simulation.answers import right_answer, wrong_answer

BEGAN_BEFORE = dt.timedelta(minutes=100)
TOOK_SECONDS = (60, 180)  # a question, at least and at most
TOPICS = ("algebra", "calculus")
AIM = "integration_techniques"


def place_some(
    db: Session, learners: Sequence[Actor], *, now: dt.datetime, rng: random.Random
) -> None:
    """Let these learners take a placement, each answering as well as the tutor thinks they can.

    Args:
        db: An open transaction.
        learners: Who.
        now: When the world ends.
        rng: Source of chance.
    """
    for learner in learners:
        at = now - BEGAN_BEFORE
        knows = _chances(db, learner, at)
        begin_placement(db, learner, TOPICS, [AIM] if AIM in knows else [], now=at)
        while (asked := next_placement_question(db, learner, now=at, rng=rng)) is not None:
            at += dt.timedelta(seconds=rng.randint(*TOOK_SECONDS))
            response = _response(asked, knows[asked.skill], rng)
            found = dont_know() if response is None else grade(response, asked.answer_spec)
            submit_answer(db, learner, asked.attempt_id, response or "", found, now=at)


def _chances(db: Session, learner: Actor, now: dt.datetime) -> dict[str, float]:
    """Return by skill how likely the learner is right, as far as the tutor knows."""
    parameters = KnowledgeParameters()
    standing = standing_of(db, learner, learner.id, parameters=parameters, now=now)
    return {
        skill.name: mastery_in(standing, skill, parameters).value
        for skill in standing.skills.values()
    }


def _response(asked: Attempt, chance: float, rng: random.Random) -> str | None:
    if rng.random() < chance:
        return right_answer(asked.answer_spec)
    return wrong_answer(asked.answer_spec, habit=rng.random(), rng=rng)
