"""Text that others wrote, made safe to draw as Markdown."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>:&])")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)|!\[([^\]]*)\]\[[^\]]*\]")

# Where Markdown would make a link, an icon or an emoji, after escapes have done their work.
_LINKED = re.compile(r"www(?=\.)|https?:(?=//)|@(?=[-\w])|:(?=[-+/\w]+:)", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """Return a name or an answer so that Markdown shows exactly its characters, and no link.

    An invisible word joiner stands where an address or an icon would otherwise be recognised.
    """
    return _SPECIAL.sub(r"\\\1", _LINKED.sub(rf"\g<0>{_WORD_JOINER}", text))


def content(text: str) -> str:
    """Return an item's Markdown without images: they would call home.

    HTML needs nothing: `st.markdown` draws it as its characters.
    """
    without = _IMAGE.sub(lambda found: found.group(1) or found.group(2) or "", text)
    # Nested brackets and `![x]` with its address elsewhere: what is left is no image any more.
    return without.replace("![", f"!{_WORD_JOINER}[")
