"""Reads experiments and how they stand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.errors import NotFoundError
from tutor_core.models import (
    Cohort,
    Experiment,
    ExperimentArm,
    ExperimentMember,
    PolicyVersion,
    Student,
)
from tutor_core.tuning.experiments.views import ArmView, ExperimentView, state_of
from tutor_core.tuning.rights import TUNERS

_EXPERIMENTS: Select[Any] = (
    select(
        *Experiment.__table__.columns,
        Cohort.name.label("cohort_name"),
        func.coalesce(Student.full_name, Student.username).label("who"),
    )
    .outerjoin(Cohort, Cohort.id == Experiment.cohort_id)
    .outerjoin(Student, Student.id == Experiment.created_by)
    .order_by(Experiment.starts_at.desc(), Experiment.id.desc())
)
_LEARNERS = (
    select(func.count())
    .where(ExperimentMember.arm_id == ExperimentArm.id)
    .correlate(ExperimentArm)
    .scalar_subquery()
)
_ARMS: Select[Any] = (
    select(
        *ExperimentArm.__table__.columns,
        PolicyVersion.parameters,
        _LEARNERS.label("learners"),
    )
    .join(PolicyVersion, PolicyVersion.id == ExperimentArm.policy_version_id)
    .order_by(ExperimentArm.id)
)


def experiments(db: Session, actor: Actor, *, now: dt.datetime) -> tuple[ExperimentView, ...]:
    """Return all experiments, the one that started last first.

    Raises:
        NotAllowedError: The actor may not tune.
    """
    require_role(actor, "tuning.experiments.experiments", *TUNERS)
    arms: dict[int, list[ArmView]] = {}
    for row in db.execute(_ARMS):
        arms.setdefault(row.experiment_id, []).append(_arm(row))
    return tuple(_view(row, arms.get(row.id, []), now) for row in db.execute(_EXPERIMENTS))


def experiment_of(
    db: Session, actor: Actor, experiment_id: int, *, now: dt.datetime
) -> ExperimentView:
    """Return one experiment.

    Raises:
        NotAllowedError: The actor may not tune.
        NotFoundError: There is no such experiment.
    """
    require_role(actor, "tuning.experiments.experiment_of", *TUNERS)
    row = db.execute(_EXPERIMENTS.where(Experiment.id == experiment_id)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such experiment.")
    arms = db.execute(_ARMS.where(ExperimentArm.experiment_id == experiment_id))
    return _view(row, [_arm(arm) for arm in arms], now)


def _view(row: Row[Any], arms: list[ArmView], now: dt.datetime) -> ExperimentView:
    return ExperimentView(
        experiment_id=row.id,
        name=row.name,
        question=row.question,
        policy_name=row.policy_name,
        cohort=row.cohort_name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        stopped_at=row.stopped_at,
        stopped_because=row.stopped_because,
        state=state_of(
            starts_at=row.starts_at, ends_at=row.ends_at, stopped_at=row.stopped_at, now=now
        ),
        who=row.who,
        arms=tuple(arms),
    )


def _arm(row: Row[Any]) -> ArmView:
    return ArmView(
        arm_id=row.id,
        version_id=row.policy_version_id,
        label=row.label,
        weight=row.weight,
        learners=row.learners,
        parameters=row.parameters,
    )
