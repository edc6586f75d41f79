"""Texts of lessons as sentences for a voice: no marks of Markdown, formulas in words.

What an ear cannot follow, a table or a piece of a program, is only announced.
"""

from __future__ import annotations

import re

from tutor_core.content.speech.formulas import spoken_formula

CODE, TABLE = "Here stands a piece of a program.", "Here stands a table."
_FENCE = re.compile(r"^ *(```|~~~).*?(^ *\1 *$|\Z)", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"(?:^ *\|.*(?:\n|\Z))+", re.MULTILINE)
_FORMULA = re.compile(r"(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<!\\)\$(.+?)(?<!\\)\$", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_LINE_MARK = re.compile(r"^ *(?:#+ +|[-*+] +|> *)", re.MULTILINE)
_NUMBERED = re.compile(r"^ *(\d+)[.)] +", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|`+)")
_ESCAPE = re.compile(r"\\([^\w\s])")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”)]*\s+")


def sentences(markdown: str) -> tuple[str, ...]:
    """Return a text as a voice reads it, sentence by sentence; never a mark, never an address."""
    text = _FENCE.sub(f"\n\n{CODE}\n\n", markdown)
    text = _TABLE.sub(f"\n\n{TABLE}\n\n", text)
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _LINE_MARK.sub("\n\n", _NUMBERED.sub(r"\n\n\1: ", text))
    # Formulas last but for emphasis: a star or a line below in them is no mark.
    parts, end = [], 0
    for found in _FORMULA.finditer(text):
        parts += [_plain(text[end : found.start()]), spoken_formula(found[1] or found[2])]
        end = found.end()
    parts.append(_plain(text[end:]))
    spoken = [
        re.sub(r"\s+", " ", sentence).strip()
        for paragraph in re.split(r"\n\s*\n", "".join(parts))
        for sentence in _SENTENCE_END.split(paragraph)
    ]
    return tuple(sentence for sentence in spoken if re.search(r"\w", sentence))


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub("", text))
