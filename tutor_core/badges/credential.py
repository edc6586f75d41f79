"""A badge as an Open Badges 3.0 credential, signed as a JSON Web Token.

Source: 1EdTech, Open Badges Specification 3.0 (2024). The credential is an `OpenBadgeCredential`
in the W3C Verifiable Credentials Data Model 2.0; its proof is that of section 8.2, with the header
of 8.2.3, the claims of 8.2.4.1 and so the checks of 8.2.6.1; its status is the list of the 1EdTech
Revocation List Status Method 1.0, which section 9.1 names.

Deviations: section 8.2.3 names RS256 as the least an issuer offers and permits others at the price
that not every verifier knows them; we sign with EdDSA over Ed25519 only (RFC 8037). RFC 9864 would
call the algorithm "Ed25519"; "EdDSA" is the name that verifiers of credentials know.

Both `kid`, the address of the published key, and `jwk` stand in the header: with the key set at
hand nothing has to be fetched. A `jwk` alone proves nothing; a verifier compares it with the set.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import jwt

from tutor_core.badges.keys import SigningKey

ALGORITHM = "EdDSA"
CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",  # has the words of the status list
)
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who awards; every address is absolute.

    Attributes:
        id: Address that stands for the issuer.
        name: What it is called.
        keys: Address of the published key set; each key alone stands at `keys`/its name.
        revocations: Address of the list of credentials taken back.
    """

    id: str
    name: str
    keys: str
    revocations: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom a badge was awarded to, without saying who that is.

    Attributes:
        id: An absolute URI that stands for them in this credential.
        email: By which they can show that it is theirs; only its hash is written.
        salt: Characters that nobody can foresee, new for each credential.
    """

    id: str
    email: str
    salt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A badge that was earned; every address is absolute.

    Attributes:
        id: Address at which it is verified.
        badge_id: Address that stands for the badge, whoever earned it.
        name: Of the badge.
        description: Of the badge.
        criteria: What it takes, in words.
        evidence: What was done for it, in words.
        image: Address of a picture of the badge; None without any.
        earned_at: When; parts of a second are left out.
        ends_at: From when on it is no longer valid; None for never.
    """

    id: str
    badge_id: str
    name: str
    description: str
    criteria: str
    evidence: str
    image: str | None
    earned_at: dt.datetime
    ends_at: dt.datetime | None


def credential_of(award: Award, recipient: Recipient, issuer: Issuer) -> dict[str, Any]:
    """Return the credential before it is signed.

    Raises:
        ValueError: A moment has no zone.
    """
    found: dict[str, Any] = {
        "@context": list(CONTEXT),
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.name,
        "issuer": {"id": issuer.id, "type": ["Profile"], "name": issuer.name},
        "validFrom": _written(award.earned_at),
        "credentialSubject": {
            "id": recipient.id,
            "type": ["AchievementSubject"],
            "identifier": [_identity(recipient)],
            "achievement": _achievement(award),
        },
        "evidence": [{"type": ["Evidence"], "narrative": award.evidence}],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {"id": issuer.revocations, "type": "1EdTechRevocationList"},
    }
    if award.ends_at is not None:
        found["validUntil"] = _written(award.ends_at)
    return found


def signed(credential: dict[str, Any], key: SigningKey, issuer: Issuer) -> str:
    """Return a credential of `credential_of` as a compact signed token."""
    claims = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
        "sub": credential["credentialSubject"]["id"],
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    headers = {"kid": f"{issuer.keys}/{key.key_id}", "jwk": key.public_jwk}
    return jwt.encode({**credential, **claims}, key.private, ALGORITHM, headers=headers)


def revocation_list(issuer: Issuer, revoked: Iterable[str]) -> dict[str, Any]:
    """Return the list to be published at `issuer.revocations`.

    Args:
        issuer: Whose it is.
        revoked: The ids of the credentials that were taken back.
    """
    entries = [{"id": one, "revoked": True} for one in sorted(set(revoked))]
    return {"id": issuer.revocations, "issuer": issuer.id, "revokedCredential": entries}


def _achievement(award: Award) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": award.badge_id,
        "type": ["Achievement"],
        "achievementType": "Badge",
        "name": award.name,
        "description": award.description,
        "criteria": {"narrative": award.criteria},
    }
    if award.image is not None:
        found["image"] = {"id": award.image, "type": "Image"}
    return found


def _identity(recipient: Recipient) -> dict[str, Any]:
    digest = hashlib.sha256(f"{recipient.email}{recipient.salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": recipient.salt,
    }


def _written(at: dt.datetime) -> str:
    if at.tzinfo is None:
        raise ValueError(f"a moment needs a zone, got the naive {at!r}")
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(written: str) -> int:
    return int(dt.datetime.fromisoformat(written).timestamp())
