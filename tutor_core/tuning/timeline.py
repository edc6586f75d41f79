"""Which policies held for one person at any moment of the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tutor_core.tuning.policies import InForce, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a policy.

    Attributes:
        version_id: Its row.
        name: Of the policy.
        parameters: As they are stored.
        cohort_id: The class it is for; None for everybody.
        effective_from: Since when it holds.
    """

    version_id: int
    name: str
    parameters: Mapping[str, Any]
    cohort_id: int | None
    effective_from: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A person's time in a class; None where an end of it is open."""

    cohort_id: int
    joined_at: dt.datetime | None
    left_at: dt.datetime | None

    def holds_at(self, moment: dt.datetime) -> bool:
        """Tell whether the person was in the class."""
        return (self.joined_at is None or self.joined_at <= moment) and (
            self.left_at is None or moment < self.left_at
        )


@dataclass(frozen=True, slots=True)
class Timeline:
    """All versions there ever were, and the classes one person was in."""

    versions: Sequence[Version]
    stays: Sequence[Stay]

    def at(self, moment: dt.datetime) -> InForce:
        """Return the policies that held: the class's, else everybody's, the latest of each."""
        classes = {stay.cohort_id for stay in self.stays if stay.holds_at(moment)}
        holding = [
            version
            for version in self.versions
            if version.effective_from <= moment
            and (version.cohort_id is None or version.cohort_id in classes)
        ]
        holding.sort(key=_rank)
        return InForce({one.name: Stored(one.parameters, one.version_id) for one in holding})


def _rank(version: Version) -> tuple[bool, dt.datetime, int]:
    return version.cohort_id is not None, version.effective_from, version.version_id
