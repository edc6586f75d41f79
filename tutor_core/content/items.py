"""An item as it is asked, at one of its versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor_core.content.variants import ItemText, StepText, make_variant


@dataclass(frozen=True, slots=True)
class SkillName:
    """A skill that an item can exercise: its name, its title, its subject."""

    name: str
    title: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item at one of its versions.

    Attributes:
        content_id: Its row in `content`.
        version: Which version this is.
        topic: The subject it belongs to.
        skills: Names of the skills it exercises, the main one first.
        skill_name: The main one, as people read it.
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
    skill_name: str
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


def item_from(content_id: int, version: int, body: Mapping[str, Any], *, skill_name: str) -> Item:
    """Return the item whose version stands in `body`, by the names of the table's attributes."""
    return Item(
        content_id=content_id,
        version=version,
        topic=body["topic"],
        skills=tuple(body["tags"] or ()),
        skill_name=skill_name,
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
            steps=tuple(StepText(**step) for step in body.get("steps") or ()),  # older: no key
        ),
        template=body["template"],
    )
