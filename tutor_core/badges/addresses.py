"""Where badges are verified and what their credentials refer to; every address is absolute."""

from __future__ import annotations

from typing import Any

from tutor_core.badges.credential import Issuer

ISSUER_NAME = "Tutor"


def verify_address(base: str, code: str) -> str:
    """Return where a badge is verified.

    Args:
        base: Where people reach this tutor, without a slash at the end.
        code: Of the badge.
    """
    return f"{base}/verify?code={code}"


def badge_address(base: str, slug: str) -> str:
    """Return what stands for a badge, whoever earned it."""
    return f"{base}/credentials/badges/{slug}"


def issuer_at(base: str) -> Issuer:
    """Return this tutor as an issuer of credentials."""
    return Issuer(
        id=f"{base}/credentials/issuer",
        name=ISSUER_NAME,
        keys=f"{base}/credentials/keys",
        revocations=f"{base}/credentials/revocations",
    )


def profile_of(issuer: Issuer) -> dict[str, Any]:
    """Return what is published at the issuer's id (Open Badges 3.0, Profile)."""
    return {"id": issuer.id, "type": ["Profile"], "name": issuer.name}
