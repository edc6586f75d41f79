"""Who may do what with the item bank."""

from __future__ import annotations

from tutor_core.accounts.actor import Actor, Role
from tutor_core.errors import NotAllowedError

AUTHORS: tuple[Role, ...] = ("teacher", "admin")


def may_edit(actor: Actor, author_id: int | None) -> bool:
    """Tell whether somebody may change an item: their own, or one that nobody here wrote.

    The shipped bank belongs to the school: every teacher may mend it. What a colleague wrote is
    theirs; admins may change everything.
    """
    return actor.role == "admin" or (actor.role == "teacher" and author_id in (None, actor.id))


def require_editor(actor: Actor, action: str, author_id: int | None) -> None:
    """Refuse whoever may not change an item.

    Raises:
        NotAllowedError: They may not.
    """
    if not may_edit(actor, author_id):
        raise NotAllowedError(action)
