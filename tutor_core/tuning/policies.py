"""Policies as documents: each domain's frozen dataclass to and from its stored parameters."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from tutor_core.errors import InvalidInputError


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
    """Refuse a policy with a parameter out of its bounds; what is no number is out of all.

    Raises:
        ValueError: With the parameter, its bounds and its value.
    """
    for field in policy.bounds:
        problem = problem_with(type(policy), field, getattr(policy, field))
        if problem is not None:
            raise ValueError(f"{field} {problem}")


def problem_with(kind: type[Policy], field: str, value: float | None) -> str | None:
    """Return what is wrong with a parameter's value, to be read after its name; None if nothing.

    Args:
        kind: The policy.
        field: The parameter.
        value: What it is to be; None where nothing was typed.
    """
    low, high = kind.bounds[field]
    if value is None or not low <= value <= high:
        given = "nothing" if value is None else f"{value:g}"
        return f"must be from {low:g} to {high:g}, not {given}"
    if is_whole(kind, field) and value != int(value):
        return f"must be a whole number, not {value:g}"
    return None


def is_whole(kind: type[Policy], field: str) -> bool:
    """Tell whether a parameter counts something, so that only whole numbers make sense."""
    return isinstance(kind.__dataclass_fields__[field].default, int)


def policy_from(kind: type[P], values: Mapping[str, float | None]) -> P:
    """Return the policy with the values that somebody gave, all of its parameters.

    Raises:
        InvalidInputError: A parameter is missing, unknown, out of its bounds or not whole, or
            two of them contradict each other.
    """
    for name in sorted(kind.bounds.keys() ^ values.keys()):
        is_known = name in kind.bounds
        said = "is missing." if is_known else "is no parameter of these; leave it out."
        raise InvalidInputError(name, f"“{name}” {said}")
    for name, value in values.items():
        if problem := problem_with(kind, name, value):
            raise InvalidInputError(name, f"“{name}” {problem}.")
    given = {
        name: int(value) if is_whole(kind, name) else float(value)
        for name, value in values.items()
        if value is not None
    }
    try:
        return kind(**given)
    except ValueError as error:
        raise InvalidInputError(kind.name, f"These do not fit together: {error}.") from error


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
