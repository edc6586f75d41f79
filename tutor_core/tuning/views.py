"""What a researcher is shown of the live parameters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic

from tutor_core.tuning.history import Difference, State
from tutor_core.tuning.policies import P


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassName:
    """A class, to be chosen from."""

    cohort_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Generic[P]):
    """What holds in a scope.

    Attributes:
        policy: The parameters.
        version_id: Their version; None while nobody has changed the defaults.
        is_own: Whether they are those of the class itself, or for everybody somebody's choice.
        scheduled: How many changes of this scope are still to come.
    """

    policy: P
    version_id: int | None
    is_own: bool
    scheduled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A change of the live parameters, as the history shows it.

    Attributes:
        version_id: Its row.
        cohort: The class it is for; None for everybody.
        who: Whoever saved it, as people call them; None for somebody whose account is gone, or
            who had the server itself.
        reason: Why.
        created_at: When it was saved.
        effective_from: From when it holds.
        state: How it stands now.
        resets: Whether it gives own parameters up, for everybody's or for the defaults.
        differences: To what held in its scope before it.
    """

    version_id: int
    cohort: ClassName | None
    who: str | None
    reason: str
    created_at: dt.datetime
    effective_from: dt.datetime
    state: State
    resets: bool
    differences: tuple[Difference, ...]
