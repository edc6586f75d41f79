"""The formats of a lesson and the order in which somebody likes to meet them.

All formats are of equal worth and every one stays within reach; only their order differs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from tutor_core.profiling.questionnaire import Letter
from tutor_core.profiling.style import Style

Format = Literal["text", "figure", "aloud", "try"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""The order for whoever has not said what they like."""

LETTER_OF: Mapping[Format, Letter] = {"text": "R", "figure": "V", "aloud": "A", "try": "K"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What somebody likes in a lesson.

    Attributes:
        formats: All four, the one liked best first.
        is_own_order: Whether they were put in order by hand, not by the quiz.
        reads_aloud: Whether a lesson offers to be read aloud.

    Raises:
        ValueError: A format is missing, stands twice or is unknown.
    """

    formats: tuple[Format, ...] = FORMATS
    is_own_order: bool = False
    reads_aloud: bool = True

    def __post_init__(self) -> None:
        if sorted(self.formats) != sorted(FORMATS):
            raise ValueError(f"{self.formats!r} must name each of {FORMATS} once")


def formats_by_taste(style: Style) -> tuple[Format, ...]:
    """Return the formats by their letters' scores, the highest first; ties stay as they were."""
    return tuple(sorted(FORMATS, key=lambda one: -style.scores[LETTER_OF[one]]))


def raised(formats: tuple[Format, ...], wanted: Format) -> tuple[Format, ...]:
    """Return the order with one format a place further up; the first stays the first."""
    place = formats.index(wanted)
    others = [one for one in formats if one != wanted]
    return (*others[: max(0, place - 1)], wanted, *others[max(0, place - 1) :])


def preferences_after(before: Preferences | None, style: Style) -> Preferences:
    """Return what holds after a quiz: an order made by hand stays, any other follows the quiz."""
    if before is None:
        return Preferences(formats=formats_by_taste(style))
    return Preferences(
        formats=before.formats if before.is_own_order else formats_by_taste(style),
        is_own_order=before.is_own_order,
        reads_aloud=before.reads_aloud,
    )


def preferences_from(stored: Mapping[str, Any] | None, style: Style) -> Preferences:
    """Read preferences as they are stored; what a row does not hold follows the style."""
    kept = stored or {}
    formats: Collection[Format] = kept.get("formats") or formats_by_taste(style)
    return Preferences(
        formats=tuple(formats),
        is_own_order=bool(kept.get("is_own_order", False)),
        reads_aloud=bool(kept.get("reads_aloud", True)),
    )


def preferences_to(preferences: Preferences) -> dict[str, Any]:
    """Return preferences as they are stored; `preferences_from` reads them."""
    return {
        "formats": list(preferences.formats),
        "is_own_order": preferences.is_own_order,
        "reads_aloud": preferences.reads_aloud,
    }
