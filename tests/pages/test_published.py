"""What verifiers of credentials fetch, asked of the routes as the server has them."""

import asyncio
import dataclasses
import json
import secrets

import pytest
from joserfc import jws
from joserfc.jwk import KeySet, OKPKey
from starlette.applications import Starlette

from pages.components import routes, runtime
from tests.badges.conftest import ONE_RIGHT
from tests.rows import add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.badges import service
from tutor_core.badges.criteria import evaluate
from tutor_core.badges.keys import new_key
from tutor_core.badges.loading.service import load_badges
from tutor_core.badges.views import evidence_of

BASE = "https://tutor.example"
KEY = new_key(secrets.token_bytes)
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")


def fetch(path, method="GET"):
    """Return status, headers and body of what our routes answer."""
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": b"",
        "root_path": "", "scheme": "https", "query_string": b"",
        "headers": [(b"host", b"tutor.example")], "server": ("tutor.example", 443),
    }  # fmt: skip
    said = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        said.append(message)

    asyncio.run(Starlette(routes=routes.ROUTES)(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return said[0]["status"], headers, b"".join(one.get("body", b"") for one in said[1:])


def document(path):
    status, headers, body = fetch(path)
    assert status == 200
    assert headers["cache-control"] == "public, max-age=300"
    assert headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in headers
    return json.loads(body)


@pytest.fixture
def signing(world):
    """The installation has a key, and a learner a public badge; return the learner."""
    present = runtime.start()
    settings = dataclasses.replace(present.settings, credential_key=KEY.pem)
    runtime.configure(dataclasses.replace(present, settings=settings))
    with world.database.transaction() as db:
        student = add_student(db, "zuleika", full_name="Zuleika Dobson")
        load_badges(db, [ONE_RIGHT], now=world.now)
        evidence = evidence_of(ONE_RIGHT.criteria, evaluate(ONE_RIGHT.criteria, {}))
        badge_id = db.query(m.Badge.id).scalar()
        db.add(
            m.StudentBadge(
                student_id=student.id, badge_id=badge_id, earned_at=world.now, evidence=evidence,
                verification_code="c" * 32, is_public=True,
            )
        )  # fmt: skip
        return Actor(student.id, "student")


def take(world, actor, key=KEY):
    with world.database.transaction() as db:
        return service.take_credential(db, actor, "one_right", key=key, base=BASE, now=world.now)


def test_without_any_key_the_set_is_empty(world):
    assert document("/credentials/keys") == {"keys": []}


def test_the_key_that_signs_is_published_before_it_did(world, signing):
    (published,) = document("/credentials/keys")["keys"]
    assert published["kid"] == KEY.key_id
    assert "d" not in published


def test_a_key_that_signed_once_stays_and_each_stands_alone_too(world, signing):
    other = new_key(secrets.token_bytes)
    take(world, signing, other)
    keys = document("/credentials/keys")["keys"]
    assert {key["kid"] for key in keys} == {KEY.key_id, other.key_id}
    for key in keys:
        assert document(f"/credentials/keys/{key['kid']}") == key


def test_a_credential_leads_to_its_key_and_everything_else_it_names(world, signing):
    token = take(world, signing)
    kid = jws.extract_compact(token.encode()).headers()["kid"]
    assert kid.startswith(f"{BASE}/credentials/keys/")
    key = OKPKey.import_key(document(kid.removeprefix(BASE)))
    claims = json.loads(jws.deserialize_compact(token, key, algorithms=["EdDSA"]).payload)

    issuer = document(claims["issuer"]["id"].removeprefix(BASE))
    assert (issuer["id"], issuer["name"]) == (claims["issuer"]["id"], claims["issuer"]["name"])
    achievement = claims["credentialSubject"]["achievement"]
    badge = document(achievement["id"].removeprefix(BASE))
    assert {name: achievement[name] for name in badge} == badge | {"type": ["Achievement"]}
    status = document(claims["credentialStatus"]["id"].removeprefix(BASE))
    assert status["revokedCredential"] == []
    assert KeySet.import_key_set(document("/credentials/keys")).get_by_kid(KEY.key_id)


def test_a_credential_that_was_replaced_is_in_the_list_and_names_nobody(world, signing):
    take(world, signing)
    with world.database.transaction() as db:
        service.replace_code(db, signing, "one_right", now=world.now)
    found = document("/credentials/revocations")
    assert found["revokedCredential"] == [{"id": f"{BASE}/verify?code={'c' * 32}", "revoked": True}]
    everything = [fetch(f"/credentials/{path}")[2] for path in ("keys", "revocations", "issuer")]
    assert b"zuleika" not in b"".join(everything).lower()


@pytest.mark.parametrize(
    "path",
    ["keys/unknown", "keys/%00", "badges/no_such_badge", "badges/' OR 1=1", "badges", "nothing"],
)
def test_what_there_is_not_is_not_found(world, signing, path):
    assert fetch(f"/credentials/{path}")[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_they_are_only_read(world, signing, method):
    for path in ("keys", "revocations", "issuer", "badges/one_right"):
        assert fetch(f"/credentials/{path}", method)[0] == 405
