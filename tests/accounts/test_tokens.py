import base64
import datetime as dt
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.rows import NOW
from tutor_core.accounts.tokens import LIFETIME, session_cookie, session_id_in

KEY = "k" * 40
GOOD = {
    "sub": "1",
    "sid": "s",
    "aud": "tutor",
    "iat": int(NOW.timestamp()),
    "exp": int((NOW + LIFETIME).timestamp()),
}


def read(cookie, *, now=NOW, key=KEY, check_expiry=True):
    return session_id_in(cookie, key=key, now=now, check_expiry=check_expiry)


def unsigned(claims):
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in parts]
    return (b".".join(encoded) + b".").decode()


def signed_by_rsa(claims):
    return jwt.encode(claims, rsa.generate_private_key(65_537, 2048), "RS256")


def test_a_cookie_names_its_session_until_it_expires():
    cookie = session_cookie("s", 1, key=KEY, now=NOW)
    assert read(cookie) == "s"
    assert read(cookie, now=NOW + LIFETIME - dt.timedelta(seconds=1)) == "s"
    assert read(cookie, now=NOW + LIFETIME) is None
    assert read(cookie, now=NOW + LIFETIME, check_expiry=False) == "s"


@pytest.mark.parametrize(
    "cookie",
    [
        None,
        "",
        "not a token",
        unsigned(GOOD),
        jwt.encode(GOOD, "another key of enough length....", "HS256"),
        jwt.encode(GOOD, KEY * 2, "HS512"),
        jwt.encode(GOOD, KEY * 2, "HS256", headers={"alg": "HS256", "jwk": {"k": KEY * 2}}),
        signed_by_rsa(GOOD),
        jwt.encode(GOOD | {"exp": int(NOW.timestamp()) - 1}, KEY, "HS256"),
        jwt.encode(GOOD | {"exp": float("inf")}, KEY, "HS256"),
        jwt.encode(GOOD | {"aud": "elsewhere"}, KEY, "HS256"),
        *(
            jwt.encode({k: v for k, v in GOOD.items() if k != missing}, KEY, "HS256")
            for missing in GOOD
        ),
        jwt.encode(GOOD | {"sid": 7}, KEY, "HS256"),
        jwt.encode(GOOD | {"exp": "never"}, KEY, "HS256"),
    ],
)
def test_every_other_cookie_names_nothing(cookie):
    assert read(cookie) is None
