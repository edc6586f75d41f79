"""Which names a text may use, and how a run of letters divides into them."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from tutor_core.content.answers.notation import CONSTANTS, FUNCTIONS, GREEK_NAMES
from tutor_core.content.answers.tokens import Token
from tutor_core.content.answers.verdicts import UnreadableError

LONGEST_NAME = 60


@dataclass(frozen=True)
class Vocabulary:
    """The variables of a question.

    Attributes:
        names: Variables that may be used; they win over constants and functions.
        is_open: Whether any other single letter or Greek name is a variable too: so an
            author's answer is read when the question declares nothing.
    """

    names: frozenset[str] = frozenset()
    is_open: bool = False

    @cached_property
    def _by_spelling(self) -> dict[str, tuple[str, str]]:
        table = {name: ("function", function) for name, function in FUNCTIONS.items()}
        table |= {name: ("constant", constant) for name, constant in CONSTANTS.items()}
        if self.is_open:
            table |= {name: ("variable", name) for name in GREEK_NAMES}
        return table | {_spelling(name): ("variable", name) for name in self.names}

    @cached_property
    def _by_lower_case(self) -> dict[str, tuple[str, str]]:
        return {spelling.lower(): meaning for spelling, meaning in self._by_spelling.items()}

    def _meaning(self, piece: str, *, in_lower_case: bool) -> tuple[str, str] | None:
        table = self._by_lower_case if in_lower_case else self._by_spelling
        spelling = _spelling(piece)
        if meaning := table.get(spelling.lower() if in_lower_case else spelling):
            return meaning
        base, _, subscript = piece.partition("_")
        if base.lower() in {"log", "lg"} and self._is_base(subscript):
            return ("function", f"log_{subscript}")
        if self.is_open and len(base) == 1:
            return ("variable", piece)
        return None

    def _is_base(self, subscript: str) -> bool:
        if subscript.isdigit():
            return int(subscript[:9]) > 1
        return subscript in {"e", *self.names} or (self.is_open and len(subscript) == 1)

    def resolve(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens with every name divided into variables, constants and functions.

        Raises:
            UnreadableError: A name that is not in the vocabulary, with its position.
        """
        resolved: list[Token] = []
        for token in _joined_names(tokens, self):
            resolved.extend(self._resolved(token) if token.kind == "name" else [token])
        return resolved

    def _resolved(self, token: Token) -> list[Token]:
        for in_lower_case in (False, True):
            pieces = self._pieces(token.text, in_lower_case=in_lower_case)
            if pieces is not None:
                return [
                    replace(token, kind=kind, text=text, position=token.position + offset)
                    for offset, (kind, text) in pieces
                ]
        raise self._unknown(token)

    def _pieces(self, run: str, *, in_lower_case: bool) -> list[tuple[int, tuple[str, str]]] | None:
        """Divide a run of letters into known names, the longest first from the left."""
        if len(run) > LONGEST_NAME:
            return None
        if whole := self._meaning(run, in_lower_case=in_lower_case):
            return [(0, whole)]
        if "_" in run:
            return None
        ways: dict[int, list[tuple[int, tuple[str, str]]]] = {len(run): []}
        for start in reversed(range(len(run))):
            for stop in range(len(run), start, -1):
                meaning = self._meaning(run[start:stop], in_lower_case=in_lower_case)
                if meaning and stop in ways:
                    ways[start] = [(start, meaning), *ways[stop]]
                    break
        return ways.get(0)

    def _unknown(self, token: Token) -> UnreadableError:
        shown = token.text[:LONGEST_NAME]
        names = sorted(self.names)
        hint = f"use only {', '.join(names)}" if names else "no letters are needed here"
        return UnreadableError(
            "invalid.unknown_name",
            f"I don't know the name '{shown}' at character {token.position + 1}: {hint}.",
            token.position,
        )


def _spelling(name: str) -> str:
    """Return a name without the marks of its subscript: v_0, v_{0} and v0 are one."""
    return name.replace("_", "")


def _joined_names(tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Join a name to digits written right after it where that is a name: v0, log10."""
    joined: list[Token] = []
    for index, token in enumerate(tokens):
        name = joined[-1] if joined else None
        if name is None or name.kind != "name" or token.kind != "number" or token.is_spaced:
            joined.append(token)
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if f"{name.text}{token.text}" in {_spelling(known) for known in vocabulary.names}:
            joined[-1] = replace(name, text=f"{name.text}{token.text}")
        elif _is_logarithm(name, token, following):
            joined[-1] = replace(name, text=f"{name.text}_{token.text}")
        else:
            joined.append(token)
    return joined


def _is_logarithm(name: Token, base: Token, following: Token | None) -> bool:
    is_log = re.fullmatch("log", name.text, re.IGNORECASE) is not None
    return (
        is_log
        and base.text in {"2", "10"}
        and following is not None
        and (following.text in {"(", "{"} or following.kind in {"name", "bar"})
    )
