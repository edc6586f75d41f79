import os
import stat

import pytest

from tutor_core.badges.keys import key_in
from tutor_core.errors import SetupError
from tutor_core.operations.serving import server_environment, streamlit_secrets
from tutor_core.settings import read_settings

KEY = "k" * 32


def test_without_any_setting_an_embedded_database_and_a_kept_key_are_used(tmp_path):
    var = tmp_path / "var"
    first, second = (read_settings({}, var=var) for _ in range(2))
    assert first.database_url == f"sqlite:///{var / 'tutor.db'}"
    assert first == second
    assert len(first.cookie_key) >= 32
    assert key_in(first.credential_key).key_id
    assert {stat.S_IMODE(file.stat().st_mode) for file in var.glob("*.key")} == {0o600}
    assert {file.name for file in var.glob("*.key")} == {"cookie.key", "credential.key"}
    assert (first.demo, first.https, first.bcrypt_cost, first.day_starts_at) == (
        False, False, 12, 4,
    )  # fmt: skip


def test_the_key_for_credentials_is_given_or_with_postgresql_missing(tmp_path):
    postgres = {"TUTOR_DATABASE_URL": "postgresql://host/tutor", "TUTOR_COOKIE_KEY": KEY}
    assert read_settings(postgres, var=tmp_path).credential_key is None
    given = read_settings(postgres | {"TUTOR_CREDENTIAL_KEY": "hidden"}, var=tmp_path)
    assert given.credential_key == "hidden"
    assert "hidden" not in repr(given)


def test_a_demo_has_an_embedded_database_of_its_own(tmp_path):
    demo = read_settings({"TUTOR_DEMO": "1"}, var=tmp_path)
    assert demo.demo
    assert demo.database_url == f"sqlite:///{tmp_path / 'demo.db'}"


@pytest.mark.parametrize("scheme", ["postgresql://", "postgres://", "postgresql+psycopg2://"])
def test_a_postgresql_address_is_read_with_our_driver(tmp_path, scheme):
    settings = read_settings(
        {"TUTOR_DATABASE_URL": f"{scheme}u@h/d", "TUTOR_COOKIE_KEY": KEY}, var=tmp_path
    )
    assert settings.database_url == "postgresql+psycopg2://u@h/d"
    assert not settings.is_sqlite


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", None),
        ("https://tutor.example.org/", "https://tutor.example.org"),
        ("http://localhost:8501", "http://localhost:8501"),
    ],
)
def test_where_people_reach_the_tutor_can_be_said(tmp_path, given, meant):
    assert read_settings({"TUTOR_PUBLIC_URL": given}, var=tmp_path).public_url == meant


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"TUTOR_DATABASE_URL": "mysql://h/d", "TUTOR_COOKIE_KEY": KEY}, "not with mysql:"),
        ({"TUTOR_DATABASE_URL": "postgresql://h/d"}, "TUTOR_COOKIE_KEY is required"),
        ({"TUTOR_COOKIE_KEY": "short"}, "too short"),
        ({"TUTOR_DEMO": "maybe"}, "TUTOR_DEMO must be 1 or 0"),
        (
            {"TUTOR_DEMO": "1", "TUTOR_DATABASE_URL": "postgresql://h/d", "TUTOR_COOKIE_KEY": KEY},
            "embedded database only",
        ),
        ({"TUTOR_PUBLIC_URL": "tutor.example.org"}, "must begin with https://"),
        ({"TUTOR_PUBLIC_URL": "http://tutor.example.org"}, "must begin with https://"),
        ({"TUTOR_BCRYPT_COST": "3"}, "from 4 to 31"),
        ({"TUTOR_DAY_STARTS_AT": "24"}, "from 0 to 23"),
        ({"TUTOR_DAY_STARTS_AT": "\u0664x"}, "whole number"),
    ],
)
def test_a_setting_that_cannot_be_used_is_explained(tmp_path, environment, sentence):
    with pytest.raises(SetupError, match=sentence):
        read_settings(environment, var=tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(SetupError, match="cannot write to"):
        read_settings({}, var=blocked / "var")


@pytest.mark.parametrize(
    ("value", "meant"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_flags(tmp_path, value, meant):
    assert read_settings({"TUTOR_HTTPS": value}, var=tmp_path).https is meant


def test_the_environment_of_the_process_is_read_by_default(tmp_path):
    assert read_settings(var=tmp_path).cookie_key == os.environ["TUTOR_COOKIE_KEY"]


OPENID = {
    "TUTOR_COOKIE_KEY": KEY,
    "TUTOR_OIDC_ISSUER": "https://id.example.org/",
    "TUTOR_OIDC_CLIENT_ID": "tutor",
    "TUTOR_OIDC_CLIENT_SECRET": "hidden",
}


def test_an_openid_provider_is_read_and_handed_to_streamlit_without_showing_its_secret(tmp_path):
    found = read_settings(OPENID | {"TUTOR_OIDC_PUBLIC_URL": "https://t.org/"}, var=tmp_path)
    assert (found.openid.name, found.openid.issuer) == ("OpenID", "https://id.example.org/")
    auth = streamlit_secrets(found)["auth"]
    assert auth["redirect_uri"] == "https://t.org/oauth2callback"
    assert auth["server_metadata_url"] == "https://id.example.org/.well-known/openid-configuration"
    assert auth["cookie_secret"] == server_environment(found)["STREAMLIT_SERVER_COOKIE_SECRET"]
    assert KEY not in auth.values(), "drawn from our key, not the key itself"
    assert "hidden" not in repr(found)


def test_without_an_openid_provider_streamlit_is_told_nothing(tmp_path):
    found = read_settings({"TUTOR_COOKIE_KEY": KEY}, var=tmp_path)
    assert found.openid is None
    assert streamlit_secrets(found) == {}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"TUTOR_OIDC_CLIENT_SECRET": " "}, "needs TUTOR_OIDC_CLIENT_SECRET as well"),
        ({"TUTOR_OIDC_ISSUER": ""}, "needs TUTOR_OIDC_ISSUER as well"),
        ({"TUTOR_OIDC_ISSUER": "http://id.example.org"}, "ISSUER must begin with https://"),
        ({"TUTOR_OIDC_ISSUER": "id.example.org"}, "ISSUER must begin with https://"),
        ({"TUTOR_OIDC_ISSUER": "http://localhost.evil.example"}, "ISSUER must begin with https"),
        ({"TUTOR_OIDC_PUBLIC_URL": "ftp://t.org"}, "PUBLIC_URL must begin with https://"),
    ],
)
def test_half_an_openid_provider_or_an_unsafe_one_is_refused(tmp_path, changed, sentence):
    with pytest.raises(SetupError, match=sentence) as refused:
        read_settings(OPENID | changed, var=tmp_path)
    assert "hidden" not in str(refused.value)
