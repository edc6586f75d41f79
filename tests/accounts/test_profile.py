import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rows import NOW, add_student
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.browsers import browser_named
from tutor_core.accounts.locales import CONVENTIONS, convention_of, date_in, moment_in, tag_of
from tutor_core.accounts.profile import Profile
from tutor_core.accounts.queries import own_account
from tutor_core.accounts.service import change_profile
from tutor_core.accounts.sessions.service import open_session
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.models import AuthSession

NEW_YEARS_EVE = dt.date(2026, 12, 31)


def profile(**values):
    return Profile(**({"name": "", "timezone": "UTC", "locale": "en"} | values))


@pytest.fixture
def ada(db):
    return Actor(add_student(db).id, "student")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Mars/Base"),
        ("timezone", ""),
        ("timezone", "../../etc/passwd"),
        ("locale", ""),
        ("locale", "<script>"),
        ("locale", "en\x00"),
        ("full_name", "x" * 101),
    ],
)
def test_what_cannot_be_used_is_named_and_changes_nothing(db, ada, field, value):
    wish = profile(**{"name" if field == "full_name" else field: value})
    with pytest.raises(InvalidInputError) as refused:
        change_profile(db, ada, wish, shown=profile(), now=NOW)
    assert refused.value.field == field
    assert own_account(db, ada).profile == profile()


def test_the_last_writer_is_told_and_overwrites_nothing(db, ada):
    first = profile(name="Ada")
    change_profile(db, ada, first, shown=profile(), now=NOW)
    for stale in (profile(), profile(name="Ada", timezone="Asia/Tokyo")):
        with pytest.raises(StaleStateError, match="another tab"):
            change_profile(db, ada, profile(name="Eve"), shown=stale, now=NOW)
    assert own_account(db, ada).profile == first


def test_an_empty_name_is_none_and_the_account_never_shows_its_hash(db, ada):
    change_profile(db, ada, profile(name=" \u202e\x00 "), shown=profile(), now=NOW)
    account = own_account(db, ada)
    assert account.profile.name == ""
    assert not account.has_password
    assert "hashed_password" not in repr(account)
    with pytest.raises(NotFoundError):
        own_account(db, Actor(99, "student"))


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("de-DE", "31.12.2026"),
        ("en-US", "12/31/2026"),
        ("en-GB", "31/12/2026"),
        ("sv-SE", "2026-12-31"),
        ("de-LU", "31.12.2026"),
        ("EN_us", "12/31/2026"),
        ("xx", "31/12/2026"),
        ("", "31/12/2026"),
    ],
)
def test_dates_are_written_as_people_there_do(locale, written):
    assert date_in(NEW_YEARS_EVE, locale) == written


def test_a_moment_is_shown_by_the_clocks_of_the_learners_zone():
    assert moment_in(NOW, ZoneInfo("Asia/Tokyo"), "en-GB") == "03/03/2026, 00:00"


@given(st.text(max_size=30))
def test_any_text_has_a_convention_and_only_tags_are_kept(text):
    assert convention_of(text) in CONVENTIONS
    assert tag_of(text) in {text, "en"}


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17 Safari/605", "Safari on a Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Safari/604", "Safari on an iPhone"),
        ("<script>alert(1)</script>", "A browser we do not know"),
        ("curl on Linux", "A browser on Linux"),
        ("", "A browser we do not know"),
    ],
)
def test_a_browser_is_named_in_plain_words(agent, words):
    assert browser_named(agent) == words


def test_what_a_browser_calls_itself_is_kept_without_control_characters(db, ada):
    open_session(db, ada.id, now=NOW, user_agent="Fire\x00fox\u202e" + "x" * 500)
    stored = db.query(AuthSession).one().user_agent
    assert stored.startswith("Firefoxx")
    assert len(stored) == 200
