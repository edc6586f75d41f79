"""The two sides of a card: of an item, and as a learner writes them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from tutor_core.content.items import Item
from tutor_core.content.variants import ItemText
from tutor_core.errors import InvalidInputError
from tutor_core.review.cloze import gaps_in
from tutor_core.review.making.graphs import Graph

LONGEST_SIDE = 5000
MOST_GAPS = 20
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What asks and what answers; Markdown with formulas between dollar signs.

    A front with deletions makes a card for each of their numbers, and needs no back. The graph of
    a function stands with the front.
    """

    front: str
    back: str = ""
    graph: Graph | None = None

    @property
    def gaps(self) -> tuple[int | None, ...]:
        """The deletions that cards are made for; a single None where there are none."""
        return gaps_in(self.front) or (None,)

    def checked(self) -> Sides:
        """Return the sides without space around them.

        Raises:
            InvalidInputError: A side is missing, or one is too long, or there are too many gaps.
        """
        front, back = self.front.strip(), self.back.strip()
        if not front:
            raise InvalidInputError("front", "Write what the card asks.")
        if not back and not gaps_in(front):
            raise InvalidInputError(
                "back", "Write the answer, or mark a gap in the front: {{c1::the answer}}."
            )
        for field, text in (("front", front), ("back", back)):
            if len(text) > LONGEST_SIDE:
                raise InvalidInputError(
                    field,
                    f"This side has {len(text)} characters; {LONGEST_SIDE} fit. "
                    "Make several cards of it.",
                )
        if len(gaps_in(front)) > MOST_GAPS:
            raise InvalidInputError(
                "front", f"A text makes {MOST_GAPS} cards at most; split it into several."
            )
        return replace(self, front=front, back=back)


def sides_of(text: ItemText) -> Sides:
    """Return an item as a card: the task, and its answer with the step that leads there."""
    choices = text.answer_spec.get("choices") or {}
    listed = "\n".join(f"- **{letter}** {said}" for letter, said in choices.items())
    front = f"{text.question.strip()}\n\n{listed}" if listed else text.question.strip()
    parts = [_set_off(text.correct_answer.strip()), key_step(text.explanation)]
    return Sides(front=front, back="\n\n".join(part for part in parts if part))


def card_of_item(item: Item, seed: int | None, *, origin: str, due_on: dt.date) -> dict[str, Any]:
    """Return the columns of a card of an item, all but its learner and moment.

    Args:
        item: As its learner saw it.
        seed: With which its numbers were drawn.
        origin: "missed" or "item".
        due_on: The learner's day on which it is first asked.
    """
    sides = sides_of(item.variant(seed))
    return {
        "content_id": item.content_id,
        "content_version": item.version,
        "variant_seed": seed if item.template is not None else None,
        "front_text": sides.front,
        "back_text": sides.back,
        "origin": origin,
        "next_review_date": due_on,
    }


def key_step(explanation: str) -> str:
    """Return the first paragraph of a worked solution that calculates, or else its first."""
    paragraphs = [part.strip() for part in _PARAGRAPHS.split(explanation) if part.strip()]
    calculating = (part for part in paragraphs if "$" in part)
    return next(calculating, paragraphs[0] if paragraphs else "")


def _set_off(answer: str) -> str:
    """Return an answer in bold, where it is a line without a formula."""
    return f"**{answer}**" if answer and not set(answer) & set("$\n*`_") else answer


def folded(front: str) -> str:
    """Return a front as it is compared: the same words, in whatever case and spacing."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", front)).strip().casefold()
