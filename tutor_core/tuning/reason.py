"""Why something was changed, in the words of whoever changed it."""

from __future__ import annotations

from tutor_core.errors import InvalidInputError

LONGEST_REASON = 500


def checked_reason(reason: str) -> str:
    """Return a reason as it is stored.

    Raises:
        InvalidInputError: There is none, or it is too long.
    """
    said = " ".join(reason.replace("\0", "").split())
    if not said:
        raise InvalidInputError(
            "reason", "Say in a few words why; whoever reads the history wants to know."
        )
    if len(said) > LONGEST_REASON:
        raise InvalidInputError(
            "reason", f"Say why in at most {LONGEST_REASON} characters; these are {len(said)}."
        )
    return said
