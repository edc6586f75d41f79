"""Text that others wrote, made safe to draw as Markdown."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>:])")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)|!\[([^\]]*)\]\[[^\]]*\]")


def plain(text: str) -> str:
    """Return a name or an answer so that Markdown shows exactly its characters."""
    return _SPECIAL.sub(r"\\\1", text)


def content(text: str) -> str:
    """Return an item's Markdown without images: they would call home.

    HTML needs nothing: `st.markdown` draws it as its characters.
    """
    return _IMAGE.sub(lambda found: found.group(1) or found.group(2) or "", text)
