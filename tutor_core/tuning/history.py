"""The versions of one policy told as a history: what changed with each, and how each stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tutor_core.tuning.policies import Policy, to_parameters
from tutor_core.tuning.timeline import Version

State = Literal["holds", "scheduled", "past", "called_off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A parameter that is not the same in two policies."""

    field: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A version as the history tells it.

    Attributes:
        version: The version.
        state: `called_off` where another one that was saved later began at the same moment.
        differences: To what held in its scope before it.
    """

    version: Version
    state: State
    differences: tuple[Difference, ...]


def differences(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[Difference, ...]:
    """Return the parameters of `after` that are not the same in `before`, in their order."""
    return tuple(
        Difference(field=field, before=before[field], after=value)
        for field, value in after.items()
        if before[field] != value
    )


def differences_of(before: Policy, after: Policy) -> tuple[Difference, ...]:
    """Return in which parameters two policies of one kind differ."""
    return differences(to_parameters(before), to_parameters(after))


def latest(
    versions: Sequence[Version], cohort_id: int | None, moment: dt.datetime
) -> Version | None:
    """Return the version of that very scope that had begun last; None where none had."""
    begun = [one for one in versions if one.cohort_id == cohort_id and one.effective_from <= moment]
    return max(begun, key=lambda one: one.age, default=None)


def speaking(
    versions: Sequence[Version], cohort_id: int | None, moment: dt.datetime
) -> Version | None:
    """Return the version by which a scope goes: its own or everybody's; None for the defaults."""
    own = latest(versions, cohort_id, moment)
    if own is not None and not own.follows_everybody:
        return own
    return None if cohort_id is None else latest(versions, None, moment)


def parameters_in(
    kind: type[Policy], versions: Sequence[Version], cohort_id: int | None, moment: dt.datetime
) -> dict[str, Any]:
    """Return all parameters that hold in a scope; what an older version lacks has its default."""
    found = speaking(versions, cohort_id, moment)
    return to_parameters(kind()) | _known(kind, found.parameters if found is not None else {})


def history_of(
    kind: type[Policy], versions: Sequence[Version], now: dt.datetime
) -> tuple[Told, ...]:
    """Return the versions of a policy, the one saved last first.

    Args:
        kind: The policy.
        versions: All of it but the arms of experiments.
        now: The moment.
    """
    newest_first = sorted(versions, key=lambda one: one.version_id, reverse=True)
    return tuple(
        Told(version=one, state=_state(one, versions, now), differences=_moved(kind, one, versions))
        for one in newest_first
    )


def _moved(
    kind: type[Policy], version: Version, versions: Sequence[Version]
) -> tuple[Difference, ...]:
    """Return what a version changed when it began, seen from what it took the place of."""
    older = [one for one in versions if one.age < version.age]
    begins, scope = version.effective_from, version.cohort_id
    return differences(
        parameters_in(kind, older, scope, begins),
        parameters_in(kind, [*older, version], scope, begins),
    )


def _state(version: Version, versions: Sequence[Version], now: dt.datetime) -> State:
    later = [
        one for one in versions if one.cohort_id == version.cohort_id and one.age > version.age
    ]
    if any(one.effective_from == version.effective_from for one in later):
        return "called_off"
    if version.effective_from > now:
        return "scheduled"
    return "past" if any(one.effective_from <= now for one in later) else "holds"


def _known(kind: type[Policy], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that the policy still has."""
    return {field: value for field, value in parameters.items() if field in kind.bounds}
