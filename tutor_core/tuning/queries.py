"""Reads the live parameters: what holds for a person, in a scope, and what was changed when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.models import (
    Cohort,
    CohortMember,
    Consent,
    Experiment,
    ExperimentArm,
    ExperimentMember,
    PolicyVersion,
    Student,
)
from tutor_core.tuning.history import history_of, parameters_in, speaking
from tutor_core.tuning.policies import InForce, P, Policy, from_parameters
from tutor_core.tuning.rights import TUNERS
from tutor_core.tuning.timeline import Away, Place, Stay, Timeline, Version, held
from tutor_core.tuning.views import ClassName, Holding, VersionView

_LEARNER: BindParameter[int] = bindparam("student_id")
_NOW = bindparam("now", type_=PolicyVersion.effective_from.type)
CLASSES = select(CohortMember.cohort_id).where(
    CohortMember.student_id == _LEARNER, CohortMember.left_at.is_(None)
)
RUNS: ColumnElement[bool] = and_(
    Experiment.starts_at <= _NOW,
    Experiment.ends_at > _NOW,
    or_(Experiment.stopped_at.is_(None), Experiment.stopped_at > _NOW),
)
_LATEST_CONSENT = (
    select(func.max(Consent.id))
    .where(Consent.student_id == _LEARNER, Consent.purpose == "research")
    .scalar_subquery()
)
HAS_WITHDRAWN = exists().where(Consent.id == _LATEST_CONSENT, Consent.withdrawn_at <= _NOW)
_ARMS = (
    select(ExperimentMember.arm_id)
    .join(Experiment, Experiment.id == ExperimentMember.experiment_id)
    .where(ExperimentMember.student_id == _LEARNER, RUNS, ~HAS_WITHDRAWN)
)
_VERSION_COLUMNS = (
    PolicyVersion.id,
    PolicyVersion.name,
    PolicyVersion.parameters,
    PolicyVersion.cohort_id,
    PolicyVersion.effective_from,
    ExperimentArm.experiment_id,
)
_VERSIONS: Select[Any] = select(*_VERSION_COLUMNS).outerjoin(
    ExperimentArm, ExperimentArm.policy_version_id == PolicyVersion.id
)
_OF_NAME = _VERSIONS.where(
    PolicyVersion.name == bindparam("name"), ExperimentArm.id.is_(None)
).order_by(PolicyVersion.id)
_RANKED = (
    _VERSIONS.add_columns(
        func.row_number()
        .over(
            partition_by=(
                PolicyVersion.name,
                PolicyVersion.cohort_id,
                ExperimentArm.experiment_id,
            ),
            order_by=(PolicyVersion.effective_from.desc(), PolicyVersion.id.desc()),
        )
        .label("rank")
    )
    .where(
        PolicyVersion.effective_from <= _NOW,
        or_(
            and_(
                ExperimentArm.id.is_(None),
                or_(PolicyVersion.scope == "global", PolicyVersion.cohort_id.in_(CLASSES)),
            ),
            ExperimentArm.id.in_(_ARMS),
        ),
    )
    .subquery()
)
_IN_FORCE: Select[Any] = select(_RANKED).where(_RANKED.c.rank == 1)
_THESE: BindParameter[int] = bindparam("student_ids", expanding=True)
_STAYS = select(
    CohortMember.student_id, CohortMember.cohort_id, CohortMember.joined_at, CohortMember.left_at
).where(CohortMember.student_id.in_(_THESE))
_PLACES = (
    select(
        ExperimentMember.student_id,
        ExperimentMember.enrolled_at,
        ExperimentArm.policy_version_id,
        Experiment.ends_at,
        Experiment.stopped_at,
    )
    .join(ExperimentArm, ExperimentArm.id == ExperimentMember.arm_id)
    .join(Experiment, Experiment.id == ExperimentMember.experiment_id)
    .where(ExperimentMember.student_id.in_(_THESE))
)
_CONSENTS = (
    select(
        Consent.student_id,
        Consent.withdrawn_at,
        func.lead(Consent.given_at, type_=Consent.given_at.type)
        .over(partition_by=Consent.student_id, order_by=Consent.id)
        .label("given_again_at"),
    )
    .where(Consent.student_id.in_(_THESE), Consent.purpose == "research")
    .order_by(Consent.id)
)
_TOLD_COLUMNS: tuple[Any, ...] = (
    PolicyVersion.id,
    PolicyVersion.reason,
    PolicyVersion.created_at,
    func.coalesce(Student.full_name, Student.username).label("who"),
    Cohort.name.label("cohort_name"),
)
_TOLD = (
    select(*_TOLD_COLUMNS)
    .outerjoin(Student, Student.id == PolicyVersion.changed_by)
    .outerjoin(Cohort, Cohort.id == PolicyVersion.cohort_id)
    .where(PolicyVersion.name == bindparam("name"))
)


def in_force(db: Session, actor: Actor, *, now: dt.datetime) -> InForce:
    """Return the policies that hold for the actor now: their arm's, their class's, everybody's.

    Read at every decision, so a change acts on the next click in every server process.
    """
    rows = db.execute(_IN_FORCE, {"student_id": actor.id, "now": now})
    return held(_version(row) for row in rows)


def timelines_of(db: Session, student_ids: Collection[int]) -> dict[int, Timeline]:
    """Return what held for each of these people at any moment so far."""
    given = {"student_ids": sorted(student_ids)}
    versions = [_version(row) for row in db.execute(_VERSIONS)]
    stays: dict[int, list[Stay]] = {student_id: [] for student_id in student_ids}
    for row in db.execute(_STAYS, given):
        stay = Stay(cohort_id=row.cohort_id, joined_at=row.joined_at, left_at=row.left_at)
        stays[row.student_id].append(stay)
    places = _places(db, given)
    return {
        student_id: Timeline(versions, found, places.get(student_id, ()))
        for student_id, found in stays.items()
    }


def versions_of(db: Session, kind: type[Policy]) -> list[Version]:
    """Return the versions of a policy, the arms of experiments left out."""
    return [_version(row) for row in db.execute(_OF_NAME, {"name": kind.name})]


def in_force_for(
    db: Session, actor: Actor, kind: type[P], cohort_id: int | None, *, now: dt.datetime
) -> Holding[P]:
    """Return what holds in a scope now, outside experiments.

    Args:
        db: An open block.
        actor: A researcher or an admin.
        kind: The policy.
        cohort_id: The class; None for everybody.
        now: The moment.

    Raises:
        NotAllowedError: The actor may not tune.
    """
    require_role(actor, "tuning.in_force_for", *TUNERS)
    versions = versions_of(db, kind)
    found = speaking(versions, cohort_id, now)
    scheduled = [
        one
        for one in history_of(kind, versions, now)
        if one.state == "scheduled" and one.version.cohort_id == cohort_id
    ]
    return Holding(
        policy=from_parameters(kind, parameters_in(kind, versions, cohort_id, now)),
        version_id=found.version_id if found is not None else None,
        is_own=found is not None and found.cohort_id == cohort_id and bool(found.parameters),
        scheduled=len(scheduled),
    )


def history(
    db: Session, actor: Actor, kind: type[Policy], *, now: dt.datetime
) -> tuple[VersionView, ...]:
    """Return every change of a policy, the one saved last first; arms of experiments left out.

    Raises:
        NotAllowedError: The actor may not tune.
    """
    require_role(actor, "tuning.history", *TUNERS)
    told = history_of(kind, versions_of(db, kind), now)
    rows = {row.id: row for row in db.execute(_TOLD, {"name": kind.name})}
    return tuple(
        VersionView(
            version_id=one.version.version_id,
            cohort=_class_of(one.version, rows[one.version.version_id]),
            who=rows[one.version.version_id].who,
            reason=rows[one.version.version_id].reason,
            created_at=rows[one.version.version_id].created_at,
            effective_from=one.version.effective_from,
            state=one.state,
            resets=not one.version.parameters,
            differences=one.differences,
        )
        for one in told
    )


def class_names(db: Session, actor: Actor) -> tuple[ClassName, ...]:
    """Return the classes that parameters can be set for, by name.

    Raises:
        NotAllowedError: The actor may not tune.
    """
    require_role(actor, "tuning.class_names", *TUNERS)
    going_on = select(Cohort.id, Cohort.name).where(~Cohort.is_archived)
    rows = db.execute(going_on.order_by(Cohort.name, Cohort.id))
    return tuple(ClassName(cohort_id=row.id, name=row.name) for row in rows)


def _places(db: Session, given: dict[str, list[int]]) -> dict[int, list[Place]]:
    rows = db.execute(_PLACES, given).all()
    if not rows:
        return {}
    away: dict[int, list[Away]] = {}
    for row in db.execute(_CONSENTS, given):
        if row.withdrawn_at is not None:
            one = Away(since=row.withdrawn_at, until=row.given_again_at)
            away.setdefault(row.student_id, []).append(one)
    found: dict[int, list[Place]] = {}
    for row in rows:
        place = Place(
            version_id=row.policy_version_id,
            since=row.enrolled_at,
            until=min(row.ends_at, row.stopped_at or row.ends_at),
            away=tuple(away.get(row.student_id, ())),
        )
        found.setdefault(row.student_id, []).append(place)
    return found


def _version(row: Row[Any]) -> Version:
    return Version(
        version_id=row.id,
        name=row.name,
        parameters=row.parameters,
        cohort_id=row.cohort_id,
        effective_from=row.effective_from,
        experiment_id=row.experiment_id,
    )


def _class_of(version: Version, row: Row[Any]) -> ClassName | None:
    if version.cohort_id is None:
        return None
    return ClassName(cohort_id=version.cohort_id, name=row.cohort_name)
