"""What a researcher is shown of an experiment; no learner is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["planned", "running", "ended", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmView:
    """One of the versions that are compared.

    Attributes:
        arm_id: Its row.
        version_id: Its row in `policy_versions`, which its members' attempts carry.
        label: What people call it.
        weight: Its share beside the other arms' weights.
        learners: Who got it so far.
        parameters: What it is.
    """

    arm_id: int
    version_id: int
    label: str
    weight: float
    learners: int
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentView:
    """An experiment and how it stands.

    Attributes:
        experiment_id: Its row.
        name: What people call it.
        question: What is to be found out.
        policy_name: Of which policy versions are compared.
        cohort: The name of the class that takes part; None for everybody.
        starts_at: When it starts.
        ends_at: When it ends, as was stated beforehand.
        stopped_at: When it was stopped before that; None where it was not.
        stopped_because: Why.
        state: How it stands now.
        who: Whoever began it; None for somebody whose account is gone, or the server's operator.
        arms: What is compared; the first is what the others are compared with.
    """

    experiment_id: int
    name: str
    question: str
    policy_name: str
    cohort: str | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    stopped_at: dt.datetime | None
    stopped_because: str | None
    state: State
    who: str | None
    arms: tuple[ArmView, ...]


def state_of(
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    stopped_at: dt.datetime | None,
    now: dt.datetime,
) -> State:
    """Return how an experiment stands at a moment."""
    if stopped_at is not None:
        return "stopped"
    if now < starts_at:
        return "planned"
    return "running" if now < ends_at else "ended"
