"""Judges a draft and publishes it: read, judge with no transaction open, write.

Judging grades an item's answers, which may take some seconds in the worker.
"""

from __future__ import annotations

import datetime as dt

from tutor_core.accounts.actor import Actor
from tutor_core.content.studio.drafts.queries import OTHER_WINDOW, own_draft
from tutor_core.content.studio.form import Form
from tutor_core.content.studio.judging import Verdict, judge
from tutor_core.content.studio.queries import surroundings_of
from tutor_core.content.studio.reading import read_form
from tutor_core.content.studio.service import Published, publish_judged
from tutor_core.content.studio.views import Surroundings
from tutor_core.db import Database
from tutor_core.errors import StaleStateError


def judged(form: Form, around: Surroundings) -> Verdict:
    """Return what stands between a form and its learners."""
    read = read_form(form)
    if read.problems:
        return Verdict(item=None, problems=read.problems)
    return judge(read.body, topics=around.topics, others=around.others)


def look_over(database: Database, actor: Actor, draft_id: int) -> Verdict:
    """Judge a draft of the actor, and publish nothing.

    Raises:
        NotFoundError: It is not the actor's.
    """
    with database.reading() as db:
        draft = own_draft(db, actor, draft_id)
        around = surroundings_of(db, actor, draft.content_id)
    return judged(draft.form, around)


def publish(
    database: Database,
    actor: Actor,
    draft_id: int,
    *,
    revision: int | None,
    seen_version: int | None,
    now: dt.datetime,
) -> Published | Verdict:
    """Put a draft before learners, if nothing stands in its way.

    Args:
        database: Where the draft is.
        actor: Its editor.
        draft_id: The draft.
        revision: The one on the editor's screen; another one is not published unseen.
        seen_version: The item's version that the editor knows of; None for a new item.
        now: When.

    Returns:
        What was published, or what must be mended first; then nothing was changed.

    Raises:
        NotAllowedError: They may not change the item.
        NotFoundError: It is not the actor's draft.
        StaleStateError: The draft, or the item, was changed meanwhile; nothing is lost.
    """
    with database.reading() as db:
        draft = own_draft(db, actor, draft_id)
        around = surroundings_of(db, actor, draft.content_id)
    if draft.revision != revision:
        raise StaleStateError(OTHER_WINDOW)
    verdict = judged(draft.form, around)
    item = verdict.item
    if item is None or verdict.problems:
        return verdict
    return database.run(
        lambda db: publish_judged(
            db,
            actor,
            draft_id,
            item,
            revision=draft.revision,
            seen_version=seen_version,
            now=now,
        )
    )
