"""What is said about a whole deck, in few sentences."""

import re

from tutor_core.content.exchange.tags import has_markup
from tutor_core.review.decks.limits import MOST_NAMED

_PLAIN = re.compile(
    r"</?(?:br|div|p|b|i|strong|em|code|pre|ul|ol|li|sub|sup)\s*/?>|<img[^<>]*>", re.IGNORECASE
)


class Remarks:
    """Collects what was left out of a deck, until it is said."""

    def __init__(self, place: str = "note") -> None:
        self.place = place  # what the numbers count
        self.said: list[str] = []  # sentences about the whole file
        self._media: dict[str, int] = {}  # names, and the first note each was in
        self._lost: set[tuple[int, str]] = set()  # a note may show it on several cards
        self._styled = 0
        self._decks: dict[str, None] = {}

    def media(self, number: int, names: list[str]) -> None:
        """Take down the pictures and sounds that a note or row lost."""
        for name in (" ".join(name[:100].split()) for name in names):
            self._media.setdefault(name, number)
            self._lost.add((number, name))

    def markup(self, markup: str) -> None:
        """Take down whether a text had more HTML than our texts can say."""
        if "<" in markup and has_markup(_PLAIN.sub("", markup)):
            self._styled += 1

    def deck(self, name: str | None) -> None:
        """Take down in which deck a card lay."""
        if name:
            self._decks[name] = None

    def sentences(self) -> tuple[str, ...]:
        """Return everything as sentences."""
        said = list(self.said)
        if self._media:
            named = [f"{name} ({self.place} {number})" for name, number in self._media.items()]
            noun = "picture or sound was" if len(self._lost) == 1 else "pictures and sounds were"
            said.append(f"{len(self._lost):,} {noun} left out: {listed(named)}.")
        if self._styled:
            said.append(
                "HTML was turned into Markdown; colours, sizes and the like were left out of "
                f"{self._styled:,} {'text' if self._styled == 1 else 'texts'}."
            )
        if len(self._decks) > 1:
            named = [f"“{name}”" for name in self._decks]
            said.append(f"Decks within the file are not kept apart: {listed(named)}.")
        return tuple(said)


def listed(names: list[str]) -> str:
    """Name a few, and say how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
