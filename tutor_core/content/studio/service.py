"""Puts items before learners, and takes them away again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.audit.service import record
from tutor_core.content.curriculum import ItemSource
from tutor_core.content.queries import ASKED, BODY
from tutor_core.content.rights import AUTHORS, require_editor
from tutor_core.content.rows import item_row
from tutor_core.content.service import BY_HAND, lock_bank, relate_skills, store_version
from tutor_core.content.studio.drafts.queries import OTHER_WINDOW, locked_draft
from tutor_core.errors import NotFoundError, StaleStateError
from tutor_core.models import Content, ContentDraft

_COLUMNS = (*BODY, "subtopic", "content_type")
NOTHING_NEW = "Nothing was changed, so there is nothing to publish."


@dataclass(frozen=True, slots=True)
class Published:
    """An item as learners get it from now on.

    Attributes:
        content_id: Its row.
        version: Which version this is.
    """

    content_id: int
    version: int


def publish_judged(
    db: Session,
    actor: Actor,
    draft_id: int,
    item: ItemSource,
    *,
    revision: int,
    seen_version: int | None,
    now: dt.datetime,
) -> Published:
    """Put an item before learners; `publishing.publish` has judged it.

    Args:
        db: An open transaction.
        actor: The editor.
        draft_id: Their draft, which is used up.
        item: What was judged.
        revision: Of the draft when it was judged.
        seen_version: The item's version that the editor knows of; None for a new item.
        now: When.

    Raises:
        NotAllowedError: They may not change the item.
        NotFoundError: It is not the actor's draft.
        StaleStateError: The draft, or the item, was changed meanwhile; nothing is lost.
    """
    require_role(actor, "publish_judged", *AUTHORS)
    draft = locked_draft(db, actor, draft_id)
    if draft.revision != revision:
        raise StaleStateError(OTHER_WINDOW)
    lock_bank(db)
    if draft.content_id is None:
        published = add_item(db, actor, item, now=now)
    else:
        values = item_row(item)
        published = _change(db, actor, draft.content_id, values, seen_version, now=now)
    relate_skills(db)
    db.execute(delete(ContentDraft).where(ContentDraft.id == draft_id))
    record(
        db, actor.row_id, "publish_item", "done", now=now, subject=f"item {published.content_id}"
    )
    return published


def add_item(db: Session, actor: Actor, item: ItemSource, *, now: dt.datetime) -> Published:
    """Add an item to the bank as the actor's; the caller has judged it and holds the bank's lock.

    The caller also relates it to its skills (`content.service.relate_skills`).
    """
    values = item_row(item)
    content = Content(created_by=actor.row_id, version=1, created_at=now, **values)
    db.add(content)
    db.flush()  # gives the id that its version names
    body = {"source": BY_HAND, **values}
    store_version(db, content.id, 1, body, created_by=actor.row_id, now=now)
    return Published(content.id, 1)


def set_published(
    db: Session, actor: Actor, content_id: int, *, is_published: bool, now: dt.datetime
) -> None:
    """Withdraw an item, so that nobody is asked it any more, or put it back.

    What learners did with it stays. It is a version of its own, so that a start of the server
    does not take it back.

    Raises:
        NotAllowedError: The actor may not change it.
        NotFoundError: There is no such item.
    """
    row = editable_item(db, actor, content_id, "set_published")
    if row.is_published == is_published:
        return
    lock_bank(db)
    _write(db, actor, row, attributes_of(row), is_published=is_published, now=now)
    action = "publish_item" if is_published else "withdraw_item"
    record(db, actor.row_id, action, "done", now=now, subject=f"item {content_id}")


def locked_item(db: Session, content_id: int) -> Row[Any]:
    """Return an item's row, locked: its number, version, author and attributes.

    Raises:
        NotFoundError: There is no such item.
    """
    row: Row[Any] | None = db.execute(
        select(
            Content.id,
            Content.slug,
            Content.version,
            Content.created_by,
            Content.is_published,
            *(getattr(Content, name) for name in _COLUMNS),
        )
        .where(Content.id == content_id, Content.content_type.in_(ASKED))
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such item.")
    return row


def attributes_of(row: Row[Any]) -> dict[str, Any]:
    """Return what an item says, by the names of the table's attributes."""
    return {name: getattr(row, name) for name in _COLUMNS}


def editable_item(db: Session, actor: Actor, content_id: int, action: str) -> Row[Any]:
    """Return the row of an item that the actor may change, locked.

    Raises:
        NotAllowedError: They may not change it.
        NotFoundError: There is no such item.
    """
    require_role(actor, action, *AUTHORS)
    row = locked_item(db, content_id)
    require_editor(actor, action, row.created_by)
    return row


def _change(
    db: Session,
    actor: Actor,
    content_id: int,
    values: dict[str, Any],
    seen_version: int | None,
    *,
    now: dt.datetime,
) -> Published:
    row = editable_item(db, actor, content_id, "publish_judged")
    if row.version != seen_version:
        raise StaleStateError(
            f"Version {row.version} of this item was published meanwhile. Your text is kept: look "
            "at the other below, then publish yours over it or take that one."
        )
    if row.is_published and all(getattr(row, name) == value for name, value in values.items()):
        raise StaleStateError(NOTHING_NEW)
    return _write(db, actor, row, values, is_published=True, now=now)


def _write(
    db: Session,
    actor: Actor,
    row: Row[Any],
    values: dict[str, Any],
    *,
    is_published: bool,
    now: dt.datetime,
) -> Published:
    version = row.version + 1
    db.execute(
        update(Content)
        .where(Content.id == row.id)
        .values(version=version, is_published=is_published, **values)
    )
    body = {"source": BY_HAND, "slug": row.slug, **values}
    store_version(db, row.id, version, body, created_by=actor.row_id, now=now)
    return Published(row.id, version)
