r"""Our Markdown as the little HTML that a field of Anki needs.

Formulas become `\(..\)` and `\[..\]`, bold, italic and code their tags, lines `<br>`; everything
else is text, with every sign of HTML written as an entity. Marks that are not closed before the
next empty line are text as well.
"""

import html
import re

from tutor_core.content.exchange.formulas import Piece, pieces_of

_TAGS = {"**": "b", "*": "i"}
_FENCE = re.compile(r"```[^\n`]*\n?")
_SIGNS = re.compile(
    r"\\(?P<literal>[\\`*_{}\[\]()#+\-.!|$<>])"
    r"|(?P<paragraph> *\n[ \n]*\n)"
    r"|(?P<line>(?: {2,}|\\)\n| *\n(?=[-+*#>|] ?|\d{1,3}[.)] ))"
    r"|(?P<marks>\*{1,3})"
)
_BRACKETS = re.compile(r"\[(?=sound:|anki:|/?latex\]|/?\$\$?\])")  # sounds, speech, LaTeX


def field_of(markdown: str) -> str:
    """Write Markdown as a field."""
    writer = _Writer()
    for piece in pieces_of(markdown):
        writer.take(piece)
    return writer.written()


def field_of_line(line: str) -> str:
    """Write a line of JSON as a field that no card shows."""
    spaced = line.replace("  ", " \\u0020")  # two spaces are one in HTML
    return _BRACKETS.sub("&#91;", _escaped(spaced))


class _Writer:
    """Puts a field together; a mark becomes a tag when the one that closes it is found."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.opened: list[tuple[str, int]] = []  # marks, and where they stand among the parts

    def take(self, piece: Piece) -> None:
        if piece.kind == "inline":
            self.parts.append(rf"\({_escaped(piece.text)}\)")
        elif piece.kind == "display":
            self.parts.append(rf"\[{_escaped(piece.text.strip())}\]")
        elif piece.kind == "code":
            self.parts.append(_code(piece.text))
        else:
            self._text(piece.text)

    def written(self) -> str:
        return _BRACKETS.sub("&#91;", "".join(self.parts))

    def _text(self, text: str) -> None:
        start = 0
        for sign in _SIGNS.finditer(text):
            self.parts.append(_escaped(text[start : sign.start()]))
            start = sign.end()
            if sign["literal"]:
                self.parts.append(_escaped(sign["literal"]))
            elif sign["paragraph"]:
                self.opened.clear()
                self.parts.append("<br><br>")
            elif sign["line"]:
                self.parts.append("<br>")
            else:
                self._marks(text, sign)
        self.parts.append(_escaped(text[start:]))

    def _marks(self, text: str, sign: re.Match[str]) -> None:
        before = text[max(sign.start() - 1, 0) : sign.start()]
        after = text[sign.end() : sign.end() + 1]
        inner = self.opened[-1][0] if self.opened else ""
        for mark in _in_order(sign["marks"], inner):
            self._mark(mark, before, after)

    def _mark(self, mark: str, before: str, after: str) -> None:
        self.parts.append(mark)
        depth = next((n for n, (one, _) in enumerate(self.opened) if one == mark), None)
        if depth is not None and not before.isspace():
            tag = _TAGS[mark]
            self.parts[self.opened[depth][1]] = f"<{tag}>"
            self.parts[-1] = f"</{tag}>"
            del self.opened[depth:]
        elif depth is None and not after.isspace():
            self.opened.append((mark, len(self.parts) - 1))


def _in_order(marks: str, inner: str) -> tuple[str, ...]:
    """Take three stars apart so that the inner mark is closed first."""
    if len(marks) <= len("**"):
        return (marks,)
    return ("*", "**") if inner == "*" else ("**", "*")


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _code(piece: str) -> str:
    if piece.startswith("```"):
        return f"<pre>{_escaped(_FENCE.sub('', piece, count=1).removesuffix('```'))}</pre>"
    return f"<code>{_escaped(piece[1:-1])}</code>"
