"""Reads items as they are now and as they were."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.content.items import Item, SkillName, item_from
from tutor_core.errors import NotFoundError
from tutor_core.models import Content, ContentVersion, Skill, table_of

BODY = (
    "topic",
    "difficulty",
    "question_text",
    "correct_answer",
    "explanation",
    "tags",
    "estimated_time_minutes",
    "points",
    "answer_spec",
    "hints",
    "figure",
    "template",
    "steps",
)
ASKED = ("question", "exercise")  # the types of content that are answered
# What a statement selects to have the current item in each of its rows, beside its own columns.
ITEM_COLUMNS = (
    Content.id.label("item_id"),
    Content.version.label("item_version"),
    Skill.display_name.label("item_skill_name"),
    *(getattr(Content, name).label(f"item_{name}") for name in BODY),
)
ITS_MAIN_SKILL = Skill.name == Content.subtopic
_CURRENT = (
    select(*ITEM_COLUMNS)
    .outerjoin(Skill, ITS_MAIN_SKILL)
    .where(Content.id == bindparam("content_id"))
)
_PUBLISHED = (
    select(*ITEM_COLUMNS)
    .outerjoin(Skill, ITS_MAIN_SKILL)
    .where(Content.is_published, Content.content_type.in_(ASKED))
    .order_by(Content.id)
)
_OLDER = select(ContentVersion.body).where(
    ContentVersion.content_id == bindparam("content_id"),
    ContentVersion.version == bindparam("version"),
)
_NAMES: tuple[Any, ...] = (Skill.name, Skill.display_name)

_unit, _subject = table_of(Skill).alias("unit"), table_of(Skill).alias("subject")


def with_topics(skills: Select[Any]) -> Select[Any]:
    """Add the column `topic`, the subject's name, to a selection of skills; groups drop out."""
    return (
        skills.add_columns(_subject.c.name.label("topic"))
        .join(_unit, _unit.c.id == table_of(Skill).c.parent_skill_id)
        .join(_subject, _subject.c.id == _unit.c.parent_skill_id)
    )


def skill_names(db: Session) -> tuple[SkillName, ...]:
    """Return every skill that an item can exercise, by subject and number."""
    rows = db.execute(with_topics(select(*_NAMES)).order_by(Skill.id))
    return tuple(SkillName(row.name, row.display_name, row.topic) for row in rows)


def item_at(db: Session, content_id: int, version: int | None = None) -> Item:
    """Return an item, now or as it was at `version`.

    For services, which have checked who asks: the text holds the answer.

    Raises:
        NotFoundError: There is no such item or version.
    """
    row = db.execute(_CURRENT, {"content_id": content_id}).one_or_none()
    if row is None:
        raise NotFoundError("This question is no longer there.")
    return item_in(db, row, version)


def published_items(db: Session) -> list[Item]:
    """Return every published question and exercise as it is now; the texts hold the answers."""
    rows = db.execute(_PUBLISHED)
    return [item_in(db, row) for row in rows]


def item_in(db: Session, row: Row[Any], version: int | None = None) -> Item:
    """Return the item of a row that holds `ITEM_COLUMNS`, now or as it was at `version`.

    Raises:
        NotFoundError: There is no such version.
    """
    body: dict[str, Any] | None = {name: getattr(row, f"item_{name}") for name in BODY}
    if version not in (None, row.item_version):
        body = db.scalar(_OLDER, {"content_id": row.item_id, "version": version})
    if body is None:
        raise NotFoundError("This question is no longer there.")
    return item_from(
        row.item_id, version or row.item_version, body, skill_name=row.item_skill_name or ""
    )
