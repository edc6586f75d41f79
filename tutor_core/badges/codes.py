"""Verification codes: 128 random bits, by which others find a badge that was made public."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

BYTES = 16
LONGEST_TYPED = 200
_GROUP = 4
_LEFT_OUT = {"Zs", "Pd", "Cc", "Cf"}  # spaces, dashes, line ends, characters that do not show


def new_code(token_bytes: Callable[[int], bytes]) -> str:
    """Return a new code: 32 hexadecimal digits in small letters.

    Args:
        token_bytes: Gives so many bytes that nobody can foresee, as `secrets.token_bytes` does.
    """
    return token_bytes(BYTES).hex()


def grouped(code: str) -> str:
    """Return a code as it is read aloud and copied from paper: in groups of four."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def code_in(typed: str) -> str | None:
    """Return the code that a person typed or pasted; None where it cannot be one.

    Spaces, dashes of any kind, line ends and capitals are forgiven. A caller that finds None says
    the same as for a code that nobody has.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    plain = unicodedata.normalize("NFKC", typed)
    code = "".join(one for one in plain if unicodedata.category(one) not in _LEFT_OUT).lower()
    return code if re.fullmatch(r"[0-9a-f]{32}", code) else None
