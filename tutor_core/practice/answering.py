"""Takes an answer from the page: read the spec, grade with no transaction open, write.

Grading may take two seconds in the worker; inside a transaction it would hold the learner's
lock, and on SQLite everybody's, for all that time.
"""

from __future__ import annotations

import datetime as dt

from tutor_core.accounts.actor import Actor
from tutor_core.content.grading import grade, read
from tutor_core.db import Database
from tutor_core.practice.exercises.service import answer_step
from tutor_core.practice.queries import attempt_of
from tutor_core.practice.service import save_draft, submit_answer
from tutor_core.practice.views import Receipt, Unfinished


def answer(
    database: Database,
    actor: Actor,
    attempt_id: int,
    response: str,
    *,
    locale: str,
    now: dt.datetime,
    day_starts_at: int = 4,
    confidence: int | None = None,
) -> Receipt | Unfinished:
    """Grade a response; close the attempt unless it cannot be read or is not in the form asked.

    Args:
        database: Where the attempt is.
        actor: The learner.
        attempt_id: Their attempt.
        response: What they entered.
        locale: Whose decimal marks to expect.
        now: When they did.
        day_starts_at: Wall-clock hour at which the learner's day begins.
        confidence: How sure they said they were, 0 to 100; None where they said nothing.

    Returns:
        The receipt, or why the attempt stays open; then the response is kept as a draft.

    Raises:
        NotFoundError: It is not the actor's attempt.
        StaleStateError: The item was corrected while it was open.
    """
    with database.reading() as db:
        spec = attempt_of(db, actor, attempt_id).answer_spec
    found = grade(response, spec, locale=locale)
    if found.verdict in ("invalid", "almost"):
        database.run(lambda db: save_draft(db, actor, attempt_id, response))
        return Unfinished(
            verdict=found.verdict,
            reading=read(response, spec, locale=locale),
            message=found.message,
        )
    return database.run(
        lambda db: submit_answer(
            db,
            actor,
            attempt_id,
            response,
            found,
            now=now,
            day_starts_at=day_starts_at,
            confidence=confidence,
        )
    )


def answer_to_step(
    database: Database,
    actor: Actor,
    attempt_id: int,
    number: int,
    response: str,
    *,
    locale: str,
    now: dt.datetime,
) -> Unfinished | None:
    """Grade a response to a step of an exercise and store it unless it cannot be read.

    Args:
        database: Where the attempt is.
        actor: The learner.
        attempt_id: Their attempt.
        number: Of the step that was shown; an answer to another than the next one is dropped.
        response: What they entered.
        locale: Whose decimal marks to expect.
        now: When they did.

    Returns:
        Why the step stays open; None where it does not.

    Raises:
        NotFoundError: It is not the actor's attempt, or no exercise that was answered wrongly.
    """
    with database.reading() as db:
        step = attempt_of(db, actor, attempt_id).asked_step
    if step is None or step.number != number:
        return None
    found = grade(response, step.answer_spec, locale=locale)
    if found.verdict in ("invalid", "almost"):
        return Unfinished(
            verdict=found.verdict,
            reading=read(response, step.answer_spec, locale=locale),
            message=found.message,
        )
    database.run(lambda db: answer_step(db, actor, attempt_id, number, response, found, now=now))
    return None
