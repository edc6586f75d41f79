"""Guessing and flooding: what is counted, where it is kept, and that every wait ends by itself."""

import datetime as dt
import subprocess
import sys
import threading

import pytest
from sqlalchemy import event, select, text

from tests.rows import NOW
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.sessions.queries import credentials_of
from tutor_core.accounts.sessions.service import record_sign_in
from tutor_core.accounts.signing_in import create_own_account, sign_in
from tutor_core.accounts.throttle.rules import (
    REGISTRATIONS_OF_ALL,
    REGISTRATIONS_OF_AN_ADDRESS,
    Allowance,
    minutes_until,
    registration_allowances,
)
from tutor_core.accounts.throttle.service import count_failure, use_allowance
from tutor_core.db import Database, make_engine
from tutor_core.errors import InvalidInputError, TooManyTriesError
from tutor_core.models import AuditEntry, LoginThrottle, RateWindow, Student
from tutor_core.settings import ROOT

COST = 4
PASSWORD = "correct horse battery staple"
WRONG = "wrong wrong wrong"
MINUTE = dt.timedelta(minutes=1)
HOME = "192.0.2.1"


def wish(name):
    return Registration(username=name, email=f"{name}@example.org", password=PASSWORD)


def enter(database, name="ada", password=PASSWORD, *, at=NOW, address=None):
    return sign_in(database, name, password, address=address, user_agent="", cost=COST, now=at)


@pytest.fixture
def ada(database):
    return create_own_account(database, wish("ada"), cost=COST, now=NOW)


def test_the_sixth_try_with_the_right_password_waits_but_not_at_another_account(database, ada):
    create_own_account(database, wish("ben"), cost=COST, now=NOW)
    for _ in range(5):
        enter(database, password=WRONG)
    assert enter(database) is None
    assert enter(database, "ben") is not None
    assert enter(database, at=NOW + MINUTE) is not None


def test_failures_by_name_and_by_e_mail_are_counted_together(database, ada):
    for name in ("ada", "ADA@example.org", " Ada ", "ada@example.org", "ada"):
        enter(database, name, WRONG)
    assert enter(database) is None
    assert enter(database, "ada@example.org") is None


def test_the_count_survives_a_restart_and_holds_in_a_second_process(database, ada):
    for _ in range(5):
        enter(database, password=WRONG)
    url = database.engine.url.render_as_string(hide_password=False)
    restarted = Database(make_engine(url))
    assert enter(restarted) is None
    restarted.engine.dispose()
    program = (
        "import datetime as dt, sys\n"
        "from tutor_core.accounts.signing_in import sign_in\n"
        "from tutor_core.db import Database, make_engine\n"
        f"now = dt.datetime.fromisoformat({NOW.isoformat()!r})\n"
        f"opened = sign_in(Database(make_engine({url!r})), 'ada', {PASSWORD!r}, address=None,\n"
        f"                 user_agent='', cost={COST}, now=now)\n"
        "sys.exit(0 if opened is None else 3)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_of_many_guesses_at_once_none_is_lost_and_the_lock_stops_the_rest(database, ada):
    together = threading.Barrier(8)

    def guess():
        together.wait()
        enter(database, password=WRONG)

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as db:
        row = db.scalars(select(LoginThrottle)).one()
        outcomes = db.scalars(select(AuditEntry.outcome).where(AuditEntry.action == "sign_in"))
        assert row.failures + list(outcomes).count("refused") == 8
        assert row.failures >= 5
    assert enter(database) is None


def test_a_guess_that_was_under_way_when_the_lock_came_opens_nothing(database, ada):
    """A hundred guesses at once are all looked up before the first failure is counted."""
    with database.reading() as db:
        under_way = credentials_of(db, "ada", address=None, now=NOW)
    for _ in range(5):
        enter(database, password=WRONG)
    with database.transaction() as db:
        assert record_sign_in(db, under_way, matches=True, now=NOW) is None


def test_counting_is_one_statement_so_that_no_count_is_lost(db):
    said = []

    def listen(*given):
        said.append(given[2])

    event.listen(db.get_bind(), "before_cursor_execute", listen)
    count_failure(db, "k" * 64, now=NOW)
    event.remove(db.get_bind(), "before_cursor_execute", listen)
    (counted,) = [statement for statement in said if "SAVEPOINT" not in statement]
    assert counted.startswith("INSERT")
    assert "ON CONFLICT" in counted


def test_the_table_names_neither_people_nor_addresses(database, ada):
    enter(database, password=WRONG, address=HOME)
    create_own_account(database, wish("ben"), address=HOME, cost=COST, now=NOW)
    with database.reading() as db:
        for table in (LoginThrottle, RateWindow):
            rows = str(db.execute(select(*table.__table__.columns)).all())
            assert "ada" not in rows
            assert HOME not in rows


# --- Registrations


def use_up(database, allowance, address, *, at=NOW):
    with database.transaction() as db:
        for _ in range(allowance.uses):
            use_allowance(db, registration_allowances(address), now=at)


def register(database, name, *, address=None, at=NOW):
    return create_own_account(database, wish(name), address=address, cost=COST, now=at)


def test_an_address_that_makes_too_many_accounts_waits_and_others_do_not(database):
    use_up(database, REGISTRATIONS_OF_AN_ADDRESS, HOME)
    with pytest.raises(TooManyTriesError, match="try again in 41 minutes"):
        register(database, "ada", address=HOME, at=NOW + 19 * MINUTE)
    register(database, "ben", address="192.0.2.2")
    register(database, "cleo")
    register(database, "ada", address=HOME, at=NOW + 60 * MINUTE)
    with database.reading() as db:
        refused = select(AuditEntry).where(AuditEntry.outcome == "refused")
        assert [row.reason for row in db.scalars(refused)] == ["too_many"]


def test_where_no_address_is_known_the_allowance_of_all_counts(database):
    assert len(registration_allowances(None)) == 1
    use_up(database, REGISTRATIONS_OF_ALL, None)
    with pytest.raises(TooManyTriesError, match="try again in 60 minutes"):
        register(database, "ada")
    with pytest.raises(TooManyTriesError):
        register(database, "ada", address=HOME)
    with database.reading() as db:
        assert db.scalars(select(Student)).all() == []


def test_waiting_is_not_lengthened_by_trying_and_the_count_is_bounded(database):
    use_up(database, REGISTRATIONS_OF_ALL, None)
    for minute in range(0, 60, 10):
        with pytest.raises(TooManyTriesError):
            register(database, "ada", at=NOW + minute * MINUTE)
    with database.reading() as db:
        assert db.scalars(select(RateWindow.uses)).all() == [REGISTRATIONS_OF_ALL.uses]
    register(database, "ada", at=NOW + 60 * MINUTE)


def test_what_is_refused_for_another_reason_counts_only_where_it_tells_something(database):
    register(database, "ada")
    with pytest.raises(InvalidInputError):
        register(database, "x")
    with database.reading() as db:
        assert db.scalars(select(RateWindow.uses)).all() == [1], "a slip of the pen is free"
    with pytest.raises(InvalidInputError):
        register(database, "ada")
    with database.reading() as db:
        assert db.scalars(select(RateWindow.uses)).all() == [2], "asking for names is not"
        failed = select(AuditEntry.reason).where(AuditEntry.outcome == "failed")
        assert db.scalars(failed).all() == ["taken"]


def test_stretches_that_are_over_are_swept_away(db):
    hour = Allowance(uses=3, within=dt.timedelta(hours=1))
    for n in range(20):
        use_allowance(db, {f"{n}" * 10: hour}, now=NOW + n * MINUTE)
    use_allowance(db, {"last": hour}, now=NOW + 120 * MINUTE)
    assert db.execute(text("SELECT key_digest FROM rate_windows")).scalars().all() == ["last"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 minute"), (60, "1 minute"), (61, "2 minutes"), (3600, "60 minutes"), (0, "1 minute")],
)
def test_a_wait_is_said_in_whole_minutes_never_too_short(seconds, words):
    assert minutes_until(NOW + dt.timedelta(seconds=seconds), NOW) == words
