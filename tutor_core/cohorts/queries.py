"""Reads classes: for whoever teaches them, and for whoever is in them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Select, case, func, or_, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.passwords import NO_PASSWORD
from tutor_core.calendar import learner_day, zone_named
from tutor_core.cohorts.codes import state_of
from tutor_core.cohorts.names import TEACHERS
from tutor_core.cohorts.views import (
    ClassLine,
    ClassView,
    Group,
    JoinCode,
    JoinedClass,
    RosterLine,
    Teacher,
)
from tutor_core.errors import NotAllowedError
from tutor_core.models import (
    Cohort,
    CohortGroup,
    CohortGroupMember,
    CohortMember,
    CohortTeacher,
    ImportedLearner,
    PerformanceMetrics,
    Student,
)

DAYS_COUNTED = 7
NOT_YOURS = "This class is not among yours."
_NAME = func.coalesce(func.nullif(Student.full_name, ""), Student.username)


def reached(
    db: Session, actor: Actor, action: str, cohort_id: int, *, lock: bool = False
) -> Cohort:
    """Return a class that the actor teaches, as owner or co-teacher.

    Args:
        db: An open block.
        actor: Who reaches for it.
        action: What is tried, for the audit log.
        cohort_id: The class.
        lock: Whether it is about to be changed.

    Raises:
        NotAllowedError: They are no teacher, it is another's, or there is none: all the same.
    """
    require_role(actor, action, *TEACHERS)
    asked = select(Cohort).where(Cohort.id == cohort_id, _taught_by(actor))
    found = db.scalar(asked.with_for_update(of=Cohort) if lock else asked)
    if found is None:
        raise NotAllowedError(action, NOT_YOURS)
    return found


def classes_of(db: Session, actor: Actor) -> tuple[ClassLine, ...]:
    """Return the classes that the actor teaches: those that go on first, by name.

    Raises:
        NotAllowedError: The actor is no teacher.
    """
    require_role(actor, "classes_of", *TEACHERS)
    learners = (
        select(func.count())
        .where(CohortMember.cohort_id == Cohort.id, CohortMember.left_at.is_(None))
        .scalar_subquery()
    )
    rows = db.execute(
        select(Cohort.id, Cohort.name, Cohort.is_archived, Cohort.teacher_id)
        .add_columns(learners.label("learners"))
        .where(_taught_by(actor))
        .order_by(Cohort.is_archived, func.lower(Cohort.name), Cohort.id)
    )
    return tuple(
        ClassLine(
            cohort_id=row.id,
            name=row.name,
            learners=row.learners,
            is_archived=row.is_archived,
            is_own=row.teacher_id == actor.id,
        )
        for row in rows
    )


def class_of(
    db: Session, actor: Actor, cohort_id: int, *, now: dt.datetime, day_starts_at: int = 4
) -> ClassView:
    """Return a class with everybody in it, in a number of queries that does not grow with it.

    Args:
        db: An open block.
        actor: One of its teachers.
        cohort_id: The class.
        now: When it is looked at.
        day_starts_at: Wall-clock hour at which learners' days begin.

    Raises:
        NotAllowedError: It is not among the actor's.
    """
    found = reached(db, actor, "class_of", cohort_id)
    groups = _groups(db, cohort_id)
    return ClassView(
        cohort_id=found.id,
        name=found.name,
        version=found.version,
        is_archived=found.is_archived,
        is_own=found.teacher_id == actor.id,
        code=JoinCode(
            code=found.join_code,
            expires_at=found.code_expires_at,
            state=state_of(found.code_expires_at, found.code_revoked_at, now=now),
        ),
        teachers=_teachers(db, found),
        groups=groups,
        roster=_roster(db, cohort_id, groups, now=now, day_starts_at=day_starts_at),
    )


def joined_classes(db: Session, actor: Actor) -> tuple[JoinedClass, ...]:
    """Return the classes that the actor is in, by name."""
    rows = db.execute(
        select(Cohort, CohortMember.joined_at)
        .join(CohortMember, CohortMember.cohort_id == Cohort.id)
        .where(CohortMember.student_id == actor.id, CohortMember.left_at.is_(None))
        .order_by(func.lower(Cohort.name), Cohort.id)
    ).all()
    return tuple(
        JoinedClass(
            cohort_id=cohort.id,
            name=cohort.name,
            teachers=tuple(one.name for one in _teachers(db, cohort)),
            groups=tuple(one.name for one in _groups(db, cohort.id) if actor.id in one.learners),
            joined_at=joined_at,
            is_archived=cohort.is_archived,
        )
        for cohort, joined_at in rows
    )


def members(cohort_id: int) -> Select[int]:
    """Return the statement for the numbers of those who are in a class."""
    return select(CohortMember.student_id).where(
        CohortMember.cohort_id == cohort_id, CohortMember.left_at.is_(None)
    )


def _taught_by(actor: Actor) -> Any:  # noqa: ANN401 - a condition
    helped = select(CohortTeacher.cohort_id).where(CohortTeacher.teacher_id == actor.id)
    return or_(Cohort.teacher_id == actor.id, Cohort.id.in_(helped))


def _teachers(db: Session, cohort: Cohort) -> tuple[Teacher, ...]:
    helping = select(CohortTeacher.teacher_id).where(CohortTeacher.cohort_id == cohort.id)
    rows = db.execute(
        select(Student.id, Student.username, _NAME.label("name"))
        .where(or_(Student.id == cohort.teacher_id, Student.id.in_(helping)))
        .order_by(case((Student.id == cohort.teacher_id, 0), else_=1), func.lower(_NAME))
    )
    return tuple(
        Teacher(
            teacher_id=row.id,
            name=row.name,
            username=row.username,
            is_owner=row.id == cohort.teacher_id,
        )
        for row in rows
    )


def _groups(db: Session, cohort_id: int) -> tuple[Group, ...]:
    rows = db.execute(
        select(CohortGroup.id, CohortGroup.name, CohortGroup.version, CohortGroupMember.student_id)
        .outerjoin(CohortGroupMember, CohortGroupMember.group_id == CohortGroup.id)
        .where(CohortGroup.cohort_id == cohort_id)
        .order_by(func.lower(CohortGroup.name), CohortGroup.id)
    ).all()
    inside: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        inside[row.id] |= set() if row.student_id is None else {row.student_id}
    found = {row.id: row for row in rows}
    return tuple(
        Group(
            group_id=row.id,
            name=row.name,
            version=row.version,
            learners=frozenset(inside[row.id]),
        )
        for row in found.values()
    )


def _roster(
    db: Session,
    cohort_id: int,
    groups: tuple[Group, ...],
    *,
    now: dt.datetime,
    day_starts_at: int,
) -> tuple[RosterLine, ...]:
    rows = db.execute(
        select(
            Student.id,
            Student.username,
            _NAME.label("name"),
            Student.timezone,
            CohortMember.joined_at,
            (Student.hashed_password == NO_PASSWORD).label("is_closed"),
            ImportedLearner.import_id,
        )
        .join(CohortMember, CohortMember.student_id == Student.id)
        .outerjoin(ImportedLearner, ImportedLearner.student_id == Student.id)
        .where(CohortMember.cohort_id == cohort_id, CohortMember.left_at.is_(None))
        .order_by(func.lower(_NAME), Student.id)
    ).all()
    active = _last_active(db, cohort_id)
    worked = _answers_by_day(db, cohort_id, now=now)
    return tuple(
        RosterLine(
            student_id=row.id,
            name=row.name,
            username=row.username,
            joined_at=row.joined_at,
            groups=tuple(one.name for one in groups if row.id in one.learners),
            last_active=active.get(row.id),
            answers=_of_this_week(worked.get(row.id, {}), row, now, day_starts_at),
            is_waiting=bool(row.is_closed and row.import_id is not None),
        )
        for row in rows
    )


def _last_active(db: Session, cohort_id: int) -> dict[int, dt.date]:
    rows = db.execute(
        select(PerformanceMetrics.student_id, func.max(PerformanceMetrics.metric_date))
        .where(
            PerformanceMetrics.student_id.in_(members(cohort_id)),
            or_(PerformanceMetrics.total_attempts > 0, PerformanceMetrics.reviews > 0),
        )
        .group_by(PerformanceMetrics.student_id)
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


def _answers_by_day(
    db: Session, cohort_id: int, *, now: dt.datetime
) -> Mapping[int, Mapping[dt.date, int]]:
    """Return the answers of two days more than a week: no learner's day is further off."""
    rows = db.execute(
        select(
            PerformanceMetrics.student_id,
            PerformanceMetrics.metric_date,
            PerformanceMetrics.total_attempts,
        ).where(
            PerformanceMetrics.student_id.in_(members(cohort_id)),
            PerformanceMetrics.metric_date >= now.date() - dt.timedelta(days=DAYS_COUNTED + 2),
        )
    )
    found: dict[int, dict[dt.date, int]] = defaultdict(dict)
    for row in rows:
        found[row.student_id][row.metric_date] = row.total_attempts or 0
    return found


def _of_this_week(
    by_day: Mapping[dt.date, int], learner: Row[Any], now: dt.datetime, day_starts_at: int
) -> int:
    today = learner_day(now, zone_named(learner.timezone), starts_at=day_starts_at)
    return sum(
        answers
        for day, answers in by_day.items()
        if today - dt.timedelta(days=DAYS_COUNTED) < day <= today
    )
