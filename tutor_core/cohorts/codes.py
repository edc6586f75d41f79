"""Join codes: eight signs by which a learner finds a class, easy to read aloud and to type."""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from typing import Literal

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0 or 1: they look alike
LENGTH = 8
LONGEST_TYPED = 200
CODE_DAYS = 30
MOST_CODE_DAYS = 365
_GROUP = 4
_CODE = re.compile(r"[A-Z0-9]{4,12}")  # those of older classes have other lengths
_LEFT_OUT = {"Zs", "Pd", "Cc", "Cf"}  # spaces, dashes, line ends, characters that do not show

CodeState = Literal["good", "expired", "off"]


def new_code(rng: random.Random) -> str:
    """Return a new code; of 31 signs there are 850 thousand million."""
    return "".join(rng.choices(ALPHABET, k=LENGTH))


def grouped(code: str) -> str:
    """Return a code as it is written on the board: in groups of four."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def code_in(typed: str) -> str | None:
    """Return the code that a person typed or pasted; None where it cannot be one.

    Spaces, dashes of any kind and small letters are forgiven. A caller that finds None says the
    same as for a code that no class has.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    plain = unicodedata.normalize("NFKC", typed)
    code = "".join(one for one in plain if unicodedata.category(one) not in _LEFT_OUT).upper()
    return code if _CODE.fullmatch(code) else None


def state_of(
    expires_at: dt.datetime | None, revoked_at: dt.datetime | None, *, now: dt.datetime
) -> CodeState:
    """Tell whether a code lets anybody in at this moment; one without an end never expires."""
    if revoked_at is not None:
        return "off"
    return "expired" if expires_at is not None and expires_at <= now else "good"
