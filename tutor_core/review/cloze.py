"""Deletions in a card's text, as Anki writes them: `{{c1::what is asked::a hint}}`.

One text makes a card for each number in it. The card hides every deletion of its number and shows
the others. Deletions do not nest; a mark that never ends is text.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"\{\{c(\d{1,3})::(.*?)(?:::(.*?))?\}\}", re.DOTALL)
_GAP = "…"


def gaps_in(text: str) -> tuple[int, ...]:
    """Return the numbers of a text's deletions, each once, from the least; empty for none."""
    return tuple(sorted({int(found[1]) for found in _MARK.finditer(text)}))


def asked(text: str, gap: int) -> str:
    """Return the text as it asks for the deletions of a number, hints in their place."""

    def shown(found: re.Match[str]) -> str:
        if int(found[1]) != gap:
            return found[2]
        return f"**[{found[3] or _GAP}]**"

    return _MARK.sub(shown, text)


def answered(text: str, gap: int) -> str:
    """Return the text with the deletions of a number filled in and set off from the rest."""
    return _MARK.sub(lambda found: f"**{found[2]}**" if int(found[1]) == gap else found[2], text)


def solution(text: str, gap: int) -> str:
    """Return what belongs into the deletions of a number, one to a line."""
    return "\n".join(found[2] for found in _MARK.finditer(text) if int(found[1]) == gap)


def without_marks(text: str) -> str:
    """Return the text with every deletion filled in."""
    return _MARK.sub(lambda found: found[2], text)
