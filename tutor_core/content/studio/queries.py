"""Reads the item bank as its authors see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import JSON, ColumnElement, Row, Select, and_, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.content.check import masked_question
from tutor_core.content.queries import ASKED, BODY, skill_names
from tutor_core.content.rights import AUTHORS, may_edit
from tutor_core.content.studio.bodies import body_of_item, write_form
from tutor_core.content.studio.drafts.queries import editors_beside
from tutor_core.content.studio.form import Form
from tutor_core.content.studio.views import (
    BankFilter,
    BankLine,
    BankPage,
    Desk,
    Surroundings,
    VersionLine,
)
from tutor_core.content.usage.queries import figures_of
from tutor_core.content.usage.views import ItemFigures
from tutor_core.content.variants import with_first_numbers
from tutor_core.errors import NotFoundError
from tutor_core.models import (
    Content,
    ContentDraft,
    ContentVersion,
    ItemReport,
    LearningSession,
    Skill,
    Student,
)

TITLE_LENGTH = 80
_Author = aliased(Student)
_TYPE = type_coerce(Content.answer_spec, JSON)["type"].as_string()
_REPORTS = (
    select(func.count())
    .where(ItemReport.content_id == Content.id, ItemReport.answered_at.is_(None))
    .scalar_subquery()
)


def bank(db: Session, actor: Actor, wanted: BankFilter, *, limit: int, offset: int = 0) -> BankPage:
    """Return some of the items that the filter lets through: the reported first, then the newest.

    Raises:
        NotAllowedError: The actor writes no items.
    """
    require_role(actor, "bank", *AUTHORS)
    conditions = list(_conditions(actor, wanted))
    total = db.scalar(select(func.count()).select_from(Content).where(*conditions)) or 0
    rows = db.execute(
        _lines(actor)
        .where(*conditions)
        .order_by(_REPORTS.desc(), Content.created_at.desc(), Content.id)
        .limit(limit)
        .offset(offset)
    ).all()
    return BankPage(_drawn(db, actor, rows), total)


def items_of_filter(db: Session, actor: Actor, wanted: BankFilter) -> list[dict[str, Any]]:
    """Return the bodies of all items that the filter lets through, the oldest first.

    Raises:
        NotAllowedError: The actor writes no items.
    """
    require_role(actor, "items_of_filter", *AUTHORS)
    columns = [getattr(Content, name) for name in BODY]
    rows = db.execute(
        select(*columns).where(*_conditions(actor, wanted)).order_by(Content.id)
    ).all()
    return [body_of_item({name: getattr(row, name) for name in BODY}) for row in rows]


def desk_of(db: Session, actor: Actor, content_id: int) -> Desk:
    """Return an item as its editor sees it.

    Raises:
        NotAllowedError: The actor writes no items.
        NotFoundError: There is no such item.
    """
    require_role(actor, "desk_of", *AUTHORS)
    columns = [getattr(Content, name).label(f"body_{name}") for name in BODY]
    row = db.execute(
        _lines(actor).add_columns(Content.version, *columns).where(Content.id == content_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such item.")
    (line,) = _drawn(db, actor, [row])
    return Desk(
        line=line,
        version=row.version,
        form=write_form(body_of_item({name: getattr(row, f"body_{name}") for name in BODY})),
        draft_id=row.draft_id,
        others=editors_beside(db, actor, content_id),
        being_answered=db.scalar(
            select(func.count()).where(
                LearningSession.content_id == content_id, LearningSession.end_time.is_(None)
            )
        )
        or 0,
        versions=_versions(db, content_id),
    )


def form_at(db: Session, actor: Actor, content_id: int, version: int) -> Form:
    """Return an item's text as it stood at a version.

    Raises:
        NotAllowedError: The actor writes no items.
        NotFoundError: There is no such version of an item.
    """
    require_role(actor, "form_at", *AUTHORS)
    body = db.scalar(
        select(ContentVersion.body)
        .join(Content, Content.id == ContentVersion.content_id)
        .where(
            ContentVersion.content_id == content_id,
            ContentVersion.version == version,
            Content.content_type.in_(ASKED),
        )
    )
    if body is None:
        raise NotFoundError("There is no such version.")
    return write_form(body_of_item({"steps": None, **body})).tidied()


def surroundings_of(db: Session, actor: Actor, content_id: int | None) -> Surroundings:
    """Return what an item is judged against: the skills, and the other published questions.

    Raises:
        NotAllowedError: The actor writes no items.
    """
    require_role(actor, "surroundings_of", *AUTHORS)
    rows = db.execute(
        select(Content.id, Content.question_text).where(
            Content.is_published, Content.content_type.in_(ASKED)
        )
    )
    return Surroundings(
        topics={skill.name: skill.topic for skill in skill_names(db)},
        others={
            masked_question(row.question_text or ""): (row.question_text or "")[:TITLE_LENGTH]
            for row in rows
            if row.id != content_id
        },
    )


def _conditions(actor: Actor, wanted: BankFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        Content.content_type.in_(ASKED),
        Content.is_published.is_(not wanted.only_withdrawn),
    ]
    if words := wanted.words.strip():
        found.append(Content.question_text.icontains(words, autoescape=True))
    if wanted.topic is not None:
        found.append(Content.topic == wanted.topic)
    if wanted.skill is not None:
        found.append(Content.subtopic == wanted.skill)
    if wanted.difficulty is not None:
        found.append(Content.difficulty == wanted.difficulty)
    if wanted.type is not None:
        found.append(wanted.type == _TYPE)
    if wanted.only_mine:
        found.append(Content.created_by == actor.id)
    if wanted.only_reported:
        found.append(_REPORTS > 0)
    return found


def _lines(actor: Actor) -> Select[Any]:
    return (
        select(
            Content.id,
            Content.question_text,
            Content.topic,
            Content.subtopic,
            Content.difficulty,
            Content.content_type,
            Content.template,
            Content.is_published,
            Content.created_by,
            Skill.display_name,
            _TYPE.label("answer_type"),
            func.coalesce(_Author.full_name, _Author.username).label("author"),
            ContentDraft.id.label("draft_id"),
            _REPORTS.label("reports"),
        )
        .outerjoin(Skill, Skill.name == Content.subtopic)
        .outerjoin(_Author, _Author.id == Content.created_by)
        .outerjoin(
            ContentDraft,
            and_(ContentDraft.content_id == Content.id, ContentDraft.editor_id == actor.id),
        )
        .where(Content.content_type.in_(ASKED))
    )


def _drawn(db: Session, actor: Actor, rows: Sequence[Row[Any]]) -> tuple[BankLine, ...]:
    figures = figures_of(db, actor, [row.id for row in rows])
    return tuple(
        BankLine(
            content_id=row.id,
            question=with_first_numbers(row.question_text or "", row.template),
            topic=row.topic,
            skill=row.display_name or row.subtopic or "",
            difficulty=row.difficulty,
            type=row.answer_type or "",
            is_exercise=row.content_type == "exercise",
            is_template=row.template is not None,
            is_published=row.is_published,
            author=row.author,
            is_own=row.created_by == actor.id,
            may_edit=may_edit(actor, row.created_by),
            has_draft=row.draft_id is not None,
            reports=row.reports,
            figures=figures.get(row.id, ItemFigures()),
        )
        for row in rows
    )


def _versions(db: Session, content_id: int) -> tuple[VersionLine, ...]:
    rows = db.execute(
        select(
            ContentVersion.version,
            ContentVersion.created_at,
            func.coalesce(_Author.full_name, _Author.username).label("author"),
        )
        .outerjoin(_Author, _Author.id == ContentVersion.created_by)
        .where(ContentVersion.content_id == content_id)
        .order_by(ContentVersion.version.desc())
    )
    return tuple(
        VersionLine(
            version=row.version,
            author=row.author,
            created_at=cast("dt.datetime", row.created_at),
        )
        for row in rows
    )
