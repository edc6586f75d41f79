"""Keeps what is being written: new items, and changes to those that are there."""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.content.rights import AUTHORS
from tutor_core.content.studio.bodies import body_of_item, write_form
from tutor_core.content.studio.drafts.queries import OTHER_WINDOW, locked_draft
from tutor_core.content.studio.form import Form
from tutor_core.content.studio.service import attributes_of, editable_item, locked_item
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.models import ContentDraft, ContentVersion

LONGEST_DRAFT = 200_000  # characters; the longest exercise of the bank has a twentieth of it


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
    row = editable_item(db, actor, content_id, "begin_changes")
    own = db.scalar(
        select(ContentDraft.id).where(
            ContentDraft.content_id == content_id, ContentDraft.editor_id == actor.id
        )
    )
    if own is not None:
        return own
    form = write_form(body_of_item(attributes_of(row))).tidied()
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
    editable_item(db, actor, content_id, "begin_from_version")
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
    row = locked_item(db, content_id)
    form = write_form(body_of_item(attributes_of(row))).tidied()
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
    _, stored = locked_draft(db, actor, draft_id)
    if revision not in (None, stored):
        raise StaleStateError(OTHER_WINDOW)
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
    content_id, _ = locked_draft(db, actor, draft_id)
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
    locked_draft(db, actor, draft_id)
    db.execute(delete(ContentDraft).where(ContentDraft.id == draft_id))


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
