"""Reads what was brought along, and what a file is compared with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.content.exchange.reviewing import Fingerprint, fingerprint
from tutor_core.content.queries import ASKED
from tutor_core.content.rights import AUTHORS
from tutor_core.models import Content, ContentDraft, ContentImport, ImportedItem

MOST_IMPORTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """A file that the actor brought along.

    Attributes:
        import_id: Its row.
        file_name: As it was uploaded.
        created_at: When.
        items: How many of its items are in the bank.
        drafts: How many wait to be looked at.
    """

    import_id: int
    file_name: str
    created_at: dt.datetime
    items: int
    drafts: int


def known_questions(db: Session, actor: Actor) -> frozenset[Fingerprint]:
    """Return every question of the bank and its answer, to know them again in a file.

    Raises:
        NotAllowedError: The actor writes no items.
    """
    require_role(actor, "known_questions", *AUTHORS)
    rows = db.execute(
        select(Content.question_text, Content.correct_answer).where(
            Content.content_type.in_(ASKED), Content.is_published
        )
    )
    return frozenset(fingerprint(row.question_text or "", row.correct_answer or "") for row in rows)


def imports_of(db: Session, actor: Actor) -> tuple[ImportLine, ...]:
    """Return the files that the actor brought along and did not undo, the latest first."""
    items = select(func.count()).where(ImportedItem.import_id == ContentImport.id).scalar_subquery()
    drafts = (
        select(func.count()).where(ContentDraft.import_id == ContentImport.id).scalar_subquery()
    )
    rows = db.execute(
        select(
            ContentImport.id,
            ContentImport.file_name,
            ContentImport.created_at,
            items.label("items"),
            drafts.label("drafts"),
        )
        .where(ContentImport.created_by == actor.id, ContentImport.undone_at.is_(None))
        .order_by(ContentImport.id.desc())
        .limit(MOST_IMPORTS)
    )
    return tuple(
        ImportLine(
            import_id=row.id,
            file_name=row.file_name,
            created_at=cast("dt.datetime", row.created_at),
            items=row.items,
            drafts=row.drafts,
        )
        for row in rows
    )
