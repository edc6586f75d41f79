"""Finds the tags in a text that is HTML, or may be.

A small reader of our own: `html.parser` of Python 3.11 takes 17 s for 40 kB of `<a "`, quadratic in
their number. Here no part of the text is looked at by two tags, because none reaches beyond
the next `<`. What does not look like a tag is text.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from tutor_core.content.exchange.limits import LONGEST_MARKUP, LONGEST_TEXT
from tutor_core.content.exchange.values import RefusedError

RAISED = {"sup": "^", "sub": "_"}
_TAG = re.compile(
    r"<(/?)([a-zA-Z][\w:.-]*+(?=[\s/>])|[!?])"
    r"(?:(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+>|[^<>]*+>)"
)
_KNOWN = re.compile(
    r"</?(?:a|b|blockquote|br|center|code|div|em|embed|font|h[1-6]|hr|i|iframe|img|li|object|ol|p"
    r"|pre|script|small|span|strong|style|sub|sup|svg|table|tbody|td|th|tr|u|ul|video|audio)"
    r"(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_MEDIA = frozenset({"img", "audio", "video", "object", "embed", "iframe", "svg", "canvas", "map"})
_DROPPED = frozenset({"script", "style", "head", "title", "template", "noscript"})
_SOUND = "[sound:"
_SOUND_FILE = re.compile(r"\[sound:([^\[\]<>]{1,200})\]")
_SOURCE = re.compile(r"\bsrc\s*=\s*(?:\"([^\"<]*+)\"|'([^'<]*+)'|([^\s\"'<>]++))", re.IGNORECASE)


class Token(NamedTuple):
    """A tag with its name, or text where it has none."""

    name: str = ""
    closes: bool = False
    text: str = ""


def has_markup(text: str) -> bool:
    """Tell whether a text that may be HTML or not is HTML."""
    return _KNOWN.search(text) is not None


def untagged(text: str) -> str:
    """Take the tags out of a text that is Markdown with some HTML in it.

    Raises:
        RefusedError: As for `tokens`.
    """
    if not has_markup(text):
        return text
    parts = []
    for token in tokens(text, entities=False):
        if token.name == "br":
            parts.append("\n")
        else:
            parts.append(token.text if token.closes else RAISED.get(token.name, token.text))
    return "".join(parts)


def refuse_media(text: str) -> None:
    """Refuse a text that shows a picture or plays a sound in one of the ways that notes have.

    Raises:
        RefusedError: It does.
    """
    if _SOUND in text or "@@PLUGINFILE@@" in text:
        raise RefusedError("It shows a picture or plays a sound; say it in words, or use a figure.")


def tokens(
    markup: str, *, entities: bool = True, media: list[str] | None = None
) -> Iterator[Token]:
    """Take HTML apart into tags and texts, without comments and scripts.

    Args:
        markup: HTML, whole or damaged.
        entities: Whether `&lt;` stands for `<` in it.
        media: Gets the names of the pictures and sounds, which are left out; None refuses them.

    Raises:
        RefusedError: It shows a picture or another thing that is no text and `media` is None, or
            it holds a formula in MathML, or it is too long.
    """
    if len(markup) > LONGEST_MARKUP:
        raise RefusedError(f"A text is longer than {LONGEST_TEXT:,} characters; shorten it.")
    markup = _without_comments(_without_sounds(markup, media))
    unescaped = _unescaped if entities else str
    start = 0
    dropped = ""  # the tag whose contents are being left out
    for found in _TAG.finditer(markup):
        name, closes = found[2].lower(), bool(found[1])
        if not dropped:
            if start < found.start():
                yield Token(text=unescaped(markup[start : found.start()]))
            if not _is_media(name, found[0], media):
                yield Token(name=name, closes=closes)
        start = found.end()
        if name in _DROPPED and dropped in {"", name}:
            dropped = "" if closes else name
    if not dropped:
        yield Token(text=unescaped(markup[start:]))


def _without_sounds(markup: str, media: list[str] | None) -> str:
    if media is None:
        refuse_media(markup)
        return markup
    media += _SOUND_FILE.findall(markup)
    return _SOUND_FILE.sub("", markup)


def _is_media(name: str, tag: str, media: list[str] | None) -> bool:
    """Tell whether an element is to be left out, and take its name down.

    Raises:
        RefusedError: It cannot be left out.
    """
    if name == "math":
        raise RefusedError("A formula is written in MathML; write it in LaTeX.")
    if name not in _MEDIA:
        return False
    if media is None:
        refuse_media(_SOUND)
    elif source := _SOURCE.search(tag):
        media.append("".join(group or "" for group in source.groups()))
    return True


def _without_comments(markup: str) -> str:
    first, *rest = markup.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except ValueError:  # `&#` with thousands of digits
        raise RefusedError("A character is written as a number that does not exist.") from None
