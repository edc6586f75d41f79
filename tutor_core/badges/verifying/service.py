"""Looks a badge up for whoever has its code, so often an hour and no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tutor_core.accounts.throttle.rules import verification_allowances
from tutor_core.accounts.throttle.service import use_allowance
from tutor_core.badges.codes import code_in
from tutor_core.badges.counting.queries import Moment
from tutor_core.badges.queries import check_of, earning_in
from tutor_core.badges.verifying.queries import public_row
from tutor_core.badges.views import Check, PublicBadge
from tutor_core.calendar import learner_day, zone_named

NO_CODE = ""  # nobody's: what cannot be a code costs as much as one that nobody has


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A badge that was found, and what the record says of it where that was asked."""

    badge: PublicBadge
    check: Check | None


def verify(
    db: Session,
    typed: str,
    *,
    address: str | None,
    checks: bool = False,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> Verified | None:
    """Return the badge with a code; None where there is none, or not for everybody to see.

    A code that nobody has, a private badge, one whose code was replaced and what is no code at
    all are one and the same: the same answer by the same statements.

    Args:
        db: An open transaction: being asked is counted.
        typed: As somebody typed or pasted it.
        address: Of their browser; None on this very machine.
        checks: Whether its criteria are counted again.
        now: When.
        day_starts_at: Wall-clock hour at which learners' days begin.

    Raises:
        TooManyTriesError: Too much was looked up from this address.
    """
    use_allowance(db, verification_allowances(address), what="codes were looked up", now=now)
    row = public_row(db, code_in(typed) or NO_CODE)
    if row is None:
        return None
    zone = zone_named(row.timezone)
    badge = PublicBadge(
        learner=row.full_name or row.username,
        name=row.name,
        description=row.description or "",
        tier=row.tier,
        icon=row.icon or "",
        earned_on=learner_day(row.earned_at, zone, starts_at=day_starts_at),
        code=row.verification_code,
    )
    if not checks:
        return Verified(badge=badge, check=None)
    moment = Moment(until=row.earned_at, zone=zone, day_starts_at=day_starts_at)
    return Verified(badge=badge, check=check_of(db, row.student_id, earning_in(row), moment))
