"""Signing in by OpenID Connect with a real provider, and what is not believed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import expect
from sqlalchemy import select

from tests.journeys.conftest import Meet
from tests.journeys.learner import COOKIE, Learner
from tests.journeys.provider import Provider
from tests.journeys.server import Server
from tutor_core.models import AuthSession, Student

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    running = Provider()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Server]:
    """A tutor that trusts the provider."""
    running = Server(tmp_path_factory.mktemp("school"))
    url = {"TUTOR_OIDC_PUBLIC_URL": running.url}
    running.environment = provider.settings | url
    running.start()
    yield running
    running.close()


@pytest.fixture
def visitor(meet: Meet, school: Server, provider: Provider) -> Learner:
    """Somebody of a name of their own whom the provider vouches for."""
    met = meet(server=school)
    provider.forged = {}
    provider.key = provider.published
    provider.person = {
        "sub": met.name,
        "email": met.email,
        "email_verified": True,
        "name": met.name.title(),
    }
    return met


def knock(visitor: Learner) -> None:
    visitor.open("/")
    visitor.see_door()
    visitor.button("Sign in with Test School").click()


def is_turned_away(visitor: Learner, provider: Provider) -> None:
    """Go to the provider and come back to the door, without an account or a session."""
    before = provider.vouched
    visitor.open("/")
    visitor.see_door()
    with visitor.page.expect_navigation(url="**/"):
        visitor.button("Sign in with Test School").click()
    visitor.see_door()
    assert provider.vouched == before + 1
    assert accounts(visitor) == []
    assert COOKIE not in {c["name"] for c in visitor.page.context.cookies()}


def accounts(visitor: Learner) -> list[str]:
    with visitor.server.database.reading() as db:
        found = select(Student.email).where(Student.email == visitor.email)
        return list(db.scalars(found))


def test_a_confirmed_person_comes_in_and_signs_out_of_both(
    visitor: Learner, provider: Provider
) -> None:
    knock(visitor)
    visitor.see_title(f"Welcome, {visitor.name.title()}")
    assert accounts(visitor) == [visitor.email]
    cookie = next(c for c in visitor.page.context.cookies() if c["name"] == COOKIE)
    assert cookie["httpOnly"], "our own session is what counts"

    visitor.page.reload()
    visitor.see_title(f"Welcome, {visitor.name.title()}")
    before = provider.signed_out
    visitor.sign_out()
    assert provider.signed_out == before + 1, "the provider was told"
    assert not [c for c in visitor.page.context.cookies() if c["name"] == "_streamlit_user"]

    knock(visitor)
    visitor.see_title(f"Welcome, {visitor.name.title()}")
    assert accounts(visitor) == [visitor.email], "the same account again"


def test_the_cookie_of_the_identity_opens_nothing_by_itself(visitor: Learner, meet: Meet) -> None:
    """It lives for 30 days; whoever steals it must not get in with it."""
    knock(visitor)
    visitor.see_title(f"Welcome, {visitor.name.title()}")
    stolen = [c for c in visitor.page.context.cookies() if c["name"].startswith("_streamlit_user")]
    assert stolen
    thief = meet(server=visitor.server)
    thief.page.context.add_cookies(stolen)

    thief.open("/")

    thief.see_door()
    with visitor.server.database.reading() as db:
        mine = select(AuthSession).join(Student).where(Student.email == visitor.email)
        assert len(db.scalars(mine).all()) == 1


def test_an_e_mail_that_is_not_confirmed_is_refused_with_the_way_out(
    visitor: Learner, provider: Provider
) -> None:
    provider.person["email_verified"] = False
    is_turned_away(visitor, provider)
    visitor.see("Your e-mail is not confirmed at Test School: confirm it there, then try again.")


@pytest.mark.parametrize(
    "forged",
    [
        {"aud": "another-client"},
        {"nonce": "another nonce"},
        {"iss": "http://127.0.0.1:9"},
        {"exp": 1},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_what_was_made_for_somebody_else_is_refused(
    visitor: Learner, provider: Provider, forged: dict[str, object]
) -> None:
    provider.forged = forged
    is_turned_away(visitor, provider)
    expect(visitor.button("Sign in with Test School")).to_be_visible()


def test_what_another_key_signed_is_refused(visitor: Learner, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    is_turned_away(visitor, provider)


def test_the_account_page_says_that_there_is_no_password(visitor: Learner) -> None:
    knock(visitor)
    visitor.see_title(f"Welcome, {visitor.name.title()}")
    visitor.open("/account?account_section=Password")
    visitor.see("You sign in with Test School; there is no password to change here.")
