"""Who may look at the live parameters and change them."""

from __future__ import annotations

from tutor_core.accounts.actor import Role

TUNERS: tuple[Role, ...] = ("researcher", "admin")
