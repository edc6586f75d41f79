"""Moves a learner's cards by what they answered to questions on the same skills."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.models import CardChange, Content, FlashCard, table_of
from tutor_core.review.crediting.moving import (
    MOST_MOVED,
    AnswerToQuestion,
    day_after,
    move_of,
    shares_of,
)
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.queries import rules_of
from tutor_core.tuning.policies import Versioned

_cards, _content, _changes = table_of(FlashCard), table_of(Content), table_of(CardChange)
_OF_SKILLS = (
    select(_cards, _content.c.subtopic.label("skill"))
    .join(_content, _content.c.id == _cards.c.content_id)
    .where(
        _cards.c.student_id == bindparam("student_id"),
        _cards.c.deleted_at.is_(None),
        _cards.c.suspended.is_(False),
        _cards.c.times_reviewed > 0,
        _content.c.subtopic.in_(bindparam("skills", expanding=True)),
    )
    .order_by(_cards.c.next_review_date, _cards.c.id)
    .limit(MOST_MOVED)
)
_MOVE = (
    update(_cards)
    .where(_cards.c.id == bindparam("card_id"))
    .values(next_review_date=bindparam("moved_to"))
)
_NOTE = insert(_changes)


def credit_cards(
    db: Session,
    actor: Actor,
    answer: AnswerToQuestion,
    policy: Versioned[ReviewPolicy],
    *,
    now: dt.datetime,
) -> int:
    """Move the actor's cards of a skill and what it builds on; return how many were moved.

    Cards that are asked once more today stay; the caller holds the learner's lock.

    Args:
        db: An open transaction.
        actor: The learner.
        answer: What they answered.
        policy: How much an answer counts.
        now: The moment.
    """
    shares = shares_of(answer.skill, answer.prerequisites, policy.policy)
    asked = {"student_id": actor.id, "skills": sorted(shares)}
    rows = db.execute(_OF_SKILLS, asked).all() if shares else []
    if not rows:
        return 0
    rules, _ = rules_of(db, actor, now=now)
    found = [(row, day_after(row, shares[row.skill], answer, rules)) for row in rows]
    moves = [(row, day) for row, day in found if day != row.next_review_date]
    if moves:
        db.execute(_MOVE, [{"card_id": row.id, "moved_to": day} for row, day in moves])
        notes = {
            "student_id": actor.id,
            "kind": answer.kind,
            "attempt_id": answer.attempt_id,
            "policy_version_id": policy.version_id,
            "changed_at": now,
        }
        db.execute(
            _NOTE,
            [
                {
                    **notes,
                    "flashcard_id": row.id,
                    **move_of(row.next_review_date, day, shares[row.skill]),
                }
                for row, day in moves
            ],
        )
    return len(moves)
