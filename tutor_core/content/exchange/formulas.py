r"""Formulas in texts: between dollar signs with us, between \( \) or \[ \] or $$ elsewhere.

A single dollar sign begins a formula as it does for pandoc: no space behind it, none before the
closing one, and no digit behind that. So "$5 and $6" are prices, written `\$5 and \$6` with us.

Moodle reads Markdown before it looks for formulas, so in its Markdown the marks that both know
are written twice: `\\(a\_1 \\cdot b\\)`. That is what `quoted` says.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from tutor_core.content.exchange.tags import untagged

_OURS = re.compile(r"```|`|\\[\\$]|\$\$|\$")
_THEIRS = re.compile(r"```|`|\\\\?[(\[]|\\\$|\$\$|\$")
_QUOTED = re.compile(r"\\([\\*_])")


class Piece(NamedTuple):
    """A part of a text: a formula without its delimiters, or anything else with them."""

    kind: Literal["text", "code", "inline", "display"]
    text: str


def dollars(text: str, *, quoted: bool = False, escape: str = "") -> str:
    """Write a text of another system as ours.

    Args:
        text: Markdown, or plain text, with formulas as others write them.
        quoted: It is Moodle's Markdown.
        escape: Characters that mean something in Markdown, but nothing in this text.
    """
    parts: list[str] = []
    line = ""  # what stands before on the same line
    for piece, end in _pieces(text, _THEIRS):
        if piece.kind in {"inline", "display"}:
            alone = not (escape or line.strip() or _line(text, end).strip())
            part = _formula(piece, quoted=quoted, alone=alone)
        elif piece.kind == "code" and not escape:
            part = piece.text
        else:
            part = _words(piece.text, quoted=quoted, escape=escape)
        parts.append(part)
        line = part.rpartition("\n")[2] if "\n" in part else line + part
    return "".join(parts)


def backslashes(markdown: str, *, quoted: bool = False) -> str:
    """Write our Markdown as another system reads it: Moodle where `quoted`, else Anki."""
    parts = []
    for piece, _ in _pieces(markdown, _OURS):
        if piece.kind == "inline":
            parts.append(rf"\\({_quote(piece.text)}\\)" if quoted else rf"\({piece.text}\)")
        elif piece.kind == "display":
            parts.append(f"$${_quote(piece.text)}$$" if quoted else rf"\[{piece.text}\]")
        elif piece.kind == "code":
            parts.append(piece.text)
        else:
            parts.append(_unescaped(piece.text, quoted=quoted))
    return "".join(parts)


def pieces_of(markdown: str) -> Iterator[Piece]:
    """Take our Markdown apart into formulas, code and what stands between them."""
    for piece, _ in _pieces(markdown, _OURS):
        yield piece


def _unescaped(text: str, *, quoted: bool) -> str:
    text = text.replace(r"\$", "$")
    return text.replace("<", "&lt;") if quoted else text


def _words(text: str, *, quoted: bool, escape: str) -> str:
    if quoted:
        text = untagged(text).replace("&lt;", "<")
    if escape:
        marks = rf"_{{4,}}|[{re.escape(escape)}$]"  # a row of _ is a gap to fill in
        return re.sub(marks, lambda found: found[0] if found[0][1:] else f"\\{found[0]}", text)
    return text if text == r"\$" else text.replace("$", r"\$")


def _line(text: str, start: int) -> str:
    """Return the rest of the line, or the beginning of a long one."""
    return text[start : start + 200].partition("\n")[0]


def _formula(piece: Piece, *, quoted: bool, alone: bool) -> str:
    """Set a formula off only where it stands alone on its line; `$$` does not go in a sentence."""
    formula = _plain(piece.text, quoted=quoted)
    if not formula.strip():
        return ""
    if not alone or piece.kind == "inline":
        return f"${formula.strip()}$"
    return f"$${formula}$$" if formula.startswith("\n") else f"$$\n{formula.strip()}\n$$"


def _quote(formula: str) -> str:
    for mark in ("\\", "*", "_"):
        formula = formula.replace(mark, f"\\{mark}")
    return formula.replace("&", "&amp;").replace("<", "&lt;")


def _plain(formula: str, *, quoted: bool) -> str:
    if not quoted:
        return formula
    return _QUOTED.sub(r"\1", formula).replace("&lt;", "<").replace("&amp;", "&")


def _pieces(text: str, openers: re.Pattern[str]) -> Iterator[tuple[Piece, int]]:
    """Yield the pieces of a text and where each of them ends."""
    start = place = 0
    never: set[str] = set()  # what is not closed in all of the rest; else `\(\(\(` is quadratic
    while (found := openers.search(text, place)) is not None:
        opener, place = found[0], found.end()
        end = None if opener in never else _end_of(text, opener, place)
        if end is None:
            if opener not in {"$", "`"}:
                never.add(opener)
            continue
        if start < found.start():
            yield Piece("text", text[start : found.start()]), found.start()
        start = place = end
        yield _piece(opener, text[found.start() : end]), end
    if start < len(text):
        yield Piece("text", text[start:]), len(text)


def _piece(opener: str, whole: str) -> Piece:
    if opener.startswith("`"):
        return Piece("code", whole)
    if opener in {r"\$", r"\\"}:
        return Piece("text", whole)
    size = len(opener)
    display = opener == "$$" or opener.endswith("[")
    return Piece("display" if display else "inline", whole[size:-size])


def _end_of(text: str, opener: str, place: int) -> int | None:
    """Find where what was opened ends; None where it was not meant to open anything."""
    if opener in {r"\$", r"\\"}:
        return place
    if opener == "$":
        return _end_of_inline(text, place)
    closer = opener.replace("(", ")").replace("[", "]")
    end = text.find(closer, place)
    if end < 0 or (opener == "`" and "\n\n" in text[place:end]):
        return None
    return end + len(closer)


def _end_of_inline(text: str, place: int) -> int | None:
    end = text.find("$", place)
    while end > 0 and text[end - 1] == "\\":
        end = text.find("$", end + 1)
    inside = text[place:end]
    good = (
        end > place
        and not inside[0].isspace()
        and not inside[-1].isspace()
        and "\n\n" not in inside
        and not text[end + 1 : end + 2].isdigit()
    )
    return end + 1 if good else None
