"""Reads items as they are now and as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tutor_core.content.variants import ItemText, make_variant
from tutor_core.errors import NotFoundError
from tutor_core.models import Content, ContentVersion

_BODY = (
    "topic",
    "difficulty",
    "question_text",
    "correct_answer",
    "explanation",
    "tags",
    "estimated_time_minutes",
    "points",
    "answer_spec",
    "hints",
    "figure",
    "template",
)
_CURRENT = select(Content.version, *(getattr(Content, name) for name in _BODY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item at one of its versions.

    Attributes:
        content_id: Its row in `content`.
        version: Which version this is.
        topic: The subject it belongs to.
        skills: Names of the skills it exercises, the main one first.
        difficulty: 1 to 5.
        minutes: What a learner of its level needs.
        points: For a right answer without hints.
        text: Everything a learner can see, placeholders and all.
        template: How its numbers are drawn; None where it has one text only.
    """

    content_id: int
    version: int
    topic: str
    skills: tuple[str, ...]
    difficulty: int
    minutes: int
    points: int
    text: ItemText
    template: Mapping[str, Any] | None

    def variant(self, seed: int | None) -> ItemText:
        """Return the text for a seed."""
        if self.template is None or seed is None:
            return self.text
        return make_variant(self.text, self.template, seed)


def item_at(db: Session, content_id: int, version: int | None = None) -> Item:
    """Return an item, now or as it was at `version`.

    For services, which have checked who asks: the text holds the answer.

    Raises:
        NotFoundError: There is no such item or version.
    """
    row = db.execute(_CURRENT.where(Content.id == content_id)).one_or_none()
    if row is not None and version in (None, row.version):
        return _item(content_id, row.version, row._asdict())
    body = db.scalar(
        select(ContentVersion.body).where(
            ContentVersion.content_id == content_id, ContentVersion.version == version
        )
    )
    if body is None or version is None:
        raise NotFoundError("This question is no longer there.")
    return _item(content_id, version, body)


def _item(content_id: int, version: int, body: Mapping[str, Any]) -> Item:
    return Item(
        content_id=content_id,
        version=version,
        topic=body["topic"],
        skills=tuple(body["tags"] or ()),
        difficulty=body["difficulty"],
        minutes=body["estimated_time_minutes"] or 2,
        points=10 if body["points"] is None else body["points"],
        text=ItemText(
            question=body["question_text"] or "",
            answer_spec=body["answer_spec"] or {},
            correct_answer=body["correct_answer"] or "",
            hints=tuple(body["hints"] or ()),
            explanation=body["explanation"] or "",
            figure=body["figure"],
        ),
        template=body["template"],
    )
