"""Writes the shipped badges into the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from tutor_core import models as m
from tutor_core.badges.badge import Badge
from tutor_core.badges.criteria import json_of
from tutor_core.content.service import lock_bank

_COLUMNS = ("name", "description", "category", "tier", "icon", "color", "points", "criteria")


def load_badges(db: Session, badges: Iterable[Badge], *, now: dt.datetime) -> None:
    """Make the badges in the database the same as in the file, found by their slugs.

    One that is no longer in the file can no longer be earned; whoever earned it keeps it.

    Args:
        db: An open transaction; whoever opened it commits.
        badges: Of the file, in its order.
        now: When this happens.
    """
    lock_bank(db)
    wanted = {badge.slug: _values(badge) for badge in badges}
    columns = (getattr(m.Badge, name) for name in _COLUMNS)
    stored = {
        row.slug: row
        for row in db.execute(
            select(m.Badge.id, m.Badge.slug, m.Badge.is_active, *columns).where(
                m.Badge.slug.is_not(None)
            )
        )
    }
    _free_names(db, {values["name"]: slug for slug, values in wanted.items()})
    for slug, row in stored.items():
        if slug not in wanted:
            if row.is_active:
                db.execute(update(m.Badge).where(m.Badge.id == row.id).values(is_active=False))
            continue
        values = wanted[slug]
        if not row.is_active or any(getattr(row, name) != values[name] for name in _COLUMNS):
            db.execute(update(m.Badge).where(m.Badge.id == row.id).values(**values, is_active=True))
    for slug, values in wanted.items():
        if slug not in stored:
            db.execute(insert(m.Badge).values(slug=slug, is_active=True, created_at=now, **values))


def _free_names(db: Session, owners: dict[str, str]) -> None:
    """Rename every badge whose name another one is to have; names are unique."""
    held = db.execute(
        select(m.Badge.id, m.Badge.slug, m.Badge.name).where(m.Badge.name.in_(owners))
    )
    for row in held:
        if row.slug != owners[row.name]:
            former = f"{row.name[:80]} (former {row.id})"
            db.execute(update(m.Badge).where(m.Badge.id == row.id).values(name=former))


def _values(badge: Badge) -> dict[str, Any]:
    values = {name: getattr(badge, name) for name in _COLUMNS}
    return values | {"criteria": json_of(badge.criteria)}
