"""Credentials are read here as others would: by a second library, step by step as the specification
says, and never by what signed them."""

import base64
import dataclasses
import datetime as dt
import json

import pytest
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet, OKPKey

from tutor_core.badges.credential import (
    Award,
    Issuer,
    Recipient,
    credential_of,
    revocation_list,
    signed,
)
from tutor_core.badges.keys import new_key, published_keys

# The second library would rather read the name that RFC 9864 gave the algorithm in 2025.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")

ISSUER = Issuer(
    id="https://tutor.example/issuer",
    name="The tutor of Example School",
    keys="https://tutor.example/keys",
    revocations="https://tutor.example/revoked.json",
)
AWARD = Award(
    id="https://tutor.example/verify?code=0123456789abcdef0123456789abcdef",
    badge_id="https://tutor.example/badges/three_days",
    name="Three days in a row",
    description="Learn on three days in a row.",
    criteria="Learn on three days in a row: five answers or ten reviews each day.",
    evidence="3 of 3 learning days in a row.",
    image="https://tutor.example/badges/three_days.png",
    earned_at=dt.datetime(2026, 11, 23, 21, 30, 5, 999_999, tzinfo=dt.UTC),
    ends_at=None,
)
RECIPIENT = Recipient(id="urn:uuid:5c0f", email="a@example.com", salt="Kosher")
NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
KEY = new_key(lambda size: bytes(range(size)))
OTHER_KEY = new_key(bytes)
STATUS = revocation_list(ISSUER, [])


def token(key=KEY, recipient=RECIPIENT, **changes):
    award = dataclasses.replace(AWARD, **changes)
    return signed(credential_of(award, recipient, ISSUER), key, ISSUER)


def parts(compact):
    return compact.split(".")


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def decoded(part):
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


class RefusedError(Exception):
    pass


def written(seconds):
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def verified(compact, published=None, status=STATUS, now=NOW):
    """Sections 8.2.6 (the signature), 8.2.6.1 (the claims) and 9.1 (the status)."""
    keys = (published or published_keys([KEY.public_jwk]))["keys"]
    address, _, name = decoded(parts(compact)[0])["kid"].rpartition("/")
    if address != ISSUER.keys or name not in [key["kid"] for key in keys]:
        raise RefusedError("key")
    key = KeySet.import_key_set({"keys": keys}).get_by_kid(name)
    found = json.loads(jws.deserialize_compact(compact, key, algorithms=["EdDSA"]).payload)
    claims = (
        found["iss"] == found["issuer"]["id"] == ISSUER.id,
        found["sub"] == found["credentialSubject"]["id"],
        written(found["nbf"]) == found["validFrom"],
        found["jti"] == found["id"],
        "exp" not in found or written(found["exp"]) == found["validUntil"],
    )
    if not all(claims):
        raise RefusedError("claims")
    if now.timestamp() < found["nbf"]:
        raise RefusedError("not yet valid")
    if now.timestamp() >= found.get("exp", float("inf")):
        raise RefusedError("expired")
    assert found["credentialStatus"] == {"id": status["id"], "type": "1EdTechRevocationList"}
    if any(one["id"] == found["id"] and one["revoked"] for one in status["revokedCredential"]):
        raise RefusedError("revoked")
    return found


# --- What stands in it


def test_another_library_verifies_it():
    assert verified(token())["name"] == "Three days in a row"


def test_the_header_is_that_of_section_8_2_3_and_no_more():
    header = decoded(parts(token())[0])

    assert header == {
        "alg": "EdDSA",
        "typ": "JWT",
        "kid": f"https://tutor.example/keys/{KEY.key_id}",
        "jwk": KEY.public_jwk,
    }
    assert "d" not in header["jwk"]


def test_the_claims_are_those_of_section_8_2_4_1():
    found = verified(token())

    assert found["iss"] == ISSUER.id
    assert found["jti"] == AWARD.id
    assert found["sub"] == RECIPIENT.id
    assert found["nbf"] == int(dt.datetime(2026, 11, 23, 21, 30, 5, tzinfo=dt.UTC).timestamp())
    assert "exp" not in found
    assert "vc" not in found  # that is the form of the data model 1.1


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("@context", 0), "https://www.w3.org/ns/credentials/v2"),
        (("@context", 1), "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
        (("id",), AWARD.id),
        (("type",), ["VerifiableCredential", "OpenBadgeCredential"]),
        (("name",), AWARD.name),
        (("validFrom",), "2026-11-23T21:30:05Z"),
        (("issuer", "id"), ISSUER.id),
        (("issuer", "type"), ["Profile"]),
        (("issuer", "name"), ISSUER.name),
        (("credentialSubject", "id"), RECIPIENT.id),
        (("credentialSubject", "type"), ["AchievementSubject"]),
        (("credentialSubject", "achievement", "id"), AWARD.badge_id),
        (("credentialSubject", "achievement", "type"), ["Achievement"]),
        (("credentialSubject", "achievement", "name"), AWARD.name),
        (("credentialSubject", "achievement", "description"), AWARD.description),
        (("credentialSubject", "achievement", "criteria", "narrative"), AWARD.criteria),
        (("credentialSubject", "achievement", "achievementType"), "Badge"),
        (("credentialSubject", "achievement", "image", "id"), AWARD.image),
        (("credentialSubject", "achievement", "image", "type"), "Image"),
        (("credentialSubject", "identifier", 0, "type"), "IdentityObject"),
        (("credentialSubject", "identifier", 0, "hashed"), True),
        (("credentialSubject", "identifier", 0, "identityType"), "emailAddress"),
        (("credentialSubject", "identifier", 0, "salt"), "Kosher"),
        (("evidence", 0, "type"), ["Evidence"]),
        (("evidence", 0, "narrative"), AWARD.evidence),
        (("credentialSchema", 0, "type"), "1EdTechJsonSchemaValidator2019"),
        (("credentialStatus", "type"), "1EdTechRevocationList"),
        (("credentialStatus", "id"), ISSUER.revocations),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_every_field_is_there(path, value):
    found = verified(token())
    for step in path:
        found = found[step]

    assert found == value


def test_the_hash_of_the_address_is_the_specifications_own_example():
    (identity,) = verified(token())["credentialSubject"]["identifier"]

    assert identity["identityHash"] == (
        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    )


def test_nothing_says_who_it_is():
    assert "example.com" not in json.dumps(verified(token()))


def test_a_badge_without_a_picture_has_none():
    assert "image" not in verified(token(image=None))["credentialSubject"]["achievement"]


def test_the_same_award_is_the_same_token():
    assert token() == token()


def test_texts_of_any_script_come_back():
    name = "Дни подряд \u2014 日々 \U0001f9ee \u202e\u0000"
    assert verified(token(name=name))["name"] == name


def test_a_moment_is_written_in_utc():
    zone = dt.timezone(dt.timedelta(hours=5, minutes=30))
    earned_at = dt.datetime(2026, 11, 24, 3, 0, 5, tzinfo=zone)

    assert verified(token(earned_at=earned_at))["validFrom"] == "2026-11-23T21:30:05Z"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="needs a zone"):
        token(earned_at=dt.datetime(2026, 11, 23))


# --- What does not hold


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), "A hundred days"),
        (("credentialSubject", "id"), "urn:uuid:another"),
        (("credentialSubject", "achievement", "name"), "A hundred days"),
        (("validFrom",), "2020-01-01T00:00:00Z"),
        (("nbf",), 0),
        (("iss",), "https://elsewhere.example"),
    ],
)
def test_an_altered_payload_is_refused(path, value):
    header, payload, signature = parts(token())
    whole = decoded(payload)
    inner = whole
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value

    with pytest.raises(BadSignatureError):
        verified(f"{header}.{encoded(whole)}.{signature}")


def test_every_altered_character_of_the_signature_is_refused():
    header, payload, signature = parts(token())
    for place in range(len(signature) - 1):  # the last one has bits that mean nothing
        other = "B" if signature[place] == "A" else "A"
        altered = f"{signature[:place]}{other}{signature[place + 1 :]}"
        with pytest.raises(BadSignatureError):
            verified(f"{header}.{payload}.{altered}")


def test_a_key_that_is_not_published_is_refused():
    with pytest.raises(RefusedError, match="key"):
        verified(token(OTHER_KEY))


def test_a_header_cannot_bring_its_own_key():
    header, payload, _ = parts(token(OTHER_KEY))
    posing = decoded(header) | {"kid": f"{ISSUER.keys}/{KEY.key_id}"}
    unsigned = f"{encoded(posing)}.{payload}"
    forged = OTHER_KEY.private.sign(unsigned.encode())
    signature = base64.urlsafe_b64encode(forged).rstrip(b"=").decode()

    with pytest.raises(BadSignatureError):
        verified(f"{unsigned}.{signature}")


def test_a_key_that_signs_no_more_still_proves_what_it_signed():
    assert verified(token(), published_keys([OTHER_KEY.public_jwk, KEY.public_jwk]))
    assert verified(token(OTHER_KEY), published_keys([OTHER_KEY.public_jwk, KEY.public_jwk]))


@pytest.mark.parametrize(("hour", "holds"), [(10, True), (11, True), (12, False), (13, False)])
def test_what_has_ended_is_expired(hour, holds):
    ends_at = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    compact = token(ends_at=ends_at)
    now = dt.datetime(2026, 12, 1, hour, tzinfo=dt.UTC)

    assert decoded(parts(compact)[1])["validUntil"] == "2026-12-01T12:00:00Z"
    if holds:
        assert verified(compact, now=now)
    else:
        with pytest.raises(RefusedError, match="expired"):
            verified(compact, now=now)


def test_what_has_not_begun_is_not_valid():
    with pytest.raises(RefusedError, match="not yet"):
        verified(token(), now=AWARD.earned_at - dt.timedelta(seconds=2))


def test_what_was_taken_back_is_revoked_and_nothing_else():
    status = revocation_list(ISSUER, [AWARD.id, AWARD.id])

    assert status["issuer"] == ISSUER.id
    assert len(status["revokedCredential"]) == 1
    with pytest.raises(RefusedError, match="revoked"):
        verified(token(), status=status)
    assert verified(token(id=AWARD.id[:-1] + "0"), status=status)


def test_the_published_keys_are_read_by_another_library():
    (published,) = published_keys([KEY.public_jwk])["keys"]
    key = OKPKey.import_key(published)

    assert not key.is_private
    assert key.thumbprint() == published["kid"] == KEY.key_id
