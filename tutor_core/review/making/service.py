"""Makes cards: by hand, from items, and by themselves from what was answered wrongly."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, insert, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import lock_learner
from tutor_core.calendar import learner_day
from tutor_core.content.items import Item
from tutor_core.content.queries import item_at
from tutor_core.db import insert_into, storable
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import TOPICS, Content, FlashCard, Skill, table_of
from tutor_core.review.making.faces import LONGEST_SIDE, Sides, card_of_item, folded
from tutor_core.review.making.graphs import figure_of

MOST_CARDS = 50_000  # a learner's
ONE_DAY = dt.timedelta(days=1)

_cards, _content = table_of(FlashCard), table_of(Content)
_CARD = insert(_cards).returning(_cards.c.id)
_NOTE = insert(_content).returning(_content.c.id)
_OF_ITEM = select(_cards.c.id).where(
    _cards.c.student_id == bindparam("student_id"),
    _cards.c.content_id == bindparam("content_id"),
    _cards.c.content_version.is_not(None),
    _cards.c.deleted_at.is_(None),
)
_IS_OF_ITEM = and_(_cards.c.content_version.is_not(None), _cards.c.deleted_at.is_(None))
_BEGINS_ALIKE: Select[Any] = select(_cards.c.id, _cards.c.front_text, _cards.c.gap).where(
    _cards.c.student_id == bindparam("student_id"),
    _cards.c.deleted_at.is_(None),
    func.lower(_cards.c.front_text).like(bindparam("beginning"), escape="\\"),
)
_HOW_MANY = select(func.count()).where(
    _cards.c.student_id == bindparam("student_id"), _cards.c.deleted_at.is_(None)
)
_ASKED = select(Content.id).where(
    Content.id == bindparam("content_id"),
    Content.is_published,
    Content.content_type.in_(("question", "exercise")),
)


class DuplicateCardError(InvalidInputError):
    """The learner has such a card already; `card_id` says which."""

    def __init__(self, card_id: int, message: str) -> None:
        super().__init__("front", message)
        self.card_id = card_id


def make_cards(
    db: Session,
    actor: Actor,
    sides: Sides,
    *,
    topic: str,
    skill: str | None = None,
    may_repeat: bool = False,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> list[int]:
    """Make the actor a card, or one for each gap in its front; return their numbers.

    Args:
        db: An open transaction.
        actor: The learner.
        sides: What asks and what answers.
        topic: The subject it belongs to.
        skill: Name of the skill it belongs to; None for none.
        may_repeat: Whether a second card with the same front is meant.
        now: The moment.
        day_starts_at: Wall-clock hour at which the learner's day begins.

    Raises:
        InvalidInputError: A side is missing or too long, there is no such subject or skill, the
            graph cannot be drawn, or the learner has as many cards as are allowed.
        DuplicateCardError: There is a card with this front already.
    """
    zone = lock_learner(db, actor)
    checked = Sides(
        front=storable(sides.front, longest=LONGEST_SIDE + 1),
        back=storable(sides.back, longest=LONGEST_SIDE + 1),
        graph=sides.graph,
    ).checked()
    _check_place(db, topic, skill)
    if not may_repeat:
        _refuse_duplicate(db, actor, checked.front)
    _check_room(db, actor, len(checked.gaps))
    content_id = db.execute(
        _NOTE,
        {
            "content_type": "flashcard",
            "topic": topic,
            "subtopic": skill,
            "tags": [skill] if skill else [],
            "difficulty": 3,
            "question_text": checked.front,
            "correct_answer": "",
            "explanation": checked.back,
            "figure": figure_of(checked.graph) if checked.graph else None,
            "created_by": actor.id,
            "is_published": False,
        },
    ).scalar_one()
    on = learner_day(now, zone, starts_at=day_starts_at)
    card = {
        "student_id": actor.id,
        "content_id": content_id,
        "front_text": checked.front,
        "back_text": checked.back,
        "origin": "own",
        "next_review_date": on,
        "created_at": now,
    }
    return [db.execute(_CARD, card | {"gap": gap}).scalar_one() for gap in checked.gaps]


def make_card_of_item(
    db: Session,
    actor: Actor,
    content_id: int,
    *,
    version: int | None = None,
    seed: int | None = None,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> int:
    """Make the actor a card of an item, as they saw it; return its number.

    Args:
        db: An open transaction.
        actor: The learner.
        content_id: The item.
        version: Of the item; None for the current one.
        seed: With which its numbers were drawn.
        now: The moment.
        day_starts_at: Wall-clock hour at which the learner's day begins.

    Raises:
        NotFoundError: There is no such question.
        DuplicateCardError: They have a card of it already.
    """
    zone = lock_learner(db, actor)
    if db.scalar(_ASKED, {"content_id": content_id}) is None:
        raise NotFoundError("There is no such question.")
    item = item_at(db, content_id, version)
    on = learner_day(now, zone, starts_at=day_starts_at)
    made = _add_of_item(db, actor, item, seed, origin="item", due_on=on, now=now)
    if made is None:
        found = db.scalar(_OF_ITEM, {"student_id": actor.id, "content_id": content_id})
        raise DuplicateCardError(found or 0, "You have a card of this question already.")
    return made


def make_card_of_missed(
    db: Session, actor: Actor, item: Item, seed: int | None, *, on: dt.date, now: dt.datetime
) -> int | None:
    """Make the actor a card of an item they missed, for tomorrow; None where they have one.

    The caller holds the learner's lock.
    """
    return _add_of_item(db, actor, item, seed, origin="missed", due_on=on + ONE_DAY, now=now)


def _add_of_item(
    db: Session,
    actor: Actor,
    item: Item,
    seed: int | None,
    *,
    origin: str,
    due_on: dt.date,
    now: dt.datetime,
) -> int | None:
    """Add a card of an item; return its number, None where there is one already."""
    columns = card_of_item(item, seed, origin=origin, due_on=due_on)
    made: int | None = db.execute(
        insert_into(db, _cards)
        .on_conflict_do_nothing(
            index_elements=["student_id", "content_id"], index_where=_IS_OF_ITEM
        )
        .returning(_cards.c.id),
        {"student_id": actor.id, "created_at": now, **columns},
    ).scalar()
    return made


def _check_place(db: Session, topic: str, skill: str | None) -> None:
    if topic not in TOPICS:
        raise InvalidInputError("topic", "Choose one of the subjects.")
    if skill is not None and db.scalar(select(Skill.id).where(Skill.name == skill)) is None:
        raise InvalidInputError("skill", "Choose one of the skills, or none.")


def _check_room(db: Session, actor: Actor, more: int) -> None:
    if (db.scalar(_HOW_MANY, {"student_id": actor.id}) or 0) + more > MOST_CARDS:
        raise InvalidInputError(
            "front", f"You have {MOST_CARDS:,} cards, and no more fit: delete some first."
        )


def _refuse_duplicate(db: Session, actor: Actor, front: str) -> None:
    same = _same_front(db, actor, front)
    if same is not None:
        raise DuplicateCardError(
            same.id, "You have a card with this front already: change it, or make this one anyway."
        )


def _same_front(db: Session, actor: Actor, front: str) -> Row[Any] | None:
    """Return a card whose front is the same but for case and space; the first words find it."""
    rows = db.execute(
        _BEGINS_ALIKE, {"student_id": actor.id, "beginning": f"{_beginning(front)}%"}
    ).all()
    return next((row for row in rows if folded(row.front_text) == folded(front)), None)


def _beginning(front: str) -> str:
    """Return the first letters in lower case, as far as any database can lower them."""
    first = "".join(takewhile(str.isascii, front.split(maxsplit=1)[0][:20])).lower()
    return first.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
