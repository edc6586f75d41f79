"""In which order the parts of a lesson stand for somebody's taste; none is ever left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tutor_core.profiling.formats import Format

Part = Literal["idea", "figure", "rest", "aloud", "try"]


def lesson_parts(formats: Sequence[Format]) -> tuple[Part, ...]:
    """Return the parts of a lesson in the order of the formats.

    The text is the idea and, after it, the worked example with the usual mistake. A figure that
    comes right behind the text stands between the two, where its author put it.

    Args:
        formats: All four, the one liked best first.
    """
    parts: list[Part] = []
    for one in formats:
        if one == "text":
            parts += ["idea", "rest"]
        elif one == "figure" and parts[-1:] == ["rest"]:
            parts[-1:] = ["figure", "rest"]
        else:
            parts.append(one)
    return tuple(parts)
