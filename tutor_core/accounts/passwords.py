"""Passwords: what is accepted, how they are kept, how they are checked.

bcrypt reads 72 bytes at most, so it is given the base64 of the password's SHA-256: every
character of a long passphrase counts. Text is normalised (NFKC) first, so that the same
characters typed on another keyboard give the same password.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from functools import cache

import bcrypt
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from tutor_core.errors import InvalidInputError

SHORTEST, LONGEST = 10, 128
NO_PASSWORD = "!"  # noqa: S105 - marks an account that nobody can sign in to with a password


def check_acceptable(password: str, *, username: str, email: str) -> None:
    """Refuse a password that is too short, too long or easily guessed.

    Raises:
        InvalidInputError: With the reason and the way out.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInputError(
            "password",
            f"A password needs {SHORTEST} to {LONGEST} characters of any kind; "
            f"this one has {len(password)}.",
        )
    plain = password.casefold()
    if plain in _commonest():
        raise InvalidInputError(
            "password", "This password is among the first that are tried; choose another one."
        )
    if plain in {username.casefold(), email.casefold()}:
        raise InvalidInputError("password", "Your name or e-mail is no password; choose another.")


def hashed(password: str, *, cost: int) -> str:
    """Return the bcrypt hash to store; `cost` is the exponent of the work factor."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(cost)).decode()


def matches(password: str, stored: str, *, cost: int) -> bool:
    """Tell whether `password` belongs to the hash; always exactly one bcrypt check.

    Where `stored` is no hash (nobody of that name, or no password to sign in with) a
    dummy of the same cost is checked instead, so that time tells nothing.
    """
    known = stored.startswith("$2")
    found = bcrypt.checkpw(_digest(password), (stored if known else _dummy(cost)).encode())
    return found and known


def _digest(password: str) -> bytes:
    text = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    return base64.b64encode(hashlib.sha256(text).digest())


@cache
def _dummy(cost: int) -> str:
    return hashed("nobody has this password", cost=cost)


@cache
def _commonest() -> frozenset[str]:
    """The list that ships with zxcvbn: some 30,000, the 3,000 commonest among them."""
    return frozenset(FREQUENCY_LISTS["passwords"])
