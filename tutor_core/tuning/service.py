"""Changes the live parameters: every change is a new version, and says who made it and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.models import Cohort, PolicyVersion
from tutor_core.tuning.history import history_of, latest, parameters_in, speaking
from tutor_core.tuning.policies import Policy, policy_from, to_parameters
from tutor_core.tuning.queries import versions_of
from tutor_core.tuning.reason import checked_reason
from tutor_core.tuning.rights import TUNERS
from tutor_core.tuning.timeline import Version
from tutor_core.tuning.views import Holding

SHORTEST_TIME = dt.timedelta(microseconds=1)


def save(
    db: Session,
    actor: Actor,
    policy: Policy,
    *,
    reason: str,
    now: dt.datetime,
    cohort_id: int | None = None,
    effective_from: dt.datetime | None = None,
    shown: Holding[Any] | None = None,
) -> int:
    """Put a policy into force; return the id of the new version.

    Args:
        db: An open transaction.
        actor: A researcher or an admin.
        policy: The checked dataclass of a domain.
        reason: Why, for whoever reads the record.
        now: When it is saved.
        cohort_id: For whom; None for everybody.
        effective_from: From when; None for now.
        shown: What the person saw holding there; None where nobody looked.

    Raises:
        NotAllowedError: The actor may not tune.
        InvalidInputError: No reason was given, there is no such class, it would begin in the
            past, or it changes nothing.
        StaleStateError: What holds there is not what was shown.
    """
    require_role(actor, "tuning.save", *TUNERS)
    said, begins, kind = checked_reason(reason), effective_from or now, type(policy)
    if begins < now:
        raise InvalidInputError(
            "effective_from", "Choose a moment that is still to come, or let it start now."
        )
    check_class(db, cohort_id)
    versions = versions_of(db, kind)
    if shown is not None and shown.version_id != _version_id(speaking(versions, cohort_id, now)):
        raise StaleStateError("Somebody changed these parameters meanwhile; nothing was saved.")
    after = to_parameters(policy)
    if parameters_in(kind, versions, cohort_id, begins) == after:
        raise InvalidInputError("policy", "Nothing changes: these parameters hold there already.")
    return append_version(
        db, actor, policy.name, after, cohort_id, reason=said, begins=begins, now=now
    )


def go_back(
    db: Session,
    actor: Actor,
    kind: type[Policy],
    version_id: int,
    *,
    reason: str,
    now: dt.datetime,
) -> int:
    """Put an older version's parameters into force again, in its scope; a new version says so.

    Returns:
        The id of the new version.

    Raises:
        NotAllowedError: The actor may not tune.
        NotFoundError: The policy has no such version.
        InvalidInputError: No reason was given, these parameters hold already, or one of them is
            out of today's bounds.
    """
    require_role(actor, "tuning.go_back", *TUNERS)
    versions = versions_of(db, kind)
    version = _named(versions, version_id)
    if not version.parameters:
        return begin_again(db, actor, kind, version.cohort_id, reason=reason, now=now)
    older = parameters_in(kind, [version], version.cohort_id, version.effective_from)
    policy = policy_from(kind, older)
    return save(db, actor, policy, reason=reason, now=now, cohort_id=version.cohort_id)


def begin_again(
    db: Session,
    actor: Actor,
    kind: type[Policy],
    cohort_id: int | None,
    *,
    reason: str,
    now: dt.datetime,
) -> int:
    """Have a class follow everybody again, or everybody the defaults: a version without any.

    Returns:
        The id of the new version.

    Raises:
        NotAllowedError: The actor may not tune.
        InvalidInputError: No reason was given, or nothing was changed there.
    """
    require_role(actor, "tuning.begin_again", *TUNERS)
    check_class(db, cohort_id)
    own = latest(versions_of(db, kind), cohort_id, now)
    if own is None or not own.parameters:
        who = "The defaults hold" if cohort_id is None else "This class follows everybody"
        raise InvalidInputError("policy", f"Nothing changes: {who} already.")
    return append_version(db, actor, kind.name, {}, cohort_id, reason=reason, begins=now, now=now)


def call_off(
    db: Session,
    actor: Actor,
    kind: type[Policy],
    version_id: int,
    *,
    reason: str,
    now: dt.datetime,
) -> int:
    """Call a change off that has not begun: what holds until then goes on.

    Nothing is taken out of the record. A new version that begins at the same moment takes its
    place, with what holds in the scope just before.

    Returns:
        The id of the new version.

    Raises:
        NotAllowedError: The actor may not tune.
        NotFoundError: The policy has no such version.
        InvalidInputError: No reason was given, or it has begun or was called off.
    """
    require_role(actor, "tuning.call_off", *TUNERS)
    versions = versions_of(db, kind)
    version = _named(versions, version_id)
    told = {one.version.version_id: one.state for one in history_of(kind, versions, now)}
    if told[version_id] != "scheduled":
        raise InvalidInputError(
            "version_id", "This change has begun or was called off; go back to another instead."
        )
    begins = version.effective_from
    before = latest(versions, version.cohort_id, begins - SHORTEST_TIME)
    parameters = before.parameters if before is not None else {}
    if parameters == version.parameters:
        raise InvalidInputError("version_id", "Nothing changes: it is the same as what holds.")
    return append_version(
        db, actor, kind.name, parameters, version.cohort_id, reason=reason, begins=begins, now=now
    )


def check_class(db: Session, cohort_id: int | None) -> None:
    """Refuse a class that does not exist.

    Raises:
        InvalidInputError: There is none.
    """
    found = select(Cohort.id).where(Cohort.id == cohort_id)
    if cohort_id is not None and db.scalar(found) is None:
        raise InvalidInputError("cohort_id", "There is no such class; choose one from the list.")


def append_version(
    db: Session,
    actor: Actor,
    name: str,
    parameters: Mapping[str, Any],
    cohort_id: int | None,
    *,
    reason: str,
    begins: dt.datetime,
    now: dt.datetime,
) -> int:
    """Write a version down and return its id."""
    version = PolicyVersion(
        name=name,
        scope="global" if cohort_id is None else "cohort",
        cohort_id=cohort_id,
        parameters=dict(parameters),
        changed_by=actor.row_id,
        reason=checked_reason(reason),
        effective_from=begins,
        created_at=now,
    )
    db.add(version)
    db.flush()  # for its id
    return version.id


def _version_id(version: Version | None) -> int | None:
    return None if version is None else version.version_id


def _named(versions: list[Version], version_id: int) -> Version:
    found = next((one for one in versions if one.version_id == version_id), None)
    if found is None:
        raise NotFoundError("There is no such change of these parameters.")
    return found
