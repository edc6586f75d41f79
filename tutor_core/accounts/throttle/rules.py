"""How often is too often, and how long to wait then; every wait ends by itself.

A lock expires, so nobody can be shut out for good by a stranger's guesses; failures while
locked do not lengthen it; a quarter of an hour without failures forgets them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from dataclasses import dataclass

FREE_FAILURES = 4
FREE_FAILURES_OF_AN_ADDRESS = 39  # a whole class types behind one address
LONGEST_LOCK = dt.timedelta(minutes=15)
FORGOTTEN_AFTER = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How often something may be done in one stretch of time.

    Attributes:
        uses: How often, at least once.
        within: How long a stretch lasts; the first use begins it.
    """

    uses: int
    within: dt.timedelta


# A school's whole class registers from one address within a lesson.
REGISTRATIONS_OF_AN_ADDRESS = Allowance(uses=60, within=dt.timedelta(hours=1))
REGISTRATIONS_OF_ALL = Allowance(uses=600, within=dt.timedelta(hours=1))
VERIFICATIONS_OF_AN_ADDRESS = Allowance(uses=120, within=dt.timedelta(minutes=10))
JOININGS_OF_A_PERSON = Allowance(uses=10, within=dt.timedelta(minutes=10))
JOININGS_OF_AN_ADDRESS = Allowance(uses=200, within=dt.timedelta(minutes=10))
ROSTERS_OF_A_TEACHER = Allowance(uses=30, within=dt.timedelta(hours=1))


def lock_after(failures: int, *, free: int = FREE_FAILURES) -> dt.timedelta | None:
    """Return how long the `failures`-th failure in a row locks, None while it does not.

    The first that is not free locks for one minute, each further one for twice as long, 15
    minutes at most.
    """
    if failures <= free:
        return None
    doublings = min(failures - free - 1, 10)
    return min(dt.timedelta(minutes=2**doublings), LONGEST_LOCK)


def throttle_keys(name: str, address: str | None) -> tuple[str, ...]:
    """Return the digests under which failures are counted: of the name, and of the address.

    The address is unknown where the browser runs on this very machine; then only the name
    counts. Digests, so that the table names nobody.
    """
    keys = [f"name:{name.strip().casefold()}"]
    if address:
        keys.append(f"address:{address}")
    return tuple(_digest(key) for key in keys)


def registration_allowances(address: str | None) -> dict[str, Allowance]:
    """Return what one more registration uses up: an allowance for each digest to count under.

    Where the address is unknown only the allowance of all is left.
    """
    allowances = {_digest("register:all"): REGISTRATIONS_OF_ALL}
    if address:
        allowances[_digest(f"register:{address}")] = REGISTRATIONS_OF_AN_ADDRESS
    return allowances


def verification_allowances(address: str | None) -> dict[str, Allowance]:
    """Return what looking a code up uses up.

    There is none of all: guessing 128 bits is hopeless from anywhere, and nobody is to be able to
    close the page for everybody. Browsers on this very machine, without an address, share one.
    """
    return {_digest(f"verify:{address or ''}"): VERIFICATIONS_OF_AN_ADDRESS}


def joining_allowances(student_id: int, address: str | None) -> dict[str, Allowance]:
    """Return what trying the code of a class uses up: of the person, and of the address."""
    allowances = {_digest(f"join:{student_id}"): JOININGS_OF_A_PERSON}
    if address:
        allowances[_digest(f"join:{address}")] = JOININGS_OF_AN_ADDRESS
    return allowances


def roster_allowances(teacher_id: int) -> dict[str, Allowance]:
    """Return what making the accounts of a list of learners uses up."""
    return {_digest(f"roster:{teacher_id}"): ROSTERS_OF_A_TEACHER}


def minutes_until(ends_at: dt.datetime, now: dt.datetime) -> str:
    """Return in words how long it is to `ends_at`: whole minutes, at least one, rounded up."""
    minutes = max(1, math.ceil((ends_at - now) / dt.timedelta(minutes=1)))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
