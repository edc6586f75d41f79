"""Takes what learners find wrong with an item, and what its editor answers."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.audit.service import record
from tutor_core.accounts.notices.service import tell
from tutor_core.content.exchange.bodies import title_of
from tutor_core.content.reports.views import REASONS, Reason
from tutor_core.content.rights import AUTHORS, require_editor
from tutor_core.content.variants import with_first_numbers
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import Content, ItemReport, LearningSession

LONGEST_WORDS = 1000


def report_item(
    db: Session,
    actor: Actor,
    attempt_id: int,
    reason: Reason,
    *,
    words: str = "",
    now: dt.datetime,
) -> None:
    """Say that something is wrong with the item of one of the actor's attempts.

    A learner has one report on an item at a time; saying more changes it.

    Raises:
        InvalidInputError: There is no such reason, or the words are too many.
        NotFoundError: The attempt is not theirs.
    """
    if reason not in REASONS:
        raise InvalidInputError("reason", "Choose what is wrong from the list.")
    if len(words) > LONGEST_WORDS:
        raise InvalidInputError("words", f"Say it in {LONGEST_WORDS} characters at most.")
    content_id = db.scalar(
        select(LearningSession.content_id).where(
            LearningSession.id == attempt_id, LearningSession.student_id == actor.id
        )
    )
    if content_id is None:
        raise NotFoundError("This question is not among yours.")
    values = {"attempt_id": attempt_id, "reason": reason, "words": words.strip() or None}
    known = db.scalar(
        select(ItemReport.id)
        .where(
            ItemReport.student_id == actor.id,
            ItemReport.content_id == content_id,
            ItemReport.answered_at.is_(None),
        )
        .with_for_update()
    )
    if known is None:
        db.execute(
            insert(ItemReport).values(
                student_id=actor.id, content_id=content_id, created_at=now, **values
            )
        )
    else:
        db.execute(update(ItemReport).where(ItemReport.id == known).values(**values))


def take_back_report(db: Session, actor: Actor, content_id: int, *, now: dt.datetime) -> None:
    """Take the actor's own report on an item back; nobody answers it then."""
    db.execute(
        update(ItemReport)
        .where(
            ItemReport.student_id == actor.id,
            ItemReport.content_id == content_id,
            ItemReport.answered_at.is_(None),
        )
        .values(answered_at=now, answered_by=actor.id)
    )


def answer_report(
    db: Session, actor: Actor, report_id: int, answer: str, *, is_mended: bool, now: dt.datetime
) -> int:
    """Answer a report; the learner is told.

    Args:
        db: An open transaction.
        actor: Who may change the item.
        report_id: The report.
        answer: What the learner reads; may be empty where the item was mended.
        is_mended: Whether the item was mended, or is right as it is.
        now: When.

    Returns:
        The learner who reported it.

    Raises:
        InvalidInputError: Nothing is said although the item was not mended, or too much.
        NotAllowedError: They may not change the item.
        NotFoundError: There is no such report, or it was answered meanwhile.
    """
    require_role(actor, "answer_report", *AUTHORS)
    row = _open_report(db, report_id)
    require_editor(actor, "answer_report", row.created_by)
    answer = answer.strip()
    if not answer and not is_mended:
        raise InvalidInputError("answer", "Say in a sentence why the question is right as it is.")
    if len(answer) > LONGEST_WORDS:
        raise InvalidInputError("answer", f"Say it in {LONGEST_WORDS} characters at most.")
    db.execute(
        update(ItemReport)
        .where(ItemReport.id == report_id)
        .values(answered_at=now, answered_by=actor.row_id, answer=answer or None)
    )
    facts = {
        "content_id": row.content_id,
        "question": title_of(with_first_numbers(row.question_text or "", row.template)),
        "answer": answer,
        "mended": is_mended,
    }
    tell(db, row.student_id, "report_answered", facts, now=now)
    record(db, actor.row_id, "answer_report", "done", now=now, subject=f"item {row.content_id}")
    return int(row.student_id)


def _open_report(db: Session, report_id: int) -> Row[int, int, int | None, str | None, object]:
    row = db.execute(
        select(
            ItemReport.student_id,
            ItemReport.content_id,
            Content.created_by,
            Content.question_text,
            Content.template,
        )
        .join(Content, Content.id == ItemReport.content_id)
        .where(ItemReport.id == report_id, ItemReport.answered_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFoundError("This report was answered meanwhile.")
    return row
