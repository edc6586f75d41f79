"""Which policies hold for one person: now, or at any moment of the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tutor_core.tuning.policies import InForce, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a policy.

    Attributes:
        version_id: Its row.
        name: Of the policy.
        parameters: As they are stored; a class's version without any says that the class
            follows everybody again, one for everybody that the defaults hold again.
        cohort_id: The class it is for; None for everybody.
        effective_from: Since when it holds.
        experiment_id: The experiment of which it is an arm; None for all others.
    """

    version_id: int
    name: str
    parameters: Mapping[str, Any]
    cohort_id: int | None
    effective_from: dt.datetime
    experiment_id: int | None = None

    @property
    def follows_everybody(self) -> bool:
        """Whether it gives a class's own parameters up."""
        return self.cohort_id is not None and not self.parameters

    @property
    def age(self) -> tuple[dt.datetime, int]:
        """By which one version takes the place of another of the same scope."""
        return self.effective_from, self.version_id


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A time in which a person did not want to take part in research; open where it goes on."""

    since: dt.datetime
    until: dt.datetime | None

    def holds_at(self, moment: dt.datetime) -> bool:
        """Tell whether the person had withdrawn."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A person's place in an experiment: the version of their arm, since when and until when."""

    version_id: int
    since: dt.datetime
    until: dt.datetime
    away: tuple[Away, ...] = ()

    def holds_at(self, moment: dt.datetime) -> bool:
        """Tell whether the arm held for the person."""
        is_away = any(one.holds_at(moment) for one in self.away)
        return self.since <= moment < self.until and not is_away


@dataclass(frozen=True, slots=True)
class Timeline:
    """All versions there ever were, and one person's classes and places in experiments."""

    versions: Sequence[Version]
    stays: Sequence[Stay]
    places: Sequence[Place] = ()

    def at(self, moment: dt.datetime) -> InForce:
        """Return the policies that held."""
        classes = {stay.cohort_id for stay in self.stays if stay.holds_at(moment)}
        arms = {place.version_id for place in self.places if place.holds_at(moment)}
        return held(
            version
            for version in self.versions
            if version.effective_from <= moment and _is_for(version, classes, arms)
        )


def held(versions: Iterable[Version]) -> InForce:
    """Return what holds for a person whom all of these versions reach.

    The arm of an experiment goes before the parameters of a class, and these before
    everybody's; of two in the same scope the one that began later holds, of two that began at
    the same moment the one saved later. A class that follows everybody has no say.
    """
    latest = {}
    for one in sorted(versions, key=lambda one: one.age):
        latest[one.name, one.cohort_id, one.experiment_id] = one
    speaking = [one for one in latest.values() if not one.follows_everybody]
    speaking.sort(key=_rank)
    return InForce({one.name: Stored(one.parameters, one.version_id) for one in speaking})


def _is_for(version: Version, classes: set[int], arms: set[int]) -> bool:
    if version.experiment_id is not None:
        return version.version_id in arms
    return version.cohort_id is None or version.cohort_id in classes


def _rank(version: Version) -> tuple[bool, bool, dt.datetime, int]:
    return version.experiment_id is not None, version.cohort_id is not None, *version.age
