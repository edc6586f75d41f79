"""Names that say nothing: the same for one person throughout a take-out, and for one seed."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

LENGTH = 16  # hexadecimal digits: two of a million learners share one with a chance of 3 in 10^8


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Makes pseudonyms.

    Attributes:
        secret: Of this server, so that nobody who knows the seed can find out who is meant.
        seed: Of the take-out: the same gives the same names, another one others, so that two
            take-outs cannot be joined unless that is wanted.
    """

    secret: str
    seed: str

    def of(self, kind: str, number: int) -> str:
        """Return the pseudonym of the person, class or session of a kind with that number."""
        told = f"{self.seed}\x1f{kind}\x1f{number}".encode()
        return hmac.new(self.secret.encode(), told, hashlib.sha256).hexdigest()[:LENGTH]
