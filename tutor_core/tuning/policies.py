"""Policies as documents: each domain's frozen dataclass to and from its stored parameters."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Protocol, TypeVar


class Policy(Protocol):
    """A frozen dataclass of parameters that checks itself with `check_bounds`.

    Attributes:
        name: Under which its versions are stored; never changes.
        bounds: Of each parameter, the least and the greatest value it may have.
    """

    name: ClassVar[str]
    bounds: ClassVar[Mapping[str, tuple[float, float]]]
    __dataclass_fields__: ClassVar[dict[str, Any]]


P = TypeVar("P", bound=Policy)


@dataclasses.dataclass(frozen=True, slots=True)
class Versioned(Generic[P]):
    """A policy in force and the version it is; None while nobody has changed the defaults."""

    policy: P
    version_id: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """The parameters of a version of a policy, as they are stored."""

    parameters: Mapping[str, Any]
    version_id: int


@dataclasses.dataclass(frozen=True, slots=True)
class InForce:
    """What holds for one person at one moment, by the policies' names."""

    stored: Mapping[str, Stored] = dataclasses.field(default_factory=dict)

    def of(self, kind: type[P]) -> Versioned[P]:
        """Return the policy of a kind; its defaults while nobody has changed them.

        Raises:
            ValueError: A stored value is out of its bounds.
        """
        found = self.stored.get(kind.name)
        if found is None:
            return Versioned(kind(), None)
        return Versioned(from_parameters(kind, found.parameters), found.version_id)


def check_bounds(policy: Policy) -> None:
    """Refuse a policy with a parameter out of its bounds.

    Raises:
        ValueError: With the parameter, its bounds and its value.
    """
    for field, (low, high) in policy.bounds.items():
        value = getattr(policy, field)
        if not low <= value <= high:
            raise ValueError(f"{field} must be from {low} to {high}, not {value}")


def to_parameters(policy: Policy) -> dict[str, Any]:
    """Return the parameters to store."""
    return dataclasses.asdict(policy)


def from_parameters(kind: type[P], parameters: Mapping[str, Any]) -> P:
    """Return the policy stored as `parameters`.

    A parameter added since has its default; one dropped since is left out.

    Raises:
        ValueError: A value is out of its bounds.
    """
    known = {field.name for field in dataclasses.fields(kind)}
    return kind(**{name: value for name, value in parameters.items() if name in known})
