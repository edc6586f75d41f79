"""Looks through a file of questions: read it, read the bank, judge with no transaction open."""

from __future__ import annotations

from tutor_core.accounts.actor import Actor
from tutor_core.content.exchange.queries import known_questions
from tutor_core.content.exchange.reading import read_file
from tutor_core.content.exchange.reviewing import Advance, Defaults, Review, review
from tutor_core.content.studio.queries import surroundings_of
from tutor_core.db import Database


def look_through(
    database: Database,
    actor: Actor,
    file_name: str,
    data: bytes,
    *,
    defaults: Defaults,
    advance: Advance = lambda _done, _total: None,
) -> Review:
    """Return what would become of a file's questions; nothing is written.

    Args:
        database: Where the bank is.
        actor: Who brings them.
        file_name: Its ending says the format.
        data: What is in it.
        defaults: What a question gets that the file does not say.
        advance: Told of the progress.

    Raises:
        NotAllowedError: The actor writes no items.
        UnreadableFileError: Nothing of the file can be used; its text is one sentence.
    """
    with database.reading() as db:
        around = surroundings_of(db, actor, None)
        known = known_questions(db, actor)
    found = read_file(file_name, data)
    return review(file_name, found, defaults=defaults, around=around, known=known, advance=advance)
