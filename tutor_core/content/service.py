"""Writes the curriculum's files into the database.

Runs at every start, so it reads what is there in five SELECTs, compares in memory and writes
only what differs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from tutor_core.content.curriculum import Curriculum
from tutor_core.content.rows import content_rows, mastery_rows, skill_rows
from tutor_core.errors import SetupError
from tutor_core.models import Content, ContentVersion, MasterySkill, Skill, skill_prerequisites

# Whatever number, as long as no other part of the program locks the same one.
_LOADING_LOCK = 7_140_331
NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What loading did to the bank: slugs of items and lessons, in the order of the files.

    Attributes:
        added: Not seen before.
        changed: Given a new version, or published again.
        unpublished: No longer in the files; kept for the attempts that were made at them.
        unchanged: How many stayed as they were.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unpublished: tuple[str, ...]
    unchanged: int

    def told(self) -> str:
        """Return what changed, in a few lines; nothing where nothing did."""
        if len(self.added) > NAMED and not (self.changed or self.unpublished or self.unchanged):
            return f"Curriculum: {len(self.added)} items and lessons, all of them new."
        parts = {
            "new": self.added,
            "changed, with a new version": self.changed,
            "no longer asked": self.unpublished,
        }
        return "\n".join(
            f"Curriculum: {len(slugs)} {words}: {_first(slugs)}."
            for words, slugs in parts.items()
            if slugs
        )


def _first(slugs: tuple[str, ...]) -> str:
    """Name a few, and count the rest."""
    rest = f" and {len(slugs) - NAMED} more" if len(slugs) > NAMED else ""
    return ", ".join(slugs[:NAMED]) + rest


def load_curriculum(db: Session, curriculum: Curriculum, *, now: dt.datetime) -> LoadReport:
    """Make the shipped skills, items and lessons in the database the same as in the files.

    Rows are found by id and name (skills) and by slug (content that belongs to nobody); nothing
    is ever deleted but links between skills.

    Args:
        db: An open transaction; whoever opened it commits.
        curriculum: What the files say.
        now: When this happens, time-zone-aware.

    Raises:
        SetupError: A skill has another id here than in the files.
    """
    if db.get_bind().dialect.name == "postgresql":  # two servers may start at the same moment
        db.execute(select(func.pg_advisory_xact_lock(_LOADING_LOCK)))
    _write_rows(db, Skill, skill_rows(curriculum), {"created_at": now}, {})
    _write_rows(
        db, MasterySkill, mastery_rows(curriculum), {"created_at": now}, {"updated_at": now}
    )
    report, ids = _load_content(db, content_rows(curriculum), now)
    _load_links(db, curriculum, ids)
    return report


# --- Items and lessons


def _load_content(
    db: Session, wanted: Mapping[str, Mapping[str, Any]], now: dt.datetime
) -> tuple[LoadReport, dict[str, int]]:
    names = list(next(iter(wanted.values()), {}))
    columns = [getattr(Content, name) for name in names]
    stored = {
        row.slug: row
        for row in db.execute(
            select(Content.id, Content.slug, Content.version, Content.is_published, *columns).where(
                Content.slug.is_not(None), Content.created_by.is_(None)
            )
        )
    }
    ids = {slug: row.id for slug, row in stored.items()}
    new = [slug for slug in wanted if slug not in stored]
    changed = []
    for slug, values in wanted.items():
        row = stored.get(slug)
        if row is None or _same(row, values, published=True):
            continue
        version = row.version + (0 if _same(row, values) else 1)
        _store_change(db, row.id, values, is_published=True, version=version)
        if version > row.version:
            _store_version(db, row.id, slug, values, version, now)
        changed.append(slug)
    for slug in new:
        ids[slug] = _add(db, slug, wanted[slug], now)
    gone = [slug for slug, row in stored.items() if slug not in wanted and row.is_published]
    for slug in gone:
        db.execute(update(Content).where(Content.id == ids[slug]).values(is_published=False))
    report = LoadReport(
        added=tuple(new),
        changed=tuple(changed),
        unpublished=tuple(gone),
        unchanged=len(wanted) - len(new) - len(changed),
    )
    return report, {slug: ids[slug] for slug in wanted}


def _same(row: Any, values: Mapping[str, Any], *, published: bool = False) -> bool:  # noqa: ANN401
    """Tell whether a stored row says the same; with `published`, also that it is shown."""
    if published and not row.is_published:
        return False
    return all(getattr(row, name) == value for name, value in values.items())


def _add(db: Session, slug: str, values: Mapping[str, Any], now: dt.datetime) -> int:
    row = Content(slug=slug, version=1, is_published=True, created_at=now, **values)
    db.add(row)
    db.flush()  # gives the id that its version and its skills name
    _store_version(db, row.id, slug, values, 1, now)
    return row.id


def _store_change(
    db: Session, content_id: int, values: Mapping[str, Any], *, is_published: bool, version: int
) -> None:
    db.execute(
        update(Content)
        .where(Content.id == content_id)
        .values(is_published=is_published, version=version, **values)
    )


def _store_version(
    db: Session,
    content_id: int,
    slug: str,
    values: Mapping[str, Any],
    version: int,
    now: dt.datetime,
) -> None:
    body = {"slug": slug, **values}
    db.execute(
        insert(ContentVersion).values(
            content_id=content_id, version=version, body=body, created_at=now
        )
    )


# --- Skills


def _write_rows(
    db: Session,
    table: type[Skill] | type[MasterySkill],
    wanted: Mapping[int, Mapping[str, Any]],
    when_new: Mapping[str, Any],
    when_written: Mapping[str, Any],
) -> None:
    """Insert the rows that are missing, parents first, and update those that differ."""
    names = list(next(iter(wanted.values()), {}))
    columns = [getattr(table, name) for name in names]
    stored = {row.id: row for row in db.execute(select(table.id, *columns))}
    ids = {row.name: row.id for row in stored.values()}
    for row_id, values in wanted.items():
        if ids.get(values["name"], row_id) != row_id:
            raise SetupError(
                f"The skill {values['name']} has the number {ids[values['name']]} in this database "
                f"and {row_id} in the curriculum's files; numbers of skills never change."
            )
    missing = [
        {"id": row_id, **values, **when_new, **when_written}
        for row_id, values in wanted.items()
        if row_id not in stored
    ]
    if missing:
        db.execute(insert(table), missing)
    for row_id, values in wanted.items():
        if row_id in stored and not _same(stored[row_id], values):
            db.execute(update(table).where(table.id == row_id).values(**values, **when_written))


def _load_links(db: Session, curriculum: Curriculum, content_ids: Mapping[str, int]) -> None:
    """Write what joins skills to one another and to their items and lessons."""
    ids = {skill.name: skill.id for skill in curriculum.skills}
    wanted = {(skill.id, ids[name]) for skill in curriculum.skills for name in skill.prerequisites}
    link = skill_prerequisites.c
    stored = {
        (skill_id, needed)
        for skill_id, needed in db.execute(select(link.skill_id, link.prerequisite_id))
        if skill_id in ids.values()
    }
    for skill_id, needed in sorted(stored - wanted):
        db.execute(
            delete(skill_prerequisites).where(
                link.skill_id == skill_id, link.prerequisite_id == needed
            )
        )
    if missing := sorted(wanted - stored):
        db.execute(
            insert(skill_prerequisites),
            [{"skill_id": skill_id, "prerequisite_id": needed} for skill_id, needed in missing],
        )
    related: dict[int, list[int]] = {group.id: [] for group in curriculum.subjects}
    related |= {group.id: [] for group in curriculum.units}
    related |= {skill.id: [] for skill in curriculum.skills}
    for item in curriculum.items:
        for name in item.skills:
            related[ids[name]].append(content_ids[item.slug])
    for lesson in curriculum.lessons:
        related[ids[lesson.skill]].append(content_ids[lesson.slug])
    for row in db.execute(select(Skill.id, Skill.related_content_ids)):
        if row.id in related and row.related_content_ids != sorted(related[row.id]):
            db.execute(
                update(Skill)
                .where(Skill.id == row.id)
                .values(related_content_ids=sorted(related[row.id]))
            )
