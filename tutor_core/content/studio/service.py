"""Keeps what is being written, and puts it before learners."""

from __future__ import annotations

import datetime as dt
import json
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
from tutor_core.content.studio.bodies import body_of_item, write_form
from tutor_core.content.studio.form import Form
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.models import Content, ContentDraft, ContentVersion

OTHER_TAB = (
    "This draft was changed in another window meanwhile, and that text is kept. What you typed "
    "here is still here: take the other text, or keep yours."
)
LONGEST_DRAFT = 200_000  # characters; the longest exercise of the bank has a twentieth of it
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


def begin_item(db: Session, actor: Actor, form: Form, *, now: dt.datetime) -> int:
    """Begin a new item; return the number of its draft.

    Raises:
        NotAllowedError: The actor writes no items.
    """
    require_role(actor, "begin_item", *AUTHORS)
    return _new_draft(db, actor, form, now=now)


def begin_changes(db: Session, actor: Actor, content_id: int, *, now: dt.datetime) -> int:
    """Return the actor's draft of changes to an item, begun now where there is none.

    Raises:
        NotAllowedError: They may not change it.
        NotFoundError: There is no such item.
    """
    row = _item(db, actor, content_id, "begin_changes")
    own = db.scalar(
        select(ContentDraft.id).where(
            ContentDraft.content_id == content_id, ContentDraft.editor_id == actor.id
        )
    )
    if own is not None:
        return own
    form = write_form(body_of_item(_attributes(row))).tidied()
    return _new_draft(db, actor, form, content_id=content_id, based_on_version=row.version, now=now)


def begin_from_version(
    db: Session, actor: Actor, content_id: int, version: int, *, now: dt.datetime
) -> int:
    """Begin changes to an item with the text it had at a version.

    What the actor was writing of it before becomes a draft of a new item; nothing is lost.

    Raises:
        NotAllowedError: They may not change it.
        NotFoundError: There is no such version of an item.
    """
    _item(db, actor, content_id, "begin_from_version")
    body = db.scalar(
        select(ContentVersion.body).where(
            ContentVersion.content_id == content_id, ContentVersion.version == version
        )
    )
    if body is None:
        raise NotFoundError("There is no such version.")
    own = db.scalar(
        select(ContentDraft.id).where(
            ContentDraft.content_id == content_id, ContentDraft.editor_id == actor.id
        )
    )
    if own is None:
        draft_id = begin_changes(db, actor, content_id, now=now)
    else:
        draft_id = begin_again(db, actor, own, now=now)
    form = write_form(body_of_item({"steps": None, **body})).tidied()
    save_draft(db, actor, draft_id, form, revision=None, now=now)
    return draft_id


def copy_item(db: Session, actor: Actor, content_id: int, *, now: dt.datetime) -> int:
    """Begin a new item with the text of another one; return the number of its draft.

    Raises:
        NotAllowedError: The actor writes no items.
        NotFoundError: There is no such item.
    """
    require_role(actor, "copy_item", *AUTHORS)
    row = _found(db, content_id)
    form = write_form(body_of_item(_attributes(row))).tidied()
    return _new_draft(db, actor, form, now=now)


def save_draft(
    db: Session, actor: Actor, draft_id: int, form: Form, *, revision: int | None, now: dt.datetime
) -> int:
    """Keep what is typed so far; return the draft's new revision.

    Args:
        db: An open transaction.
        actor: The editor.
        draft_id: Their draft.
        form: All of it, as typed.
        revision: The one that the page began with; None writes over whatever is there.
        now: When it was typed.

    Raises:
        InvalidInputError: It is too long for any question.
        NotFoundError: It is not the actor's, or was published or thrown away meanwhile.
        StaleStateError: Another window of theirs changed it meanwhile.
    """
    body = form.stored()
    if len(json.dumps(body)) > LONGEST_DRAFT:
        raise InvalidInputError(
            "draft", "This is too long to be kept: make two questions of it, or shorten it."
        )
    _, stored = _own_draft(db, actor, draft_id)
    if revision not in (None, stored):
        raise StaleStateError(OTHER_TAB)
    db.execute(
        update(ContentDraft)
        .where(ContentDraft.id == draft_id)
        .values(body=body, revision=stored + 1, updated_at=now)
    )
    return stored + 1


def begin_again(db: Session, actor: Actor, draft_id: int, *, now: dt.datetime) -> int:
    """Begin changes to an item anew; what was written of them becomes a new item's draft.

    Raises:
        NotAllowedError: The actor may not change the item.
        NotFoundError: It is not the actor's draft of changes.
    """
    require_role(actor, "begin_again", *AUTHORS)
    content_id, _ = _own_draft(db, actor, draft_id)
    if content_id is None:
        raise NotFoundError("This draft changes no item.")
    db.execute(
        update(ContentDraft)
        .where(ContentDraft.id == draft_id)
        .values(content_id=None, based_on_version=None)
    )
    return begin_changes(db, actor, content_id, now=now)


def throw_away(db: Session, actor: Actor, draft_id: int) -> None:
    """Delete a draft of the actor; a published item stays as it is.

    Raises:
        NotFoundError: It is not the actor's.
    """
    _own_draft(db, actor, draft_id)
    db.execute(delete(ContentDraft).where(ContentDraft.id == draft_id))


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
    draft = _own_draft(db, actor, draft_id)
    if draft.revision != revision:
        raise StaleStateError(OTHER_TAB)
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
    row = _item(db, actor, content_id, "set_published")
    if row.is_published == is_published:
        return
    lock_bank(db)
    _write(db, actor, row, _attributes(row), is_published=is_published, now=now)
    action = "publish_item" if is_published else "withdraw_item"
    record(db, actor.row_id, action, "done", now=now, subject=f"item {content_id}")


def _new_draft(
    db: Session,
    actor: Actor,
    form: Form,
    *,
    content_id: int | None = None,
    based_on_version: int | None = None,
    now: dt.datetime,
) -> int:
    draft = ContentDraft(
        content_id=content_id,
        editor_id=actor.id,
        body=form.stored(),
        based_on_version=based_on_version,
        created_at=now,
        updated_at=now,
    )
    db.add(draft)
    db.flush()  # gives the number that the page opens
    return draft.id


def _own_draft(db: Session, actor: Actor, draft_id: int) -> Row[int | None, int]:
    row = db.execute(
        select(ContentDraft.content_id, ContentDraft.revision)
        .where(ContentDraft.id == draft_id, ContentDraft.editor_id == actor.id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFoundError("This draft is no longer there: it was published or thrown away.")
    return row


def _found(db: Session, content_id: int) -> Row[Any]:
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


def _attributes(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS}


def _item(db: Session, actor: Actor, content_id: int, action: str) -> Row[Any]:
    require_role(actor, action, *AUTHORS)
    row = _found(db, content_id)
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
    row = _item(db, actor, content_id, "publish_judged")
    if row.version != seen_version:
        raise StaleStateError(
            f"A colleague published version {row.version} of this item meanwhile. Your text is "
            "kept: look at theirs below, then publish yours over it or take theirs."
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
