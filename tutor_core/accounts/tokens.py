"""The session cookie: a signed note that names a session, nothing else.

The `auth_sessions` row decides whether the session lives; the signature only stops guessing,
and `exp` only bounds how long a stolen cookie opens new connections.
"""

from __future__ import annotations

import datetime as dt
import hashlib

import jwt

LIFETIME = dt.timedelta(minutes=30)
AUDIENCE = "tutor"
ALGORITHM = "HS256"


def session_cookie(session_id: str, student_id: int, *, key: str, now: dt.datetime) -> str:
    """Return the value of the cookie for a session, valid for `LIFETIME` from `now`."""
    claims = {
        "sub": str(student_id),
        "sid": session_id,
        "iat": now,
        "exp": now + LIFETIME,
        "aud": AUDIENCE,
    }
    return jwt.encode(claims, key, ALGORITHM)


def session_id_in(
    cookie: str | None, *, key: str, now: dt.datetime, check_expiry: bool
) -> str | None:
    """Return the session named by a cookie that we signed, None for any other.

    Args:
        cookie: What the browser sent.
        key: The secret it must be signed with.
        now: The moment against which `exp` is read.
        check_expiry: Only True while a connection opens: an open connection's cookie is
            frozen, and there the session's row decides.
    """
    try:
        claims = jwt.decode(
            cookie or "",
            key,
            [ALGORITHM],
            audience=AUDIENCE,
            options={
                "require": ["exp", "iat", "sid", "sub"],
                "verify_exp": False,
                "verify_iat": False,
            },
        )
    except jwt.PyJWTError:
        return None
    expiry = claims["exp"]
    if not isinstance(expiry, int) or not isinstance(claims["sid"], str):
        return None
    if check_expiry and expiry <= now.timestamp():
        return None
    return str(claims["sid"])


def digest(secret: str) -> str:
    """Return what is stored of a secret: its SHA-256, so that a stolen table opens nothing."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
