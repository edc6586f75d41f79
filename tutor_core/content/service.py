"""Writes the curriculum's files into the database.

Runs at every start, so it reads what is there in six SELECTs, compares in memory and writes
only what differs. What somebody mended in the studio stays as they left it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, delete, func, insert, select, type_coerce, update
from sqlalchemy.orm import Session

from tutor_core.content.curriculum import Curriculum
from tutor_core.content.rows import content_rows, mastery_rows, skill_rows
from tutor_core.errors import SetupError
from tutor_core.models import Content, ContentVersion, MasterySkill, Skill, skill_prerequisites

# Whatever number, as long as no other part of the program locks the same one.
_LOADING_LOCK = 7_140_331
NAMED = 5
BY_HAND = "studio"
_MENDED = (
    select(ContentVersion.id)
    .where(
        ContentVersion.content_id == Content.id,
        ContentVersion.version == Content.version,
        type_coerce(ContentVersion.body, JSON)["source"].as_string() == BY_HAND,
    )
    .exists()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What loading did to the bank: slugs of items and lessons, in the order of the files.

    Attributes:
        added: Not seen before.
        changed: Given a new version, or published again.
        unpublished: No longer in the files; kept for the attempts that were made at them.
        mended: Changed in the studio, and other in the files: the studio's text stays.
        unchanged: How many stayed as they were.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unpublished: tuple[str, ...]
    mended: tuple[str, ...]
    unchanged: int

    def told(self) -> str:
        """Return what changed, in a few lines; nothing where nothing did."""
        if len(self.added) > NAMED and not (self.changed or self.unpublished or self.unchanged):
            return f"Curriculum: {len(self.added)} items and lessons, all of them new."
        parts = {
            "new": self.added,
            "changed, with a new version": self.changed,
            "no longer asked": self.unpublished,
            "mended in the studio and kept as they are there": self.mended,
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
    lock_bank(db)
    _write_rows(db, Skill, skill_rows(curriculum), {"created_at": now}, {})
    _write_rows(
        db, MasterySkill, mastery_rows(curriculum), {"created_at": now}, {"updated_at": now}
    )
    report = _load_content(db, content_rows(curriculum), now)
    _load_prerequisites(db, curriculum)
    relate_skills(db)
    return report


def lock_bank(db: Session) -> None:
    """Let one transaction at a time change which items there are, and what they belong to."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(_LOADING_LOCK)))


def relate_skills(db: Session) -> None:
    """Write into every skill which items and lessons belong to it; the bank is locked."""
    related: dict[str, list[int]] = {}
    tagged = select(Content.id, Content.tags).where(Content.content_type != "flashcard")
    for row in db.execute(tagged.order_by(Content.id)):
        for name in row.tags or ():
            related.setdefault(name, []).append(row.id)
    for row in db.execute(select(Skill.id, Skill.name, Skill.related_content_ids)):
        wanted = related.get(row.name, [])
        if row.related_content_ids != wanted:
            db.execute(update(Skill).where(Skill.id == row.id).values(related_content_ids=wanted))


# --- Items and lessons


def _load_content(
    db: Session, wanted: Mapping[str, Mapping[str, Any]], now: dt.datetime
) -> LoadReport:
    names = list(next(iter(wanted.values()), {}))
    columns = [getattr(Content, name) for name in names]
    stored = {
        row.slug: row
        for row in db.execute(
            select(
                Content.id,
                Content.slug,
                Content.version,
                Content.is_published,
                _MENDED.label("is_mended"),
                *columns,
            ).where(Content.slug.is_not(None), Content.created_by.is_(None))
        )
    }
    mended = [
        slug
        for slug, row in stored.items()
        if row.is_mended and not _same(row, wanted.get(slug, {}), published=True)
    ]
    new = [slug for slug in wanted if slug not in stored]
    changed = []
    for slug, values in wanted.items():
        row = stored.get(slug)
        if row is None or row.is_mended or _same(row, values, published=True):
            continue
        version = row.version + (0 if _same(row, values) else 1)
        _store_change(db, row.id, values, is_published=True, version=version)
        if version > row.version:
            store_version(db, row.id, version, {"slug": slug, **values}, now=now)
        changed.append(slug)
    for slug in new:
        _add(db, slug, wanted[slug], now)
    gone = [
        slug
        for slug, row in stored.items()
        if slug not in wanted and row.is_published and not row.is_mended
    ]
    for slug in gone:
        db.execute(update(Content).where(Content.id == stored[slug].id).values(is_published=False))
    return LoadReport(
        added=tuple(new),
        changed=tuple(changed),
        unpublished=tuple(gone),
        mended=tuple(mended),
        unchanged=len(wanted) - len(new) - len(changed),
    )


def _same(row: Any, values: Mapping[str, Any], *, published: bool = False) -> bool:  # noqa: ANN401
    """Tell whether a stored row says the same; with `published`, also that it is shown."""
    if published and not row.is_published:
        return False
    return all(getattr(row, name) == value for name, value in values.items())


def _add(db: Session, slug: str, values: Mapping[str, Any], now: dt.datetime) -> None:
    row = Content(slug=slug, version=1, is_published=True, created_at=now, **values)
    db.add(row)
    db.flush()  # gives the id that its version and its skills name
    store_version(db, row.id, 1, {"slug": slug, **values}, now=now)


def _store_change(
    db: Session, content_id: int, values: Mapping[str, Any], *, is_published: bool, version: int
) -> None:
    db.execute(
        update(Content)
        .where(Content.id == content_id)
        .values(is_published=is_published, version=version, **values)
    )


def store_version(
    db: Session,
    content_id: int,
    version: int,
    body: Mapping[str, Any],
    *,
    created_by: int | None = None,
    now: dt.datetime,
) -> None:
    """Keep an item as it stands at a version, so that an attempt can be read again as it was."""
    db.execute(
        insert(ContentVersion).values(
            content_id=content_id,
            version=version,
            body=dict(body),
            created_by=created_by,
            created_at=now,
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


def _load_prerequisites(db: Session, curriculum: Curriculum) -> None:
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
