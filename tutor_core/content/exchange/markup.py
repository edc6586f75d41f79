"""HTML as plain Markdown: no tag and no attribute is ever kept."""

import re
from dataclasses import dataclass, field

from tutor_core.content.exchange.formulas import dollars
from tutor_core.content.exchange.tags import RAISED, Token, tokens

_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tr", "blockquote"}
    | {"pre", "hr", "section", "article", "center", "dl", "dt", "dd", "figure", "figcaption"}
)
_WRAPS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`"}
_MARKDOWN = "\\*_`"
_MARKS = re.compile(r"[\\*_`$]")
_SPACES = re.compile(r"\s+")
# XML 1.0 has no word for these, not even as numbers.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def markdown_of(markup: str, *, media: list[str] | None = None) -> str:
    """Write HTML as Markdown; formulas stand between dollar signs, letters for themselves.

    Args:
        markup: HTML, whole or damaged.
        media: Gets the names of the pictures and sounds, which are left out; None refuses them.

    Raises:
        RefusedError: As for `tokens`.
    """
    writer = _Writer()
    for token in tokens(markup, media=media):
        writer.take(token)
    return writer.written()


def text_of(markup: str) -> str:
    """Read HTML as plain text, for what is compared and not shown.

    Raises:
        RefusedError: As for `markdown_of`.
    """
    parts = []
    for token in tokens(markup):
        if not token.name:
            parts.append(_SPACES.sub(" ", token.text))
        elif token.name in _BLOCKS or token.name == "br":
            parts.append("\n")
        elif token.name in {"td", "th"}:
            parts.append(" ")
        elif not token.closes:
            parts.append(RAISED.get(token.name, ""))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def xml_text(text: str) -> str:
    """Drop the characters that no XML file can hold."""
    return _NO_XML.sub("", text)


@dataclass(slots=True)
class _Writer:
    """Puts Markdown together; text within a wrap waits on the stack until the wrap closes."""

    blocks: list[tuple[str, str]] = field(default_factory=list)
    stack: list[tuple[str, list[str]]] = field(default_factory=lambda: [("", [])])
    lists: list[int | None] = field(default_factory=list)
    start: str = ""
    as_written: bool = False

    def take(self, token: Token) -> None:
        if not token.name:
            self._text(token.text)
        elif token.name == "br":
            self.stack[-1][1].append("\n")
        elif token.name in _WRAPS or token.name in RAISED:
            self._close(token.name) if token.closes else self._open(token.name)
        elif token.name in {"td", "th"}:
            self._cell(closes=token.closes)
        elif token.name in _BLOCKS:
            self._block(token)

    def written(self) -> str:
        self._flush()
        parts: list[str] = []
        for place, (kind, text) in enumerate(self.blocks):
            if place:
                alike = kind in {"li", "tr"} and self.blocks[place - 1][0] == kind
                parts.append(("  \n" if kind == "tr" else "\n") if alike else "\n\n")
            parts.append(text)
        return "".join(parts)

    def _text(self, text: str) -> None:
        if not self.as_written:
            text = _SPACES.sub(" ", text)
            if _MARKS.search(text) and not any(name in {"code", "tt"} for name, _ in self.stack):
                text = dollars(text, escape=_MARKDOWN)
        self.stack[-1][1].append(text)

    def _open(self, name: str) -> None:
        if not self.as_written and all(name != opened for opened, _ in self.stack):
            self.stack.append((name, []))

    def _close(self, name: str) -> None:
        if any(name == opened for opened, _ in self.stack):
            while self._pop() != name:
                pass

    def _pop(self) -> str:
        name, parts = self.stack.pop()
        text = "".join(parts)
        inner = text.strip()
        if name in RAISED and inner:
            wrapped = inner if re.fullmatch(r"-?\w+", inner) else f"({inner})"
            text = RAISED[name] + wrapped
        elif inner:
            mark = _WRAPS[name]
            lead, trail = text[: text.index(inner)], text[text.index(inner) + len(inner) :]
            text = f"{lead}{mark}{inner}{mark}{trail}"
        self.stack[-1][1].append(text)
        return name

    def _cell(self, *, closes: bool) -> None:
        if not closes and "".join(self.stack[-1][1]).strip():
            self.stack[-1][1].append(" | ")

    def _block(self, token: Token) -> None:
        self._flush(token.name if token.closes else "")
        if token.name in {"ul", "ol"}:
            self._list(ordered=token.name == "ol", closes=token.closes)
        elif token.name == "li" and not token.closes:
            self._item()
        elif token.name == "pre":
            self.as_written = not token.closes

    def _list(self, *, ordered: bool, closes: bool) -> None:
        if not closes:
            self.lists.append(0 if ordered else None)
        elif self.lists:
            self.lists.pop()

    def _item(self) -> None:
        count = self.lists[-1] if self.lists else None
        self.start = "- " if count is None else f"{count + 1}. "
        if count is not None:
            self.lists[-1] = count + 1

    def _flush(self, closed: str = "") -> None:
        while len(self.stack) > 1:
            self._pop()
        text = "".join(self.stack[0][1])
        self.stack[0][1].clear()
        if self.as_written:
            text = text.strip("\n")
            text = f"```\n{text}\n```" if text.strip() else ""
        else:
            text = re.sub(r" *\n *", "\n", text).strip()
            text = re.sub(r"(?<!\n)\n(?!\n)", "  \n", re.sub(r"\n{3,}", "\n\n", text))
        if text:
            kind = "li" if self.start else closed
            self.blocks.append((kind, self.start + text))
            self.start = ""
