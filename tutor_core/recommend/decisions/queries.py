"""Reads the log of choices and predictions for researchers: numbers without names."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.consents.queries import withdrawn_from
from tutor_core.models import CohortMember, Content, LearningSession, PolicyVersion
from tutor_core.recommend.decisions.period import Period
from tutor_core.recommend.decisions.reading import Log, decision_from, is_consistent
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.self_grading import Graded
from tutor_core.tuning.policies import from_parameters

MOST_DECISIONS = 5_000  # looked at in one question to the log
MOST_ANSWERS = 50_000

_since = bindparam("since", type_=LearningSession.start_time.type)
_until = bindparam("until", type_=LearningSession.start_time.type)
_IN_PERIOD = (
    LearningSession.start_time >= _since,
    LearningSession.start_time < _until,
    LearningSession.is_correct.is_not(None),
    LearningSession.is_evidence,
    LearningSession.student_id.not_in(withdrawn_from("research")),
    or_(
        bindparam("everybody"),
        LearningSession.student_id.in_(
            select(CohortMember.student_id).where(
                CohortMember.cohort_id == bindparam("cohort_id"), CohortMember.left_at.is_(None)
            )
        ),
    ),
)
_CHOSEN = (*_IN_PERIOD, LearningSession.propensity.is_not(None))
_PREDICTED = (*_IN_PERIOD, LearningSession.predicted.is_not(None))
_COUNT: Select[Any] = select(func.count()).select_from(LearningSession)
_COUNT_CHOSEN = _COUNT.where(*_CHOSEN)
_COUNT_PREDICTED = _COUNT.where(*_PREDICTED)
_EVERY = LearningSession.id % bindparam("every") == 0
_DECISIONS: Select[Any] = (
    select(
        LearningSession.student_id,
        LearningSession.reward,
        LearningSession.propensity,
        LearningSession.rl_action,
        LearningSession.rl_state,
        LearningSession.policy_version_id,
        PolicyVersion.parameters,
    )
    .outerjoin(PolicyVersion, PolicyVersion.id == LearningSession.policy_version_id)
    .where(*_CHOSEN, _EVERY)
    .order_by(LearningSession.start_time, LearningSession.id)
)
_GRADED: tuple[Any, ...] = (
    LearningSession.predicted,
    LearningSession.is_correct,
    LearningSession.start_time,
    Content.topic,
)
_ANSWERS = (
    select(*_GRADED)
    .join(Content, Content.id == LearningSession.content_id)
    .where(*_PREDICTED, _EVERY)
    .order_by(LearningSession.start_time, LearningSession.id)
)


def logged_decisions(
    db: Session, actor: Actor, period: Period, *, most: int = MOST_DECISIONS
) -> Log:
    """Return the tutor's choices of a period that were answered, with their candidates.

    Whoever withdrew from research is left out. Where there are more than `most`, every second,
    third, ... row is looked at.

    Raises:
        NotAllowedError: The actor is no researcher.
    """
    require_role(actor, "recommend.decisions.logged_decisions", "researcher", "admin")
    there, every = _portion(db, _COUNT_CHOSEN, period, most)
    policies: dict[int | None, BanditPolicy] = {None: BanditPolicy()}
    decisions, learners = [], set()
    incomplete = inconsistent = 0
    for row in db.execute(_DECISIONS, period.keys() | {"every": every}):
        if row.policy_version_id not in policies:
            policies[row.policy_version_id] = from_parameters(BanditPolicy, row.parameters)
        found = decision_from(
            row.rl_action or {},
            row.rl_state or {},
            reward=row.reward or 0.0,
            propensity=row.propensity,
            policy=policies[row.policy_version_id],
        )
        if found is None:
            incomplete += 1
        elif not is_consistent(found):
            inconsistent += 1
        else:
            decisions.append(found)
            learners.add(row.student_id)
    return Log(
        decisions=tuple(decisions),
        learners=len(learners),
        incomplete=incomplete,
        inconsistent=inconsistent,
        there=there,
    )


def graded_predictions(
    db: Session, actor: Actor, period: Period, *, zone: ZoneInfo, most: int = MOST_ANSWERS
) -> tuple[Graded, ...]:
    """Return what was predicted of the answers of a period, and what came.

    Weeks begin on Mondays in `zone`. Whoever withdrew from research is left out. Where there are
    more than `most`, every second, third, ... row is looked at.

    Raises:
        NotAllowedError: The actor is no researcher.
    """
    require_role(actor, "recommend.decisions.graded_predictions", "researcher", "admin")
    _, every = _portion(db, _COUNT_PREDICTED, period, most)
    return tuple(
        Graded(
            predicted=row.predicted,
            correct=row.is_correct,
            topic=row.topic,
            week=_week_of(row.start_time, zone),
        )
        for row in db.execute(_ANSWERS, period.keys() | {"every": every})
    )


def _portion(db: Session, count: Select[Any], period: Period, most: int) -> tuple[int, int]:
    """Return how many rows there are, and which one of how many is looked at."""
    there = int(db.scalar(count, period.keys()) or 0)
    return there, max(1, -(-there // most))


def _week_of(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    day = moment.astimezone(zone).date()
    return day - dt.timedelta(days=day.weekday())
