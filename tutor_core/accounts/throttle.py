"""How long to wait after failing to sign in: doubling, and always ending by itself.

A lock expires, so nobody can be shut out for good by a stranger's guesses; failures while
locked do not lengthen it; a quarter of an hour without failures forgets them.
"""

from __future__ import annotations

import datetime as dt
import hashlib

FREE_FAILURES = 4
LONGEST_LOCK = dt.timedelta(minutes=15)
FORGOTTEN_AFTER = dt.timedelta(minutes=15)


def lock_after(failures: int) -> dt.timedelta | None:
    """Return how long the `failures`-th failure in a row locks, None while it does not.

    The fifth locks for one minute, each further one for twice as long, 15 minutes at most.
    """
    if failures <= FREE_FAILURES:
        return None
    doublings = min(failures - FREE_FAILURES - 1, 10)
    return min(dt.timedelta(minutes=2**doublings), LONGEST_LOCK)


def throttle_keys(name: str, address: str | None) -> tuple[str, ...]:
    """Return the digests under which failures are counted: of the name, and of the address.

    The address is unknown where the browser runs on this very machine; then only the name
    counts. Digests, so that the table names nobody.
    """
    keys = [f"name:{name.strip().casefold()}"]
    if address:
        keys.append(f"address:{address}")
    return tuple(hashlib.sha256(key.encode("utf-8", "replace")).hexdigest() for key in keys)
