"""Who comes in on another's word, and who does not."""

import datetime as dt

import pytest
from sqlalchemy import select, text

from tests.rows import NOW, add_student
from tutor_core.accounts.actor import OPERATOR
from tutor_core.accounts.links.service import make_link
from tutor_core.accounts.openid.identity import identity_in, is_fresh
from tutor_core.accounts.openid.service import enter
from tutor_core.accounts.queries import person_of_session
from tutor_core.accounts.sessions.service import open_session
from tutor_core.errors import NotAllowedError
from tutor_core.models import AuthSession, OneTimeLink, OpenIdIdentity, Student

ISSUER, CLIENT = "https://id.example.org", "tutor"
CLAIMS = {
    "iss": ISSUER,
    "aud": CLIENT,
    "sub": "u-1",
    "iat": int(NOW.timestamp()),
    "nonce": "n-1",
    "email": "Ada@example.org",
    "email_verified": True,
    "name": "Ada King",
}


def read(**changed):
    claims = {name: value for name, value in (CLAIMS | changed).items() if value is not None}
    return identity_in(claims, provider="School", issuer=ISSUER, client_id=CLIENT)


def come(db, *, now=NOW, **changed):
    return enter(db, read(**changed), timezone="Asia/Tokyo", locale="de-DE", now=now)


def test_a_confirmed_identity_is_read():
    found = read()
    assert (found.email, found.name, found.username) == ("Ada@example.org", "Ada King", "Ada")
    assert read(aud=[CLIENT, "another"], azp=CLIENT).subject == found.subject
    assert read(preferred_username="ada.king").username == "adaking"
    assert read(preferred_username="<b>").username == "learner"
    assert read(preferred_username="x").username == "learner"


@pytest.mark.parametrize("verified", [False, None, "true", 1, "false"])
def test_an_e_mail_that_is_not_confirmed_is_refused_with_the_way_out(verified):
    with pytest.raises(NotAllowedError, match="not confirmed at School: confirm it there"):
        read(email_verified=verified)


@pytest.mark.parametrize("email", [None, "", "no address", "a@b@c", "x" * 200 + "@example.org"])
def test_without_an_e_mail_nobody_comes_in(email):
    with pytest.raises(NotAllowedError, match="does not tell us your e-mail"):
        read(email=email)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": None},
        {"azp": "another"},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"nonce": None},
    ],
)
def test_what_was_made_for_somebody_else_is_refused(changed):
    with pytest.raises(NotAllowedError, match="not made for this tutor"):
        read(**changed)


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(0, True), (120, True), (121, False), (-60, True), (-61, False)]
)
def test_claims_knock_only_within_two_minutes(seconds, fresh):
    assert is_fresh(CLAIMS, now=NOW + dt.timedelta(seconds=seconds)) is fresh


@pytest.mark.parametrize("iat", [None, "now", True, []])
def test_claims_without_a_time_never_knock(iat):
    assert not is_fresh(CLAIMS | {"iat": iat}, now=NOW)


def test_a_new_person_becomes_a_student_without_a_password(db):
    opened = come(db, role="admin")
    person = person_of_session(db, opened.session_id, now=NOW)
    row = db.get_one(Student, person.actor.id)
    assert (row.role, row.hashed_password) == ("student", "!")
    assert (row.username, row.full_name) == ("Ada", "Ada King")
    assert (row.timezone, row.locale) == ("Asia/Tokyo", "de-DE")
    assert row.last_login == NOW


def test_the_same_person_comes_again_even_under_another_e_mail(db):
    come(db)
    opened = come(db, nonce="n-2", email="king@example.org")
    assert opened is not None
    assert [row.email for row in db.scalars(select(Student))] == ["Ada@example.org"]


def test_the_same_claims_open_one_session_only(db):
    assert come(db) is not None
    assert come(db) is None
    assert len(db.scalars(select(AuthSession)).all()) == 1
    assert come(db, nonce="n-2") is not None


def test_an_account_registered_with_the_same_e_mail_is_taken_from_whoever_made_it(db):
    """Whoever registered never showed that the address is theirs: it may have been a trap."""
    squatter = add_student(db, "eve", email="ada@EXAMPLE.org", hashed_password="$2b$04$known")
    theirs = open_session(db, squatter.id, now=NOW).session_id
    make_link(db, OPERATOR, "eve", now=NOW)
    opened = come(db)
    db.flush()
    db.expire_all()
    assert person_of_session(db, opened.session_id, now=NOW).actor.id == squatter.id
    assert person_of_session(db, theirs, now=NOW) is None
    assert db.get_one(Student, squatter.id).hashed_password == "!"
    assert db.scalars(select(OneTimeLink)).all() == []


def test_a_role_that_an_operator_gave_stays(db):
    add_student(db, "tina", email="ada@example.org", role="teacher")
    opened = come(db)
    assert person_of_session(db, opened.session_id, now=NOW).actor.role == "teacher"


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_closed_account_stays_closed(db, is_linked):
    account = add_student(db, "ada")
    if is_linked:
        come(db)
    account.is_active = False
    db.flush()
    with pytest.raises(NotAllowedError, match="closed; ask"):
        come(db, nonce="n-2")


def test_another_identity_with_the_same_e_mail_does_not_get_the_account(db):
    """Providers give an address to the next person of that name."""
    come(db)
    with pytest.raises(NotAllowedError, match="belongs to another sign-in"):
        come(db, sub="u-2", nonce="n-2")
    assert len(db.scalars(select(OpenIdIdentity)).all()) == 1


def test_user_names_that_are_taken_get_a_number(db):
    add_student(db, "ADA", email="a@example.org")
    add_student(db, "ada2", email="b@example.org")
    come(db)
    assert db.scalars(select(Student.username).where(Student.full_name == "Ada King")).all() == [
        "Ada3"
    ]


def test_neither_the_subject_nor_the_nonce_is_stored(db):
    come(db)
    db.flush()
    for table in ("openid_identities", "auth_sessions", "audit_log"):
        rows = str(db.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608
        assert "u-1" not in rows
        assert "n-1" not in rows
        assert "@" not in rows
