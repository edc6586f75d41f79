"""Names of classes and groups, and who may have any."""

from __future__ import annotations

import unicodedata

from tutor_core.accounts.actor import Role
from tutor_core.errors import InvalidInputError

TEACHERS: tuple[Role, ...] = ("teacher",)
LONGEST_NAME = 100
_UNSEEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def one_line(text: str) -> str:
    """Return text without control characters and doubled spaces.

    Marks that only say in which direction to read, and joiners, belong to names and stay.
    """
    seen = "".join(" " if unicodedata.category(one) in _UNSEEN else one for one in text)
    return " ".join(seen.split())


def shows_something(text: str) -> bool:
    """Tell whether anything of a text can be seen."""
    return any(unicodedata.category(one)[0] not in "CZ" for one in text)


def checked(name: str, what: str) -> str:
    """Return the name of a class or group as it is kept.

    Args:
        name: As it was typed.
        what: "class" or "group", for the message.

    Raises:
        InvalidInputError: It is empty or longer than 100 characters.
    """
    if len(name) > LONGEST_NAME:
        raise InvalidInputError(
            "name", f"The name of a {what} has {LONGEST_NAME} characters at most."
        )
    tidy = one_line(name)
    if not shows_something(tidy):
        raise InvalidInputError("name", f"Give the {what} a name first.")
    return tidy
