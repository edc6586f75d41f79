import datetime as dt

import pytest
from sqlalchemy import select, text, update

from tests.rows import NOW, add_student
from tutor_core.accounts import passwords, service
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.accounts.links import service as links
from tutor_core.accounts.links.queries import link_is_good
from tutor_core.accounts.queries import person_of_session
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.signing_in import (
    create_own_account,
    replace_password,
    set_password_by_link,
    sign_in,
)
from tutor_core.accounts.throttle.rules import lock_after, throttle_keys
from tutor_core.errors import InvalidInputError, NotAllowedError, NotFoundError
from tutor_core.models import AuditEntry, AuthSession, LoginThrottle, Student

COST = 4
PASSWORD = "correct horse battery staple"
MINUTE = dt.timedelta(minutes=1)


def wish(**values):
    given = {"username": "ada", "email": "ada@example.org", "password": PASSWORD}
    return Registration(**(given | values))


def register(db, given):
    hashed = passwords.hashed(given.password, cost=COST)
    return service.register(db, given, hashed_password=hashed, now=NOW)


def enter(database, name="ada", password=PASSWORD, *, at=NOW, address=None):
    return sign_in(database, name, password, address=address, user_agent="Test", cost=COST, now=at)


@pytest.fixture
def ada(database):
    return create_own_account(database, wish(), cost=COST, now=NOW)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", ""),
        ("username", "a"),
        ("username", "a b"),
        ("username", "-ada"),
        ("username", "a" * 51),
        ("username", "ada\x00"),
        ("username", "<b>ada</b>"),
        ("username", "ad\u202ea"),
        ("email", ""),
        ("email", "ada"),
        ("email", "ada@"),
        ("email", "a" * 95 + "@example.org"),
        ("email", "ada@example.org\x00"),
        ("password", "short"),
        ("full_name", "x" * 101),
    ],
)
def test_a_field_that_cannot_be_used_is_named(db, field, value):
    with pytest.raises(InvalidInputError) as refused:
        register(db, wish(**{field: value}))
    assert refused.value.field == field
    assert db.scalars(select(Student)).all() == []


def test_registering_makes_a_student_with_the_browsers_zone_and_a_tidy_name(db):
    actor = register(
        db, wish(full_name="  Ada\x00 \u202e King ", timezone="Asia/Tokyo", locale="de-DE")
    )
    row = db.get_one(Student, actor.id)
    assert actor == Actor(row.id, "student")
    assert (row.full_name, row.timezone, row.locale) == ("Ada King", "Asia/Tokyo", "de-DE")
    assert passwords.matches(PASSWORD, row.hashed_password, cost=COST)
    assert PASSWORD not in row.hashed_password


def test_an_unknown_zone_becomes_utc(db):
    actor = register(db, wish(timezone="Mars/Base"))
    assert db.get_one(Student, actor.id).timezone == "UTC"


def test_a_taken_name_is_said_plainly_and_a_taken_email_is_not(db):
    register(db, wish())
    with pytest.raises(InvalidInputError, match="user name is taken"):
        register(db, wish(username="ADA", email="b@example.org"))
    with pytest.raises(InvalidInputError, match="cannot be created with these details"):
        register(db, wish(username="ben", email="ADA@example.org"))
    assert len(db.scalars(select(Student)).all()) == 1


@pytest.mark.parametrize("name", ["ada", "ADA", " ada ", "Ada@Example.org"])
def test_signing_in_opens_a_session_by_name_or_email(database, ada, name):
    session = enter(database, name)
    with database.reading() as db:
        person = person_of_session(db, session.session_id, now=NOW)
    assert person.actor == ada


def test_only_digests_of_the_session_are_stored(database, ada):
    session = enter(database)
    with database.reading() as db:
        row = db.execute(text("SELECT * FROM auth_sessions")).one()
    stored = " ".join(map(str, row))
    secret = session.ticket.partition("|")[0]
    assert session.session_id not in stored
    assert secret not in stored


def test_wrong_unknown_inactive_and_passwordless_all_answer_alike(database, ada):
    with database.transaction() as db:
        closed = add_student(db, "closed", hashed_password=passwords.hashed(PASSWORD, cost=COST))
        closed.is_active = False
        add_student(db, "simulated")
    for name in ("nobody", "closed", "simulated"):
        assert enter(database, name) is None
    assert enter(database, password="wrong wrong wrong") is None
    assert enter(database) is not None


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, None), (4, None), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15)]
)
def test_the_lock_doubles_up_to_a_quarter_of_an_hour(failures, minutes):
    assert lock_after(failures) == (None if minutes is None else dt.timedelta(minutes=minutes))
    assert lock_after(10_000) == dt.timedelta(minutes=15)


def test_five_failures_lock_the_right_password_out_until_the_lock_expires(database, ada):
    for _ in range(5):
        assert enter(database, password="wrong wrong wrong") is None
    assert enter(database) is None, "locked: even the right password waits"
    assert enter(database, at=NOW + MINUTE * 0.9) is None
    assert enter(database, at=NOW + MINUTE * 1.1) is not None
    with database.reading() as db:
        assert db.scalars(select(LoginThrottle)).all() == [], "success forgets the failures"


def test_failures_while_locked_do_not_lengthen_the_lock(database, ada):
    for _ in range(50):
        enter(database, password="wrong wrong wrong")
    assert enter(database, at=NOW + MINUTE * 1.1) is not None


def test_old_failures_are_forgotten(database, ada):
    for n in range(10):
        assert enter(database, password="wrong wrong wrong", at=NOW + n * 16 * MINUTE) is None
    assert enter(database, at=NOW + 160 * MINUTE) is not None


def test_an_address_is_locked_over_all_names_but_others_are_not(database, ada):
    for n in range(39):
        enter(database, f"guess{n}", address="192.0.2.1")
    assert enter(database, address="192.0.2.1") is not None, "a class behind one address mistypes"
    enter(database, "guess40", address="192.0.2.1")
    assert enter(database, address="192.0.2.1") is None
    assert enter(database, address="192.0.2.2") is not None
    assert len(throttle_keys("ada", None)) == 1, "no address is known on loopback"


def test_a_ticket_is_exchanged_once_and_within_a_minute(database, ada):
    session, late = enter(database), enter(database)
    with database.transaction() as db:
        assert sessions.redeem_ticket(db, session.ticket, now=NOW) == (session.session_id, ada.id)
        assert sessions.redeem_ticket(db, session.ticket, now=NOW) is None
        assert sessions.redeem_ticket(db, late.ticket, now=NOW + MINUTE) is None
        assert sessions.redeem_ticket(db, "made up", now=NOW) is None


def test_a_session_slides_by_thirty_minutes_and_then_ends(database, ada):
    sid = enter(database).session_id
    with database.transaction() as db:
        assert sessions.renew_session(db, sid, now=NOW + 29 * MINUTE) == ada.id
        assert person_of_session(db, sid, now=NOW + 58 * MINUTE).actor == ada
        assert person_of_session(db, sid, now=NOW + 59 * MINUTE) is None
        assert sessions.renew_session(db, sid, now=NOW + 60 * MINUTE) is None


def test_signing_out_ends_this_session_and_no_other(database, ada):
    first, second = enter(database).session_id, enter(database).session_id
    with database.transaction() as db:
        sessions.sign_out(db, first, now=NOW)
        assert person_of_session(db, first, now=NOW) is None
        assert sessions.renew_session(db, first, now=NOW) is None
        assert person_of_session(db, second, now=NOW).actor == ada


def test_a_new_password_ends_the_other_sessions(database, ada):
    here, there = enter(database).session_id, enter(database).session_id
    new = "another long passphrase"
    replace_password(database, ada, PASSWORD, new, keep=here, cost=COST, now=NOW)
    with database.reading() as db:
        assert person_of_session(db, here, now=NOW) is not None
        assert person_of_session(db, there, now=NOW) is None
    assert enter(database) is None
    assert enter(database, password=new) is not None


def test_a_password_is_not_changed_without_the_present_one(database, ada):
    with pytest.raises(InvalidInputError, match="not your present password"):
        replace_password(
            database, ada, "wrong wrong wrong", "another long one", keep=None, cost=COST, now=NOW
        )
    assert enter(database) is not None
    with database.reading() as db:
        refused = select(AuditEntry).where(AuditEntry.outcome == "refused")
        assert db.scalars(refused).one().action == "change_password"


def test_deactivation_and_a_new_role_end_every_session(database, ada):
    first = enter(database).session_id
    with database.transaction() as db:
        service.set_role(db, OPERATOR, "ada", "teacher", now=NOW)
        assert person_of_session(db, first, now=NOW) is None
    second = enter(database).session_id
    with database.transaction() as db:
        assert person_of_session(db, second, now=NOW).actor.role == "teacher"
        service.deactivate(db, OPERATOR, "ada", now=NOW)
        assert person_of_session(db, second, now=NOW) is None
    assert enter(database) is None


def test_a_closed_account_is_shut_out_even_where_its_session_was_left_open(database, ada):
    sid = enter(database).session_id
    with database.transaction() as db:
        db.execute(update(Student).values(is_active=False))
        assert person_of_session(db, sid, now=NOW) is None


def test_a_link_sets_a_password_once_within_the_hour(database, ada):
    with database.transaction() as db:
        token, email = links.make_link(db, OPERATOR, "ada", now=NOW)
        late, _ = links.make_link(db, OPERATOR, "ada", now=NOW)
        assert email == "ada@example.org"
        assert token not in str(db.execute(text("SELECT * FROM one_time_links")).all())
    new = "set by a one-time link"
    sid = enter(database).session_id

    def use(link, password, at=NOW):
        set_password_by_link(database, link, password, cost=COST, now=at)

    with pytest.raises(InvalidInputError):
        use(token, "short")
    with database.reading() as db:
        assert link_is_good(db, token, now=NOW), "a refused password does not spend the link"
    use(token, new)
    with database.reading() as db:
        assert person_of_session(db, sid, now=NOW) is None
        assert not link_is_good(db, token, now=NOW)
    for spent, at in ((token, NOW), (late, NOW + 60 * MINUTE), ("made up", NOW)):
        with pytest.raises(NotFoundError):
            use(spent, new, at)
    with database.transaction() as db, pytest.raises(NotFoundError):
        links.use_link(db, token, hashed_password="!", now=NOW)
    assert enter(database, password=new) is not None


def test_an_account_made_by_the_operator_has_its_role_and_no_password(database):
    with database.transaction() as db:
        actor = service.create_account(db, wish(), "teacher", now=NOW)
        assert actor.role == "teacher"
        with pytest.raises(InvalidInputError, match="student, teacher, researcher, admin"):
            service.create_account(
                db, wish(username="eve", email="eve@example.org"), "root", now=NOW
            )
    assert enter(database) is None


@pytest.mark.parametrize("role", ["student", "teacher", "researcher"])
def test_only_admins_reach_other_accounts(db, role):
    add_student(db, "ada")
    actor = Actor(99, role)
    for action in (
        lambda: service.set_role(db, actor, "ada", "admin", now=NOW),
        lambda: service.deactivate(db, actor, "ada", now=NOW),
        lambda: links.make_link(db, actor, "ada", now=NOW),
        lambda: sessions.end_sessions(db, actor, 1, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            action()


def test_what_happened_is_written_down_without_secrets_or_addresses(database, ada):
    enter(database)
    enter(database, password="wrong wrong wrong")
    enter(database, "somebody@example.org", "not their password")
    with database.reading() as db:
        rows = db.execute(text("SELECT * FROM audit_log")).all()
        happened = db.execute(text("SELECT action, outcome FROM audit_log ORDER BY id")).all()
        assert db.scalars(select(AuthSession)).one().user_agent == "Test"
    assert [tuple(row) for row in happened] == [
        ("register", "done"),
        ("sign_in", "done"),
        ("sign_in", "failed"),
        ("sign_in", "failed"),
    ]
    assert "@" not in str(rows)
    assert "wrong" not in str(rows)
