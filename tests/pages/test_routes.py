"""The routes beside the pages, called as the server calls them."""

import asyncio
import dataclasses
import json

import pytest
from starlette.requests import Request

from pages.components import routes, runtime
from tutor_core.accounts.queries import person_of_session
from tutor_core.accounts.sessions import service as sessions

OURS = {"sec-fetch-site": "same-origin", "host": "tutor.example"}


def call(method, *, headers=None, body=b"", cookie=None):
    given = dict(OURS if headers is None else headers)
    if cookie is not None:
        given["cookie"] = f"{runtime.COOKIE}={cookie}"
    scope = {
        "type": "http",
        "method": method,
        "path": "/auth/session",
        "query_string": b"",
        "headers": [(k.encode(), v.encode()) for k, v in given.items()],
    }

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    return asyncio.run(routes.session(Request(scope, receive)))


def ticket_of(world, actor):
    with world.database.transaction() as db:
        return sessions.open_session(db, actor.id, now=world.now).ticket


def cookie_in(response):
    return response.headers["set-cookie"].split(";")[0].partition("=")[2]


def test_a_ticket_is_exchanged_once_for_a_cookie_that_scripts_cannot_read(world, learner):
    body = json.dumps({"ticket": ticket_of(world, learner)}).encode()
    response = call("POST", body=body)
    said = response.headers["set-cookie"].lower()
    assert response.status_code == 204
    assert "httponly" in said
    assert "samesite=lax" in said
    assert "max-age=1800" in said
    assert "secure" not in said, "plain HTTP on this very machine"
    assert call("POST", body=body).status_code == 403


def test_behind_https_the_cookie_is_marked_secure(world, learner):
    present = runtime.start()
    settings = dataclasses.replace(present.settings, https=True)
    runtime.configure(dataclasses.replace(present, settings=settings))
    body = json.dumps({"ticket": ticket_of(world, learner)}).encode()
    assert "secure" in call("POST", body=body).headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "host": "tutor.example"},
        {"sec-fetch-site": "same-site", "host": "tutor.example"},
        {"sec-fetch-site": "none", "host": "tutor.example"},
        {"host": "tutor.example"},
        {"origin": "https://evil.example", "host": "tutor.example"},
        {"origin": "null", "host": "tutor.example"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_no_other_site_may_set_renew_or_end_a_session(world, learner, headers, method):
    body = json.dumps({"ticket": ticket_of(world, learner)}).encode()
    response = call(method, headers=headers, body=body, cookie=world.cookie)
    assert response.status_code == 403
    with world.database.reading() as db:
        assert person_of_session(db, world.session_id, now=world.now) is not None


def test_an_older_browser_proves_by_its_origin_that_it_is_ours(world, learner):
    headers = {"origin": "https://tutor.example", "host": "tutor.example"}
    body = json.dumps({"ticket": ticket_of(world, learner)}).encode()
    assert call("POST", headers=headers, body=body).status_code == 204


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"ticket": 7}', b'{"ticket": "made up"}', b"\xff", b"x" * 5000],
)
def test_a_body_that_is_no_ticket_is_refused(world, body):
    assert call("POST", body=body).status_code == 403


def test_a_living_session_gets_a_fresh_cookie_and_a_dead_one_none(world, learner):
    world.later(minutes=20)
    fresh = call("PUT", cookie=world.cookie)
    assert fresh.status_code == 204
    world.later(minutes=20)
    assert call("PUT", cookie=world.cookie).status_code == 403, "the old cookie expired"
    assert call("PUT", cookie=cookie_in(fresh)).status_code == 204
    with world.database.transaction() as db:
        sessions.sign_out(db, world.session_id, now=world.now)
    assert call("PUT", cookie=cookie_in(fresh)).status_code == 403
    assert call("PUT").status_code == 403


def test_leaving_ends_the_session_and_takes_the_cookie_back(world, learner):
    response = call("DELETE", cookie=world.cookie)
    assert "max-age=0" in response.headers["set-cookie"].lower()
    with world.database.reading() as db:
        assert person_of_session(db, world.session_id, now=world.now) is None
    assert call("DELETE", cookie="forged").status_code == 204, "leaving twice is no error"
