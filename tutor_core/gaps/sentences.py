"""The next step of a gap in a sentence; plain text, made from names and facts."""

from __future__ import annotations

from tutor_core.gaps.gap import Kind


def recommendation_for(
    kind: Kind, name: str, *, begin_with: str | None, needed_by: str | None, is_aim: bool
) -> str:
    """Return what to do about a gap.

    Args:
        kind: Why it is one.
        name: The skill, as people read it.
        begin_with: A gap further down that this skill stands on; None where it is the first.
        needed_by: What stands on this skill and is worked on or aimed for; None where nothing is.
        is_aim: Whether that is aimed for.
    """
    if begin_with is not None:
        return f"Begin with {begin_with}: {name} stands on it."
    if kind == "prerequisite":
        which = "aim for" if is_aim else "work on"
        return f"Begin with {name}: {needed_by}, which you {which}, stands on it."
    if kind == "forgotten":
        return f"Refresh {name}: you knew it when you last practised it, and it has faded since."
    return f"Practise {name}: your answers show that it is not secure yet."
