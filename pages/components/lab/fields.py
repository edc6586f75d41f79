"""How the live parameters are called: the policies, their groups, and a line on every field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tutor_core.tuning.policies import Policy, is_whole

Kind = type[Policy]


@dataclass(frozen=True, slots=True)
class FieldWords:
    """A parameter as people read it.

    Attributes:
        label: What it is called, with its unit where it has one.
        does: What it does, in one sentence.
    """

    label: str
    does: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyWords:
    """A policy as people read it.

    Attributes:
        kind: The policy.
        title: What it is called.
        about: What it decides and when a change is felt.
        groups: Its fields by the titles of their groups, in the order in which they are drawn.
    """

    kind: Kind
    title: str
    about: str
    groups: Mapping[str, Mapping[str, FieldWords]]

    @property
    def fields(self) -> dict[str, FieldWords]:
        """Return all fields by their names."""
        return {name: field for group in self.groups.values() for name, field in group.items()}


def bounds_of(kind: Kind, field: str) -> str:
    """Return between which values a parameter may lie and what it is by default."""
    low, high = kind.bounds[field]
    default = kind.__dataclass_fields__[field].default
    return f"{low:g} to {high:g}, default {default:g}"


def step_of(kind: Kind, field: str) -> float:
    """Return by how much one press moves a parameter: a hundredth of its range, rounded down."""
    if is_whole(kind, field):
        return 1
    low, high = kind.bounds[field]
    steps = (0.001, 0.01, 0.1, 1.0, 10.0, 100.0)
    return max((step for step in steps if step <= (high - low) / 100), default=steps[0])
