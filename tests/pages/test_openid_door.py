"""The door with an OpenID provider, by AppTest: what Streamlit says of the person is set."""

import dataclasses

import pytest
from sqlalchemy import select

from pages.components import runtime
from tests.accounts.test_openid import CLAIMS, CLIENT, ISSUER
from tests.pages.test_door import texts, titles
from tutor_core.models import AuditEntry, Student
from tutor_core.settings import OpenIdProvider

PROVIDER = OpenIdProvider(
    name="School", issuer=ISSUER, client_id=CLIENT, client_secret="s", public_url="http://localhost"
)


@pytest.fixture
def with_provider(world):
    present = runtime.start()
    settings = dataclasses.replace(present.settings, openid=PROVIDER)
    runtime.configure(dataclasses.replace(present, settings=settings))
    return world


def knock(world, **changed):
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415

    app = AppTest.from_file(world.home, default_timeout=30)
    app.user.update(CLAIMS | {"is_logged_in": True} | changed)
    return app.run()


def test_the_button_is_there_only_where_a_provider_is(world):
    assert not [button for button in world.open().button if button.key == "door_openid"]


def test_the_button_names_the_provider(with_provider):
    (button,) = [one for one in with_provider.open().button if one.key == "door_openid"]
    assert button.label == "Sign in with School"


def test_claims_that_were_just_made_open_a_session(with_provider):
    app = knock(with_provider)
    assert "auth_ticket" in app.session_state
    assert titles(app) == []


def test_without_a_provider_in_the_settings_claims_open_nothing(world):
    """A header or a cookie may claim anything."""
    app = knock(world)
    assert titles(app) == ["Tutor"]
    assert "auth_ticket" not in app.session_state


def test_old_claims_show_the_door_and_nothing_else(with_provider):
    with_provider.later(minutes=3)
    app = knock(with_provider)
    assert titles(app) == ["Tutor"]
    assert texts(app) == ""


def test_a_refusal_is_said_once_and_written_down_once(with_provider):
    app = knock(with_provider, email_verified=False)
    assert "not confirmed at School" in texts(app)
    app.run()
    assert texts(app) == ""
    with with_provider.database.reading() as db:
        refused = select(AuditEntry.action).where(AuditEntry.outcome == "refused")
        assert db.scalars(refused).all() == ["openid_sign_in"]
        assert db.scalars(select(Student)).all() == []


def test_claims_that_opened_a_session_do_not_open_another_after_signing_out(with_provider):
    knock(with_provider)
    app = knock(with_provider)
    assert titles(app) == ["Tutor"]
    assert "auth_ticket" not in app.session_state
