"""What an OpenID provider says of somebody, read with suspicion.

Streamlit and Authlib have checked signature, nonce and expiry when the browser came back from
the provider, and keep the claims in a cookie of 30 days. That cookie is no session of ours: its
claims open one only within minutes of being made, once, and only where they were made for us.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from tutor_core.accounts.registration import LONGEST_NAME, USERNAME, checked_email, checked_name
from tutor_core.errors import InvalidInputError, NotAllowedError

ACTION = "openid_sign_in"
FRESH_FOR = dt.timedelta(minutes=2)
CLOCKS_DIFFER_BY = dt.timedelta(minutes=1)
_NOT_IN_USERNAMES = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody for whom the provider vouches, e-mail and all.

    Attributes:
        subject: Issuer and the issuer's own lasting name for the person.
        email: Their confirmed address.
        name: What they are called, or empty.
        username: What they might like as a user name: letters and digits, 3 to 40.
        proof: What no other sign-in has; it opens one session, once.
    """

    subject: str
    email: str
    name: str
    username: str
    proof: str


def is_fresh(claims: Mapping[str, object], *, now: dt.datetime) -> bool:
    """Tell whether claims were made just now, so that they stand for somebody coming in."""
    made = claims.get("iat")
    if not isinstance(made, int | float) or isinstance(made, bool):
        return False
    return -CLOCKS_DIFFER_BY.total_seconds() <= now.timestamp() - made <= FRESH_FOR.total_seconds()


def proof_in(claims: Mapping[str, object]) -> str:
    """Return what tells one sign-in at the provider from all others."""
    return "|".join(str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce"))


def identity_in(claims: Mapping[str, object], *, provider: str, issuer: str,
                client_id: str) -> Identity:  # fmt: skip
    """Return whom the claims stand for.

    Args:
        claims: As the provider signed them.
        provider: What people call the provider.
        issuer: Whose claims are believed.
        client_id: For whom they must have been made.

    Raises:
        NotAllowedError: They are another issuer's, made for somebody else, carry no nonce, or
            do not say that the e-mail is confirmed.
    """
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    subject = claims.get("sub")
    is_ours = (
        str(claims.get("iss")).rstrip("/") == issuer.rstrip("/")
        and client_id in audiences
        and claims.get("azp", client_id) == client_id
        and isinstance(subject, str)
        and bool(subject)
        and bool(claims.get("nonce"))
    )
    if not is_ours:
        raise NotAllowedError(
            ACTION, f"What {provider} sent was not made for this tutor; please try again."
        )
    try:
        email = checked_email(str(claims.get("email") or ""))
    except InvalidInputError as error:
        raise NotAllowedError(
            ACTION,
            f"{provider} does not tell us your e-mail: allow it there, or create an account here.",
        ) from error
    if claims.get("email_verified") is not True:
        raise NotAllowedError(
            ACTION, f"Your e-mail is not confirmed at {provider}: confirm it there, then try again."
        )
    return Identity(
        subject=f"{issuer}|{subject}",
        email=email,
        name=checked_name(str(claims.get("name") or "")[:LONGEST_NAME]),
        username=_username(str(claims.get("preferred_username") or email.partition("@")[0])),
        proof=proof_in(claims),
    )


def _username(wish: str) -> str:
    plain = _NOT_IN_USERNAMES.sub("", wish)[:40]
    return plain if USERNAME.fullmatch(plain) else "learner"
