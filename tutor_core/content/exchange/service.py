"""Takes a reviewed file into the bank, and back out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.audit.service import record
from tutor_core.content.exchange.reviewing import Review
from tutor_core.content.rights import AUTHORS
from tutor_core.content.service import lock_bank, relate_skills
from tutor_core.content.studio.service import add_item
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import (
    Content,
    ContentDraft,
    ContentImport,
    ImportedItem,
    LearningSession,
)

LONGEST_FILE_NAME = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import.

    Attributes:
        import_id: By which it can be undone.
        published: How many items learners are asked from now on.
        drafts: How many wait to be looked at or mended.
    """

    import_id: int
    published: int
    drafts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What undoing an import did.

    Attributes:
        deleted: Items that nobody had been asked, and drafts.
        withdrawn: Items that somebody had been asked: what they did stays.
    """

    deleted: int
    withdrawn: int


def import_review(
    db: Session,
    actor: Actor,
    review: Review,
    *,
    publish: bool,
    take_to_mend: bool,
    all_or_nothing: bool,
    now: dt.datetime,
) -> Imported:
    """Take the questions of a reviewed file, those that the bank has already left out.

    Args:
        db: An open transaction.
        actor: Whose items they become.
        review: What was shown.
        publish: Whether those that are ready are asked at once, or become drafts.
        take_to_mend: Whether those that are not become drafts too, or are left out.
        all_or_nothing: Whether nothing is taken where one question cannot be published.
        now: When.

    Raises:
        InvalidInputError: Nothing is left to take, or not everything can be.
        NotAllowedError: The actor writes no items.
    """
    require_role(actor, "import_review", *AUTHORS)
    if all_or_nothing and review.obstacles:
        raise InvalidInputError(
            "all_or_nothing", "Not every question can be taken, so nothing was; mend the file."
        )
    ready, to_mend = review.of_state("ready"), review.of_state("to_mend")
    drafted = [*(() if publish else ready), *(to_mend if take_to_mend else ())]
    published = [row.item for row in ready if publish and row.item is not None]
    if not drafted and not published:
        raise InvalidInputError("file", "There is nothing new in this file that can be taken.")
    import_id = _note_import(db, actor, review, now=now)
    lock_bank(db)
    for item in published:
        content_id = add_item(db, actor, item, now=now).content_id
        db.execute(insert(ImportedItem).values(content_id=content_id, import_id=import_id))
    for row in drafted:
        db.add(
            ContentDraft(
                editor_id=actor.id,
                body=row.form.stored(),
                import_id=import_id,
                created_at=now,
                updated_at=now,
            )
        )
    relate_skills(db)
    return Imported(import_id=import_id, published=len(published), drafts=len(drafted))


def _note_import(db: Session, actor: Actor, review: Review, *, now: dt.datetime) -> int:
    brought = ContentImport(
        created_by=actor.row_id,
        file_name=review.file_name[-LONGEST_FILE_NAME:],
        file_format=review.format,
        created_at=now,
    )
    db.add(brought)
    db.flush()  # gives the number that its items name
    record(db, actor.row_id, "import_items", "done", now=now, subject=f"import {brought.id}")
    return brought.id


def undo_import(db: Session, actor: Actor, import_id: int, *, now: dt.datetime) -> Undone:
    """Take an import back: what nobody was asked is deleted, the rest withdrawn.

    Raises:
        NotAllowedError: The actor writes no items.
        NotFoundError: It is not the actor's, or was undone already.
    """
    require_role(actor, "undo_import", *AUTHORS)
    row = db.execute(
        select(ContentImport.created_by, ContentImport.undone_at)
        .where(ContentImport.id == import_id)
        .with_for_update()
    ).one_or_none()
    is_theirs = row is not None and (actor.role == "admin" or row.created_by == actor.id)
    if row is None or not is_theirs or row.undone_at is not None:
        raise NotFoundError("This import is not among yours, or was undone already.")
    lock_bank(db)
    drafts = db.scalars(select(ContentDraft.id).where(ContentDraft.import_id == import_id)).all()
    db.execute(delete(ContentDraft).where(ContentDraft.id.in_(drafts)))
    ids = db.scalars(
        select(ImportedItem.content_id).where(ImportedItem.import_id == import_id)
    ).all()
    asked = set(
        db.scalars(
            select(LearningSession.content_id).where(LearningSession.content_id.in_(ids)).distinct()
        )
    )
    unasked = [content_id for content_id in ids if content_id not in asked]
    db.execute(delete(Content).where(Content.id.in_(unasked)))
    _withdraw(db, [content_id for content_id in ids if content_id in asked])
    db.execute(update(ContentImport).where(ContentImport.id == import_id).values(undone_at=now))
    relate_skills(db)
    record(db, actor.row_id, "undo_import", "done", now=now, subject=f"import {import_id}")
    return Undone(deleted=len(unasked) + len(drafts), withdrawn=len(asked))


def _withdraw(db: Session, content_ids: Sequence[int]) -> None:
    db.execute(update(Content).where(Content.id.in_(content_ids)).values(is_published=False))
