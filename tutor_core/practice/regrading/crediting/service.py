"""Puts right what rejudged answers did to their learners' cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day
from tutor_core.models import Skill
from tutor_core.practice.regrading.effects import Effect
from tutor_core.review.crediting.moving import AnswerToQuestion
from tutor_core.review.crediting.service import credit_again, take_credit_back
from tutor_core.tuning.queries import timelines_of

_SKILLS = select(Skill.id, Skill.name, Skill.prerequisite_skill_ids)


def correct_credits(
    db: Session, effects: Mapping[Actor, Effect], *, now: dt.datetime, day_starts_at: int
) -> None:
    """Take back how turned answers moved cards, and move them as the answers are judged now.

    Cards that were reviewed or moved since stay. The caller holds the learners' locks.

    Args:
        db: An open transaction.
        effects: What is rejudged of each learner.
        now: When it is ordered.
        day_starts_at: Wall-clock hour at which learners' days begin.
    """
    turned = {
        learner: effect
        for learner, effect in effects.items()
        if any(one.is_turned for one in effect.judged)
    }
    if not turned:
        return
    timelines = timelines_of(db, [learner.id for learner in turned])
    prerequisites = _prerequisites(db)
    for learner, effect in turned.items():
        judged = {one.answer.attempt_id: one for one in effect.judged if one.is_turned}
        for attempt_id in reversed(judged):
            take_credit_back(db, learner, attempt_id, now=now)
        for met in effect.history.attempts:
            one = judged.get(met.attempt_id)
            if one is None or not met.skills or (one.correct and met.hints_used):
                continue
            zone = effect.history.zone
            answer = AnswerToQuestion(
                attempt_id=met.attempt_id,
                skill=met.skills[0].name,
                prerequisites=prerequisites,
                correct=one.correct,
                on=learner_day(met.at, zone, starts_at=day_starts_at),
                zone=zone,
                day_starts_at=day_starts_at,
            )
            held = timelines[learner.id].at(met.at)
            credit_again(db, learner, answer, held, answered_at=met.at, now=now)


def _prerequisites(db: Session) -> dict[str, list[str]]:
    """Return by name of a skill the names of those it builds on directly."""
    rows = db.execute(_SKILLS).all()
    names = {row.id: row.name for row in rows}
    return {
        row.name: [names[one] for one in row.prerequisite_skill_ids or () if one in names]
        for row in rows
    }
