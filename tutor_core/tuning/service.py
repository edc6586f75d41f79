"""Changes the live parameters: every change is a new version, and says who made it and why."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.errors import InvalidInputError
from tutor_core.models import PolicyVersion
from tutor_core.tuning.policies import Policy, to_parameters


def save(
    db: Session,
    actor: Actor,
    policy: Policy,
    *,
    reason: str,
    now: dt.datetime,
    cohort_id: int | None = None,
    effective_from: dt.datetime | None = None,
) -> int:
    """Put a policy into force; going back to an older one is a new version too.

    Args:
        db: An open transaction.
        actor: A researcher or an admin.
        policy: The checked dataclass of a domain.
        reason: Why, for whoever reads the record.
        now: When it is saved.
        cohort_id: For whom; None for everybody.
        effective_from: From when; None for now.

    Returns:
        The id of the new version.

    Raises:
        NotAllowedError: The actor may not tune.
        InvalidInputError: No reason was given.
    """
    require_role(actor, "tuning.save", "researcher", "admin")
    if not reason.strip():
        raise InvalidInputError("reason", "Say in a few words why the parameters change.")
    version = PolicyVersion(
        name=policy.name,
        scope="global" if cohort_id is None else "cohort",
        cohort_id=cohort_id,
        parameters=to_parameters(policy),
        changed_by=actor.id or None,
        reason=reason.strip(),
        effective_from=effective_from or now,
        created_at=now,
    )
    db.add(version)
    db.flush()  # for its id
    return version.id
