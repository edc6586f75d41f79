"""Begins and stops experiments, and gives every learner who comes their arm."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import Experiment, ExperimentArm, ExperimentMember, table_of
from tutor_core.tuning.experiments.assignment import Arm, assigned
from tutor_core.tuning.experiments.plans import ArmPlan, ExperimentPlan, check_plan
from tutor_core.tuning.experiments.views import state_of
from tutor_core.tuning.policies import to_parameters
from tutor_core.tuning.queries import CLASSES, HAS_WITHDRAWN, RUNS
from tutor_core.tuning.reason import checked_reason
from tutor_core.tuning.rights import TUNERS
from tutor_core.tuning.service import append_version, check_class

_BEGINNING_LOCK = 7_130_003

_TAKEN = (
    select(Experiment.policy_name)
    .join(ExperimentMember, ExperimentMember.experiment_id == Experiment.id)
    .where(ExperimentMember.student_id == bindparam("student_id"), RUNS)
    .correlate(None)
)
_OPEN = (
    select(Experiment.id, Experiment.policy_name)
    .where(
        RUNS,
        or_(Experiment.cohort_id.is_(None), Experiment.cohort_id.in_(CLASSES)),
        Experiment.policy_name.not_in(_TAKEN),
        ~HAS_WITHDRAWN,
    )
    .order_by(Experiment.id)
)
# One learner after the other, so that each counts those before; and not where it was just stopped.
_LOCK = (
    select(Experiment.id).where(Experiment.id == bindparam("experiment_id"), RUNS).with_for_update()
)
_ARMS = (
    select(ExperimentArm.id, ExperimentArm.weight, func.count(ExperimentMember.student_id))
    .outerjoin(ExperimentMember, ExperimentMember.arm_id == ExperimentArm.id)
    .where(ExperimentArm.experiment_id == bindparam("experiment_id"))
    .group_by(ExperimentArm.id, ExperimentArm.weight)
    .order_by(ExperimentArm.id)
)


def begin(db: Session, actor: Actor, plan: ExperimentPlan, *, now: dt.datetime) -> int:
    """Begin an experiment: each arm becomes a version that holds for the arm's learners only.

    Returns:
        The experiment's id.

    Raises:
        NotAllowedError: The actor may not tune.
        InvalidInputError: The plan cannot answer its question, its name is taken, there is no
            such class, or another experiment would reach the same learners meanwhile.
    """
    require_role(actor, "tuning.experiments.begin", *TUNERS)
    check_plan(plan, now=now)
    check_class(db, plan.cohort_id)
    if db.get_bind().dialect.name == "postgresql":  # else two who begin at once overlap unseen
        db.execute(select(func.pg_advisory_xact_lock(_BEGINNING_LOCK)))
    starts, policy_name = plan.starts_at or now, plan.arms[0].policy.name
    _check_others(db, plan, policy_name, starts)
    experiment = Experiment(
        name=plan.name.strip(),
        policy_name=policy_name,
        cohort_id=plan.cohort_id,
        question=plan.question.strip(),
        starts_at=starts,
        ends_at=plan.ends_at,
        created_by=actor.row_id,
        created_at=now,
    )
    db.add(experiment)
    db.flush()  # for its id
    for arm in plan.arms:
        _add_arm(db, actor, experiment, arm, now=now)
    db.flush()
    return experiment.id


def stop(db: Session, actor: Actor, experiment_id: int, *, reason: str, now: dt.datetime) -> None:
    """Stop an experiment before its end; everybody has what holds outside it at their next click.

    Raises:
        NotAllowedError: The actor may not tune.
        NotFoundError: There is no such experiment.
        InvalidInputError: No reason was given, or it is over already.
    """
    require_role(actor, "tuning.experiments.stop", *TUNERS)
    said = checked_reason(reason)
    found = select(Experiment).where(Experiment.id == experiment_id).with_for_update()
    row = db.scalars(found).one_or_none()
    if row is None:
        raise NotFoundError("There is no such experiment.")
    state = state_of(
        starts_at=row.starts_at, ends_at=row.ends_at, stopped_at=row.stopped_at, now=now
    )
    if state in ("ended", "stopped"):
        raise InvalidInputError("experiment_id", "This experiment is over already.")
    row.stopped_at, row.stopped_because = now, said


def enrol(db: Session, actor: Actor, *, now: dt.datetime, rng: random.Random) -> None:
    """Give a student their arm in every experiment that is for them, once and for all.

    Whoever withdrew from research is left out, and whoever has a place in another running
    experiment on the same policy. The caller holds the learner's lock.

    Args:
        db: An open transaction.
        actor: Whoever asks for a question; only students take part.
        now: The moment.
        rng: Breaks ties between arms.
    """
    if actor.role != "student":
        return
    taken = set()
    for row in db.execute(_OPEN, {"student_id": actor.id, "now": now}).all():
        if row.policy_name not in taken and _enrolled(db, actor, row.id, now=now, rng=rng):
            taken.add(row.policy_name)


def _add_arm(
    db: Session, actor: Actor, experiment: Experiment, arm: ArmPlan, *, now: dt.datetime
) -> None:
    label = arm.label.strip()
    version_id = append_version(
        db,
        actor,
        experiment.policy_name,
        to_parameters(arm.policy),
        experiment.cohort_id,
        reason=f"Experiment “{experiment.name}”: {label}",
        begins=experiment.starts_at,
        now=now,
    )
    db.add(
        ExperimentArm(
            experiment_id=experiment.id,
            policy_version_id=version_id,
            label=label,
            weight=arm.weight,
        )
    )


def _enrolled(
    db: Session, actor: Actor, experiment_id: int, *, now: dt.datetime, rng: random.Random
) -> bool:
    this: dict[str, Any] = {"experiment_id": experiment_id}
    if db.execute(_LOCK, this | {"now": now}).one_or_none() is None:
        return False
    arms = [
        Arm(arm_id=arm_id, weight=weight, learners=learners)
        for arm_id, weight, learners in db.execute(_ARMS, this)
    ]
    db.execute(
        insert(table_of(ExperimentMember)),
        this | {"student_id": actor.id, "arm_id": assigned(arms, rng=rng), "enrolled_at": now},
    )
    return True


def _check_others(db: Session, plan: ExperimentPlan, policy_name: str, starts: dt.datetime) -> None:
    if db.scalar(select(Experiment.id).where(Experiment.name == plan.name.strip())) is not None:
        raise InvalidInputError(
            "name", f"Another experiment is called “{plan.name.strip()}”; choose another name."
        )
    until = func.coalesce(Experiment.stopped_at, Experiment.ends_at)
    beside = select(Experiment.name).where(
        Experiment.policy_name == policy_name,
        Experiment.starts_at < plan.ends_at,
        until > starts,
    )
    if plan.cohort_id is not None:
        beside = beside.where(
            or_(Experiment.cohort_id.is_(None), Experiment.cohort_id == plan.cohort_id)
        )
    if (other := db.scalar(beside.order_by(Experiment.id).limit(1))) is not None:
        raise InvalidInputError(
            "starts_at",
            f"“{other}” compares the same with the same learners in that time; "
            "stop it, or start after its end.",
        )
