"""Moves a learner's cards by what they answered to questions on the same skills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, exists, insert, select, update
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
from tutor_core.review.queries import rules_of, wishes_of
from tutor_core.review.scheduling import ReviewRules
from tutor_core.review.sm2 import SM2Policy
from tutor_core.tuning.policies import InForce, Versioned

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
_MOVES = ("rescheduled", "credited", "pulled_in")  # kinds of changes that move a card's day
_later = _changes.alias("later")
_CREDITED = (  # where nothing moved the card since
    select(_changes.c.id, _changes.c.flashcard_id, _changes.c.before, _changes.c.after)
    .add_columns(_cards.c.next_review_date)
    .join(_cards, _cards.c.id == _changes.c.flashcard_id)
    .where(
        _changes.c.student_id == bindparam("student_id"),
        _changes.c.attempt_id == bindparam("attempt_id"),
        _changes.c.undone_at.is_(None),
        _cards.c.deleted_at.is_(None),
        _cards.c.last_reviewed <= _changes.c.changed_at,
        ~exists().where(
            _later.c.flashcard_id == _changes.c.flashcard_id,
            _later.c.id > _changes.c.id,
            _later.c.kind.in_(_MOVES),
            _later.c.undone_at.is_(None),
        ),
    )
)
_TAKEN_BACK = (
    update(_changes)
    .where(_changes.c.id == bindparam("change_id"))
    .values(undone_at=bindparam("taken_back_at"))
)
_MOMENT = _changes.c.changed_at.type
_MOVED_SINCE = select(_changes.c.flashcard_id).where(
    _changes.c.student_id == bindparam("student_id"),
    _changes.c.changed_at >= bindparam("answered_at", type_=_MOMENT),
    _changes.c.changed_at < bindparam("now", type_=_MOMENT),
    _changes.c.kind.in_(_MOVES),
    _changes.c.undone_at.is_(None),
)


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
    rows = _cards_of(db, actor, shares)
    if not rows:
        return 0
    rules, _ = rules_of(db, actor, now=now)
    return _move(db, actor, answer, [(row, shares[row.skill]) for row in rows], rules, policy, now)


def take_credit_back(db: Session, actor: Actor, attempt_id: int, *, now: dt.datetime) -> int:
    """Put the actor's cards back to before an answer moved them; return how many were put back.

    A card that was reviewed or moved since stays. The caller holds the learner's lock.
    """
    asked = {"student_id": actor.id, "attempt_id": attempt_id}
    rows = [
        row
        for row in db.execute(_CREDITED, asked)
        if row.after["next_review_date"] == row.next_review_date.isoformat()
    ]
    if rows:
        days = [(row, dt.date.fromisoformat(row.before["next_review_date"])) for row in rows]
        db.execute(_MOVE, [{"card_id": row.flashcard_id, "moved_to": day} for row, day in days])
        db.execute(_TAKEN_BACK, [{"change_id": row.id, "taken_back_at": now} for row in rows])
    return len(rows)


def credit_again(
    db: Session,
    actor: Actor,
    answer: AnswerToQuestion,
    policies: InForce,
    *,
    answered_at: dt.datetime,
    now: dt.datetime,
) -> int:
    """Move the actor's cards as an earlier answer would have; return how many were moved.

    A card that was reviewed or moved since the answer stays. The caller holds the learner's lock.

    Args:
        db: An open transaction.
        actor: The learner.
        answer: What they answered, as it is judged now.
        policies: What held when they answered.
        answered_at: When they answered.
        now: The moment; what was moved in it does not count as moved since.
    """
    policy = policies.of(ReviewPolicy)
    shares = shares_of(answer.skill, answer.prerequisites, policy.policy)
    since = {"student_id": actor.id, "answered_at": answered_at, "now": now}
    moved = set(db.scalars(_MOVED_SINCE, since))
    found = [
        (row, shares[row.skill])
        for row in _cards_of(db, actor, shares)
        if row.id not in moved and row.last_reviewed <= answered_at
    ]
    rules = ReviewRules(
        sm2=policies.of(SM2Policy).policy, policy=policy.policy, wishes=wishes_of(db, actor)
    )
    return _move(db, actor, answer, found, rules, policy, now)


def _cards_of(db: Session, actor: Actor, shares: Mapping[str, float]) -> Sequence[Row[Any]]:
    asked = {"student_id": actor.id, "skills": sorted(shares)}
    return db.execute(_OF_SKILLS, asked).all() if shares else []


def _move(
    db: Session,
    actor: Actor,
    answer: AnswerToQuestion,
    cards: Iterable[tuple[Row[Any], float]],
    rules: ReviewRules,
    policy: Versioned[ReviewPolicy],
    now: dt.datetime,
) -> int:
    """Move cards by their shares, and write down each that moves; return how many did."""
    found = [(row, share, day_after(row, share, answer, rules)) for row, share in cards]
    moves = [(row, share, day) for row, share, day in found if day != row.next_review_date]
    if moves:
        db.execute(_MOVE, [{"card_id": row.id, "moved_to": day} for row, _, day in moves])
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
                    **move_of(row.next_review_date, day, share),
                }
                for row, share, day in moves
            ],
        )
    return len(moves)
