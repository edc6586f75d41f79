"""Reads what somebody is writing: the text is theirs alone, that they write is not."""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.content.rights import AUTHORS
from tutor_core.content.studio.form import Form
from tutor_core.content.studio.views import Draft, DraftLine, OtherEditor
from tutor_core.errors import NotFoundError
from tutor_core.models import Content, ContentDraft, Student

OTHER_WINDOW = (
    "This draft was changed in another window meanwhile, and that text is kept. What you typed "
    "here is still here: take the other text, or keep yours."
)
GONE = "This draft is no longer there: it was published or thrown away."


def new_drafts(db: Session, actor: Actor) -> tuple[DraftLine, ...]:
    """Return the new items that the actor has begun, the latest first."""
    rows = db.execute(
        select(ContentDraft.id, ContentDraft.body, ContentDraft.updated_at)
        .where(ContentDraft.editor_id == actor.id, ContentDraft.content_id.is_(None))
        .order_by(ContentDraft.updated_at.desc(), ContentDraft.id.desc())
    )
    return tuple(
        DraftLine(
            draft_id=row.id,
            question=Form.from_stored(row.body).task.question,
            updated_at=cast("dt.datetime", row.updated_at),
        )
        for row in rows
    )


def own_draft(db: Session, actor: Actor, draft_id: int) -> Draft:
    """Return a draft of the actor.

    Raises:
        NotFoundError: It is not the actor's, or was published or thrown away.
    """
    row = db.execute(
        select(
            ContentDraft.id,
            ContentDraft.content_id,
            ContentDraft.body,
            ContentDraft.revision,
            ContentDraft.based_on_version,
            ContentDraft.updated_at,
            Content.version,
        )
        .outerjoin(Content, Content.id == ContentDraft.content_id)
        .where(ContentDraft.id == draft_id, ContentDraft.editor_id == actor.id)
    ).one_or_none()
    if row is None:
        raise NotFoundError(GONE)
    return Draft(
        draft_id=row.id,
        content_id=row.content_id,
        form=Form.from_stored(row.body),
        revision=row.revision,
        based_on_version=row.based_on_version,
        current_version=row.version,
        updated_at=cast("dt.datetime", row.updated_at),
    )


def locked_draft(db: Session, actor: Actor, draft_id: int) -> Row[int | None, int]:
    """Return the item and the revision of a draft of the actor, locked.

    Raises:
        NotFoundError: It is not the actor's, or was published or thrown away.
    """
    row = db.execute(
        select(ContentDraft.content_id, ContentDraft.revision)
        .where(ContentDraft.id == draft_id, ContentDraft.editor_id == actor.id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFoundError(GONE)
    return row


def editors_beside(db: Session, actor: Actor, content_id: int) -> tuple[OtherEditor, ...]:
    """Return who else is changing an item, the latest first.

    Raises:
        NotAllowedError: The actor writes no items.
    """
    require_role(actor, "editors_beside", *AUTHORS)
    rows = db.execute(
        select(
            func.coalesce(Student.full_name, Student.username).label("name"),
            ContentDraft.updated_at,
        )
        .join(Student, Student.id == ContentDraft.editor_id)
        .where(ContentDraft.content_id == content_id, ContentDraft.editor_id != actor.id)
        .order_by(ContentDraft.updated_at.desc())
    )
    return tuple(
        OtherEditor(name=row.name, updated_at=cast("dt.datetime", row.updated_at)) for row in rows
    )
