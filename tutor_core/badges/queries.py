"""Reads a learner's badges: earned and not yet, how far they are, what the record says now."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, Text, and_, bindparam, cast, or_, select
from sqlalchemy.orm import Session

from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.badges.counting.queries import AS_THEY_STAND, Moment, facts_of
from tutor_core.badges.criteria import (
    Criteria,
    Question,
    conditions_of,
    criteria_of,
    evaluate,
)
from tutor_core.badges.views import Check, CheckedPart, Earning, Gained, OwnBadge, evidence_in
from tutor_core.calendar import zone_named
from tutor_core.errors import NotFoundError

CRITERIA = cast(m.Badge.criteria, Text).label("criteria")
GAINED: tuple[Any, ...] = (m.Badge.slug, m.Badge.name, m.Badge.tier, m.Badge.icon)
_OWN = and_(
    m.StudentBadge.badge_id == m.Badge.id, m.StudentBadge.student_id == bindparam("student_id")
)
_EARNING = (
    m.StudentBadge.id.label("earned_id"),
    m.StudentBadge.earned_at,
    m.StudentBadge.verification_code,
    m.StudentBadge.evidence,
    m.StudentBadge.is_public,
    m.StudentBadge.displayed,
    m.StudentBadge.shared_count,
    m.StudentBadge.credential_salt,
)
_ALL: Select[Any] = (
    select(
        *GAINED, m.Badge.description, m.Badge.category, m.Badge.color, m.Badge.points,
        CRITERIA, *_EARNING,
    )
    .outerjoin(m.StudentBadge, _OWN)
    .where(
        m.Badge.slug.is_not(None),
        or_(m.Badge.is_active.is_(True), m.StudentBadge.id.is_not(None)),
    )
    .order_by(m.Badge.id)
)  # fmt: skip
_EARNED_AT = (
    select(*GAINED)
    .join(m.StudentBadge, _OWN)
    .where(
        m.Badge.slug.is_not(None),
        m.StudentBadge.earned_at.in_(bindparam("moments", expanding=True)),
    )
    .order_by(m.Badge.id)
)


def badges_of(
    db: Session, actor: Actor, *, now: dt.datetime, day_starts_at: int = 4
) -> tuple[OwnBadge, ...]:
    """Return every badge that the actor earned or can earn, in the order of the file.

    Raises:
        NotFoundError: There is no such account.
    """
    rows = db.execute(_ALL, {"student_id": actor.id}).all()
    criteria = {row.slug: read_criteria(row.criteria) for row in rows if row.earned_id is None}
    questions = _questions(criteria.values())
    moment = _moment(db, actor, until=now, day_starts_at=day_starts_at)
    facts = facts_of(db, actor.id, questions, moment)
    return tuple(
        OwnBadge(
            slug=row.slug,
            name=row.name,
            description=row.description or "",
            category=row.category,
            tier=row.tier,
            icon=row.icon or "",
            color=row.color or "",
            points=row.points or 0,
            criteria=read_criteria(row.criteria),
            standing=evaluate(criteria[row.slug], facts) if row.slug in criteria else None,
            earning=None if row.slug in criteria else earning_in(row),
        )
        for row in rows
    )


def badges_earned_at(
    db: Session, actor: Actor, moments: Collection[dt.datetime]
) -> tuple[Gained, ...]:
    """Return what the actor earned at those moments: with what was answered or ended then."""
    rows = db.execute(_EARNED_AT, {"student_id": actor.id, "moments": list(moments)})
    return tuple(gained_in(row) for row in rows)


def check_again(db: Session, actor: Actor, slug: str, *, day_starts_at: int = 4) -> Check:
    """Return what the record says of a badge that the actor earned, as of when they earned it.

    Raises:
        NotFoundError: They have not earned it.
    """
    row = earned_row(db, actor, slug)
    moment = _moment(db, actor, until=row.earned_at, day_starts_at=day_starts_at)
    return check_of(db, actor.id, earning_in(row), moment)


def check_of(db: Session, student_id: int, earning: Earning, moment: Moment) -> Check:
    """Count again what an earned badge took; whoever calls it has checked who asks."""
    facts = facts_of(db, student_id, _questions([earning.criteria]), moment)
    standing = evaluate(earning.criteria, facts)
    was = {part.condition: part.has for part in earning.parts}
    return Check(
        met=standing.met,
        parts=tuple(
            CheckedPart(
                part=part,
                was=was.get(part.condition),
                as_it_stands=part.condition.question.fact in AS_THEY_STAND,
            )
            for part in standing.parts
        ),
    )


def earned_row(db: Session, actor: Actor, slug: str) -> Row[Any]:
    """Return the row of a badge that the actor earned, with what it is.

    Raises:
        NotFoundError: They have not earned it.
    """
    earned = _ALL.where(m.Badge.slug == slug, m.StudentBadge.id.is_not(None))
    row = db.execute(earned, {"student_id": actor.id}).one_or_none()
    if row is None:
        raise NotFoundError("This badge is not among yours.")
    return row


def earning_in(row: Row[Any]) -> Earning:
    """Return how a badge was earned, from a row with the columns of `student_badges`."""
    criteria, parts = (
        evidence_in(row.evidence) if row.evidence else (read_criteria(row.criteria), ())
    )
    return Earning(
        earned_at=row.earned_at,
        code=row.verification_code or "",
        criteria=criteria,
        parts=parts,
        is_public=bool(row.is_public),
        is_displayed=bool(row.displayed),
        times_taken=row.shared_count or 0,
    )


def gained_in(row: Row[Any]) -> Gained:
    """Return a badge in one line, from a row with the columns `GAINED`."""
    return Gained(slug=row.slug, name=row.name, tier=row.tier, icon=row.icon or "")


@lru_cache(maxsize=512)
def read_criteria(written: str) -> Criteria:
    """Return the criteria in a column `CRITERIA`; what was read once is kept."""
    return criteria_of(json.loads(written))


def _questions(criteria: Iterable[Criteria]) -> frozenset[Question]:
    return frozenset(one.question for some in criteria for one in conditions_of(some))


def _moment(db: Session, actor: Actor, *, until: dt.datetime, day_starts_at: int) -> Moment:
    zone = db.scalar(select(m.Student.timezone).where(m.Student.id == actor.id))
    if zone is None:
        raise NotFoundError("There is no such account.")
    return Moment(until=until, zone=zone_named(zone), day_starts_at=day_starts_at)
