import json
import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.badges.keys import key_in, new_key, published_keys
from tutor_core.errors import SetupError

# RFC 8037, appendix A: a key, its thumbprint, and what it signs.
PUBLISHED = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuws" + "xERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQH" + "Og7hcvPapiMlrwIaaPcHURo",
}
THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6" + "Iuo3vVzz7TxHCTwXBygrS4k"


def pem(private):
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def test_the_key_of_the_standard_has_its_thumbprint():
    key = key_in(json.dumps(PUBLISHED))

    assert key.key_id == THUMBPRINT
    assert key.public_jwk == {name: PUBLISHED[name] for name in ("crv", "kty", "x")}


def test_a_key_comes_back_from_its_text():
    key = new_key(secrets.token_bytes)

    assert key_in(key.pem).key_id == key.key_id
    assert key_in(f"\n  {key.pem}\n").key_id == key.key_id
    assert key_in(key.pem.replace("\n", "\r\n")).key_id == key.key_id


def test_keys_differ():
    assert new_key(secrets.token_bytes).key_id != new_key(secrets.token_bytes).key_id


def test_what_is_published_and_what_is_printed_is_no_secret():
    key = key_in(json.dumps(PUBLISHED))
    (published,) = published_keys([key.public_jwk])["keys"]

    assert set(published) == {"kty", "crv", "x", "kid", "alg", "use"}
    assert PUBLISHED["d"] not in repr(key) + repr(published)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not a key",
        "{",
        "{}",
        "[" * 100_000,
        '{"a":' * 100_000,
        json.dumps({**PUBLISHED, "crv": "X25519"}),
        json.dumps({**PUBLISHED, "kty": "EC"}),
        json.dumps({**PUBLISHED, "d": PUBLISHED["d"][:-4]}),
        json.dumps({**PUBLISHED, "d": 7}),
        json.dumps({**PUBLISHED, "x": PUBLISHED["d"]}),
        json.dumps({key: value for key, value in PUBLISHED.items() if key != "d"}),
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(rsa.generate_private_key(65537, 2048)),
        pem(x25519.X25519PrivateKey.generate()),
        pem(ec.generate_private_key(ec.SECP256R1())).replace("BEGIN", "BEGUN"),
    ],
    ids=lambda text: text[:20],
)
def test_another_text_is_refused_without_repeating_it(text):
    with pytest.raises(SetupError, match="must be an Ed25519 private key") as caught:
        key_in(text)
    assert PUBLISHED["d"] not in str(caught.value)


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text):
    with pytest.raises(SetupError):
        key_in(text)
