"""What the front and the back of every card must be, wherever they come from."""

import hashlib
import re
from collections.abc import Iterable

from tutor_core.content.exchange.limits import LONGEST_TEXT
from tutor_core.content.exchange.markup import markdown_of, xml_text
from tutor_core.content.exchange.values import RefusedError
from tutor_core.review.decks.limits import HIGHEST_GAP, LONGEST_TAG, MOST_TAGS

_GAP = re.compile(r"\{\{c(\d{1,3})::")
_OLD_FORMULAS = (("[$$]", r"\["), ("[/$$]", r"\]"), ("[$]", r"\("), ("[/$]", r"\)"))


def field_text(markup: str, media: list[str]) -> str:
    """Read a field of Anki as our Markdown.

    Args:
        markup: HTML.
        media: Gets the names of the pictures and sounds, which are left out.

    Raises:
        RefusedError: It is too long, or holds a formula in MathML.
    """
    for theirs, ours in _OLD_FORMULAS:
        markup = markup.replace(theirs, ours)
    return card_text(markdown_of(markup, media=media))


def card_text(text: str) -> str:
    """Return a text without the characters that no file can hold.

    Raises:
        RefusedError: It is too long.
    """
    if len(text) > LONGEST_TEXT:
        raise RefusedError(f"A text is longer than {LONGEST_TEXT:,} characters; shorten it.")
    return xml_text(text)


def gap_mark(gap: int) -> str:
    """Return how the mark of a gap begins."""
    return f"{{{{c{gap}::"


def gaps_of(text: str) -> tuple[int, ...]:
    """Return the numbers of the gaps of a text, in their order, each once."""
    numbers = {int(found[1]) for found in _GAP.finditer(text)}
    return tuple(sorted(number for number in numbers if 1 <= number <= HIGHEST_GAP))


def read_tags(text: str) -> tuple[str, ...]:
    """Read labels that have spaces between them."""
    return written_tags(text.split()[:MOST_TAGS])


def written_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return labels as every file can hold them: short, and without spaces in them."""
    joined = ("_".join(xml_text(tag).split())[:LONGEST_TAG] for tag in tags)
    return tuple(tag for tag in joined if tag)


def key_of(front: str, back: str) -> str:
    """Return by what a note without a key is known again."""
    return hashlib.sha256(f"{front}\x1f{back}".encode()).hexdigest()[:20]
