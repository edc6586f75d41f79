"""The issuer's keys: Ed25519, in the forms that others read (RFC 8037, RFC 7517, RFC 7638)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tutor_core.errors import SetupError

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs credentials; its `repr` does not show the secret.

    Attributes:
        private: The secret half.
    """

    private: Ed25519PrivateKey

    @property
    def public_jwk(self) -> dict[str, str]:
        """The public half as a JSON Web Key, without a name (RFC 8037, section 2)."""
        x = self.private.public_key().public_bytes_raw()
        return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(x)}

    @property
    def key_id(self) -> str:
        """Its name: the SHA-256 thumbprint of the public half (RFC 7638, section 3)."""
        return thumbprint(self.public_jwk)

    @property
    def pem(self) -> str:
        """Both halves as PKCS #8 in PEM, to be kept secret; `key_in` reads it again."""
        form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return self.private.private_bytes(*form).decode()


def new_key(token_bytes: Callable[[int], bytes]) -> SigningKey:
    """Return a new key.

    Args:
        token_bytes: Gives so many bytes that nobody can foresee, as `secrets.token_bytes` does.
    """
    return SigningKey(Ed25519PrivateKey.from_private_bytes(token_bytes(SECRET_BYTES)))


def key_in(text: str) -> SigningKey:
    """Return the key in a text: PEM, or a JSON Web Key with its secret `d`.

    Raises:
        SetupError: It is neither, or a key of another kind; the text is not repeated.
    """
    try:
        if text.lstrip().startswith("{"):
            return _key_of_jwk(json.loads(text))
        private = load_pem_private_key(text.strip().encode(), None)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _unreadable()
    return SigningKey(private)


def thumbprint(public_jwk: Mapping[str, str]) -> str:
    """Return the SHA-256 thumbprint of a public half (RFC 7638, section 3)."""
    canonical = json.dumps(dict(public_jwk), sort_keys=True, separators=(",", ":"))
    return _base64url(hashlib.sha256(canonical.encode()).digest())


def published_keys(public_jwks: Iterable[Mapping[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Return public halves as a JSON Web Key Set (RFC 7517, section 5), each of them once.

    A key that signs no more stays in it, so that what it signed can be checked.
    """
    named = {thumbprint(jwk): jwk for jwk in public_jwks}
    return {"keys": [published_key(jwk) for jwk in named.values()]}


def published_key(public_jwk: Mapping[str, str]) -> dict[str, str]:
    """Return a public half with its name and what it is for."""
    return {**public_jwk, "kid": thumbprint(public_jwk), "alg": "EdDSA", "use": "sig"}


def _key_of_jwk(jwk: dict[str, Any]) -> SigningKey:
    if (jwk["kty"], jwk["crv"]) != ("OKP", "Ed25519"):
        raise _unreadable()
    secret = base64.urlsafe_b64decode(jwk["d"] + "=" * (-len(jwk["d"]) % 4))
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(secret))
    if jwk.get("x", key.public_jwk["x"]) != key.public_jwk["x"]:
        raise _unreadable()
    return key


def _unreadable() -> SetupError:
    return SetupError("TUTOR_CREDENTIAL_KEY must be an Ed25519 private key, as PEM or as a JWK.")


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
