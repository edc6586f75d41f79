"""Formulas in words: LaTeX as somebody reads it aloud.

Said for the ear, not to be typed again: brackets are named, what stands above and below a long
fraction is set off by pauses. Never raises: what is not known is said by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tutor_core.content.speech import words

UNSPEAKABLE = "a formula that stands on the screen"
APPLIED = frozenset("fghFGHPE")  # letters before a bracket that are functions with us
_PIECE = re.compile(r"\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|\S", re.DOTALL)
_VERBATIM = re.compile(rf"\\({'|'.join(sorted(words.VERBATIM))})\s*\{{([^{{}}]*)\}}")
_SIZED = re.compile(r"^[td](frac|binom)$")
_MARK = "\x00"  # stands for words that were set aside


def spoken_formula(latex: str) -> str:
    """Return a formula in words.

    Args:
        latex: Without its dollar signs.
    """
    if "\\begin" in latex:
        return UNSPEAKABLE
    set_aside: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        set_aside.append(found[2].strip())
        return f" {_MARK} "

    pieces = _PIECE.findall(_VERBATIM.sub(put_aside, latex.replace(_MARK, "")))
    try:
        said = _Reader(pieces, set_aside).read_all()
    except RecursionError:  # brackets within brackets, to make trouble
        return UNSPEAKABLE
    return _tidied(said) or UNSPEAKABLE


@dataclass(slots=True)
class _Reader:
    pieces: list[str]
    set_aside: list[str]
    place: int = 0

    def read_all(self) -> str:
        said = []
        while self.place < len(self.pieces):
            said.append(self._read_until(None))
            self.place += 1  # past a closing brace that nothing opened
        return " ".join(said)

    def _read_until(self, end: str | None) -> str:
        """Read up to a closing sign, which stays; braces close everything."""
        said: list[str] = []
        while (piece := self._peek()) not in (None, end, "}"):
            self.place += 1
            said.append(self._said(str(piece), said))
        return " ".join(said)

    def _said(self, piece: str, before: Sequence[str]) -> str:
        structures: Mapping[str, Callable[[], str]] = {
            "{": self._group_rest,
            "|": self._size,
            "^": self._power,
            "_": self._index,
            ":": self._colon,
            _MARK: self._kept_words,
        }
        if piece in structures:
            return structures[piece]()
        if piece == "(" and _is_applied(before):
            return "of" if self._closes_soon() else "of, open bracket"
        if piece.startswith("\\"):
            return self._command(piece[1:])
        return words.SIGNS.get(piece, piece)

    def _command(self, name: str) -> str:
        structures = {"frac": self._fraction, "binom": self._binomial, "sqrt": self._root}
        structure = structures.get(_SIZED.sub(r"\1", name))
        if name in words.SILENT:
            return self._without_a_dot(name)
        return structure() if structure else self._named(name)

    def _named(self, name: str) -> str:
        if name in words.BOUNDED:
            return self._bounded(*words.BOUNDED[name])
        if name in words.FUNCTIONS:
            return self._function(words.FUNCTIONS[name])
        if name in words.ACCENTS:
            return words.ACCENTS[name].format(self._argument())
        return words.COMMANDS.get(name, name.lower())

    def _fraction(self) -> str:
        above, below = self._argument(), self._argument()
        if _is_short(above) and _is_short(below):
            return f"{above} over {below}"
        return f"the fraction {above}, over {below},"

    def _binomial(self) -> str:
        return f"{self._argument()} choose {self._argument()}"

    def _kept_words(self) -> str:
        return self.set_aside.pop(0)

    def _colon(self) -> str:
        """Say a ratio of two numbers, or a division."""
        around = [*self.pieces[max(0, self.place - 2) : self.place - 1], self._peek() or ""]
        return "to" if all(one[:1].isdigit() for one in around) else "divided by"

    def _without_a_dot(self, name: str) -> str:
        if name in ("left", "right") and self._peek() == ".":
            self.place += 1
        return ""

    def _argument(self) -> str:
        """Read what belongs to a command: a group, or the one thing that follows."""
        piece = self._peek() or "}"
        if piece == "}":
            return ""
        if piece != "{" and piece[:1].isdigit():
            # Without braces, TeX takes one digit alone.
            self.pieces[self.place : self.place + 1] = [one for one in (piece[0], piece[1:]) if one]
            piece = piece[0]
        self.place += 1
        return self._group_rest() if piece == "{" else self._said(piece, ())

    def _group_rest(self) -> str:
        said = self._read_until("}")
        self.place += 1
        return said

    def _size(self) -> str:
        """Read what stands between two bars."""
        if "|" not in self.pieces[self.place :]:
            return "bar"
        inside = self._read_until("|")
        self.place += 1
        name = "the length of" if inside.startswith("vector") else "the absolute value of"
        return f"{name} {inside}{_pause(inside)}"

    def _closes_soon(self) -> bool:
        """Whether one thing alone stands in the bracket, so that it need not be named."""
        if self.pieces[self.place + 1 : self.place + 2] != [")"]:
            return False
        del self.pieces[self.place + 1]
        return True

    def _power(self) -> str:
        inside = self._argument()
        if inside in ("degrees", "prime"):
            return inside
        by_name = {"2": "squared", "3": "cubed"}
        return by_name.get(inside) or f"to the power {inside}{_pause(inside)}"

    def _index(self) -> str:
        inside = self._argument()
        return f"sub {inside}{_pause(inside)}"

    def _root(self) -> str:
        kind = "square"
        if self._peek() == "[":
            self.place += 1
            degree = self._read_until("]")
            self.place += 1
            kind = {"2": "square", "3": "cube"}.get(degree, f"{degree}-th")
        inside = self._argument()
        return f"the {kind} root of {inside}{_pause(inside)}"

    def _bounded(self, name: str, lower: str, upper: str) -> str:
        bounds = [f"{lower if sign == '_' else upper} {said}" for sign, said in self._scripts()]
        return " ".join([name, *bounds, "of"])

    def _function(self, name: str) -> str:
        said = [name]
        for sign, inside in self._scripts():
            if sign == "_":
                said.append(f"to the base {inside}")
            else:
                said.append("squared" if inside == "2" else f"to the power {inside}")
        return " ".join(said if self._peek() is None else [*said, "of"])

    def _scripts(self) -> list[tuple[str, str]]:
        """Read what is raised and lowered right behind."""
        found = []
        while (sign := self._peek()) in ("^", "_"):
            self.place += 1
            found.append((str(sign), self._argument()))
        return found

    def _peek(self) -> str | None:
        return self.pieces[self.place] if self.place < len(self.pieces) else None


def _is_applied(before: Sequence[str]) -> bool:
    """Whether a function stands before a bracket, with its strokes or without."""
    names = [word for word in before[-3:] if word != "prime"]
    return bool(names) and names[-1] in APPLIED


def _is_short(said: str) -> bool:
    """Whether it is one thing to the ear: "x", "25", "x squared"."""
    return said.split()[1:] in ([], ["squared"], ["cubed"])


def _pause(said: str) -> str:
    return "," if " " in said else ""


def _tidied(said: str) -> str:
    said = re.sub(r"\s+", " ", said)
    said = re.sub(r"\s+([,.])", r"\1", said)
    return re.sub(r"(,\s*)+", ", ", said).strip(" ,")
