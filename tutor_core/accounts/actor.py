"""Who acts. Every service and query is told, and refuses whoever may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tutor_core.errors import NotAllowedError

Role = Literal["student", "teacher", "researcher", "admin"]
ROLES: tuple[Role, ...] = ("student", "teacher", "researcher", "admin")


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person.

    Attributes:
        id: The person's row in `students`.
        role: What the account row says now; never what a browser or a session claims.
    """

    id: int
    role: Role

    @property
    def row_id(self) -> int | None:
        """The person's row in `students`; None for whoever runs commands on the server."""
        return self.id or None


OPERATOR = Actor(0, "admin")
"""Whoever runs commands on the server itself; no account row."""


def require_role(actor: Actor, action: str, *roles: Role) -> None:
    """Refuse an actor whose role is not among `roles`.

    Raises:
        NotAllowedError: The role is another one.
    """
    if actor.role not in roles:
        raise NotAllowedError(action)


def require_self(actor: Actor, action: str, student_id: int) -> None:
    """Refuse an actor who reaches for somebody else's data.

    Raises:
        NotAllowedError: `student_id` is another person's.
    """
    if actor.id != student_id:
        raise NotAllowedError(action)
