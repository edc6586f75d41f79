"""The cards of a note: templates filled with its fields.

Only templates that show fields can be filled. What they have around the fields stays where it is
text; a field is never read as a template again.
"""

import re
from collections.abc import Mapping

from tutor_core.content.exchange.limits import LONGEST_MARKUP, LONGEST_TEXT
from tutor_core.content.exchange.values import RefusedError
from tutor_core.review.decks.anki.values import NoteType, Template

_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_ANSWER_LINE = re.compile(r"<hr\s+id\s*=\s*[\"']?answer[\"']?\s*/?>", re.IGNORECASE)
_NOTHING = re.compile(r"(?:\s|&nbsp;|</?(?:br|div|p)(?=[\s/>])[^<>]*>)*+", re.IGNORECASE)
_NOT_FIELDS = frozenset(
    {"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"}
)
_PICTURES = ("imageocclusion", "image-occlusion", "<canvas", "<svg")
_DEEPEST = 30
_MOST_TAGS = 200  # of one card


def card_markup(kind: NoteType, place: int, fields: Mapping[str, str]) -> tuple[str, str]:
    """Return the front and the back of a card as HTML.

    Args:
        kind: The note's type.
        place: Which of its templates; of a cloze type which gap, from 0.
        fields: HTML by the names of the fields.

    Raises:
        RefusedError: The type does more than to show fields, or has no such template.
    """
    template = kind.templates.get(0 if kind.is_cloze else place)
    if template is None:
        raise RefusedError(f"Its note type “{kind.name}” has no card {place + 1}.")
    _refuse_programs(kind, template)
    filler = _Filler(kind, fields)
    front = filler.filled(template.question, answers=False)
    back = filler.filled(template.answer, answers=True)
    return front, _ANSWER_LINE.split(back)[-1]


def _refuse_programs(kind: NoteType, template: Template) -> None:
    whole = f"{template.question}{template.answer}".casefold()
    if len(whole) > LONGEST_MARKUP or whole.count("{{") > _MOST_TAGS:
        raise RefusedError(f"Its note type “{kind.name}” is too long.")
    if any(mark in whole for mark in _PICTURES):
        raise RefusedError(f"Its note type “{kind.name}” draws on pictures.")
    if "<script" in whole:
        raise RefusedError(f"Its note type “{kind.name}” runs a program to show its cards.")


class _Filler:
    """Fills the templates of one note."""

    def __init__(self, kind: NoteType, fields: Mapping[str, str]) -> None:
        self.kind = kind
        self.fields = fields
        self.size = 0
        self.filled_fields: dict[str, bool] = {}

    def filled(self, template: str, *, answers: bool) -> str:
        parts: list[str] = []
        shown = [True]  # inside each of the opened conditions
        start = 0
        for tag in _TAG.finditer(template):
            if shown[-1]:
                parts.append(template[start : tag.start()])
            start = tag.end()
            name = tag[1].strip()
            if name[:1] in {"#", "^", "/"}:
                self._turn(shown, name[0], name[1:].strip())
            elif shown[-1]:
                parts.append(self._value(name, answers=answers))
        if shown[-1]:
            parts.append(template[start:])
        return "".join(parts)

    def _turn(self, shown: list[bool], sign: str, name: str) -> None:
        if sign == "/":
            if len(shown) > 1:
                shown.pop()
            return
        if len(shown) > _DEEPEST:
            raise RefusedError(f"Its note type “{self.kind.name}” is nested too deeply.")
        shown.append(shown[-1] and self._is_filled(name) == (sign == "#"))

    def _is_filled(self, name: str) -> bool:
        if name not in self.filled_fields:
            is_filled = name in _NOT_FIELDS or not _NOTHING.fullmatch(self._field(name))
            self.filled_fields[name] = is_filled
        return self.filled_fields[name]

    def _value(self, name: str, *, answers: bool) -> str:
        *filters, field = (part.strip() for part in name.split(":"))
        if not filters and field in _NOT_FIELDS:
            return ""
        value = self._field(field)
        for one in filters:
            if one == "cloze" and self.kind.is_cloze:
                value = "" if answers else value
            elif one in {"type", "hint"}:
                value = value if answers else ""
            elif one != "text":
                raise RefusedError(
                    f"Its note type “{self.kind.name}” shows a field in a way of its own ({one})."
                )
        self.size += len(value)
        if self.size > 2 * LONGEST_MARKUP:
            raise RefusedError(f"A text is longer than {LONGEST_TEXT:,} characters; shorten it.")
        return value

    def _field(self, name: str) -> str:
        if name not in self.fields:
            raise RefusedError(
                f"Its note type “{self.kind.name}” shows a field that it does not have."
            )
        return self.fields[name]
