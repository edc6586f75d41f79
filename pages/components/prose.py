"""Text that others wrote, made safe to draw as Markdown."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>:])")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)|!\[([^\]]*)\]\[[^\]]*\]")
_HTML = re.compile(r"<(?=[a-zA-Z/!?])")


def plain(text: str) -> str:
    """Return a name or an answer so that Markdown shows exactly its characters."""
    return _SPECIAL.sub(r"\\\1", text)


def content(text: str) -> str:
    """Return an item's Markdown without images (they would call home) and without HTML."""
    return _HTML.sub("&lt;", _IMAGE.sub(lambda found: found.group(1) or found.group(2) or "", text))
