"""A style and the formats of a lesson, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor_core.profiling.formats import Format
from tutor_core.profiling.questionnaire import LETTERS, Letter
from tutor_core.profiling.style import Style

LETTER_NAMES: Mapping[Letter, str] = {
    "V": "Pictures",
    "A": "Talking and listening",
    "R": "Reading and writing",
    "K": "Doing",
}
FORMAT_NAMES: Mapping[Format, str] = {
    "text": "The text",
    "figure": "The figure",
    "aloud": "Listening",
    "try": "Trying it yourself",
}
RESEARCH = (
    "Many people believe that they learn more when teaching matches such a taste. Pashler, "
    "McDaniel, Rohrer and Bjork (2008) looked through the research for experiments that could "
    "show it, and found hardly any that did and some that showed the contrary."
)
EFFECT = (
    "So the tutor does one thing with it: a lesson puts the format you like first, and keeps all "
    "the others. Which questions you get has nothing to do with it."
)


def style_sentence(style: Style) -> str:
    """Return what a quiz said, in Markdown; ties are said as ties."""
    leading, following = _named(style.leading), _named(style.following)
    if style.is_balanced:
        return "All four ways are level for you: you like to mix them."
    if len(style.leading) > 1:
        return f"{leading} are level for you, ahead of the rest."
    if not style.following:
        return f"You ticked nothing but one way: {leading.lower()}."
    then = (
        f"{following.lower()}, which are level" if len(style.following) > 1 else following.lower()
    )
    return f"{leading} comes first for you, then {then}."


def shares(style: Style) -> dict[str, float]:
    """Return the share of each way under its name, 0 to 1."""
    return {LETTER_NAMES[letter]: style.scores[letter] for letter in LETTERS}


def _named(letters: Sequence[Letter]) -> str:
    names = [LETTER_NAMES[letter] for letter in letters]
    names = [names[0], *(name.lower() for name in names[1:])] if names else []
    marked = [f"**{name}**" for name in names]
    return " and ".join(part for part in (", ".join(marked[:-1]), *marked[-1:]) if part)
