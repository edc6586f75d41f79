"""The threats that we know, each tried out; those of one module stand with its tests.

Brute force: accounts/test_throttle.py. Sessions and cookies: accounts/test_accounts.py,
accounts/test_tokens.py, pages/test_door.py, pages/test_routes.py,
pages/test_threats.py. Other people's things:
test_access.py. What needs a browser or a wire: journeys/test_threats.py.
"""

import dataclasses
import math
import random
import re
import subprocess
import sys
from collections import Counter

import pytest
from sqlalchemy import func, select

from tests.practice.conftest import add_school
from tests.rows import NOW, add_item, add_student
from tutor_core.accounts import service
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.accounts.links.queries import link_is_good
from tutor_core.accounts.profile import Profile
from tutor_core.accounts.queries import account_called, own_account, person_of_session
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.signing_in import create_own_account
from tutor_core.accounts.signing_in import sign_in as enter
from tutor_core.accounts.tokens import digest
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.models import AuditEntry, Base, LearningSession, Student
from tutor_core.practice import service as practice
from tutor_core.practice.answering import answer
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import attempt_of
from tutor_core.settings import ROOT, Settings

PASSWORD = "correct horse battery"
COST = 4


# --- Logging


def test_everything_that_opens_or_changes_an_account_is_written_down(database):
    wish = Registration(username="ada", email="ada@example.org", password=PASSWORD)
    ada = create_own_account(database, wish, cost=COST, now=NOW)

    def come(password):
        return enter(database, "ada", password, address=None, user_agent="", cost=COST, now=NOW)

    come("wrong wrong wrong")
    here = come(PASSWORD).session_id
    with database.transaction() as db:
        other = sessions.open_session(db, ada.id, now=NOW).session_id
        account = own_account(db, ada)
        sessions.end_session(db, ada, digest(other), now=NOW)
        service.change_password(db, ada, "!", replacing=account.hashed_password, now=NOW)
        sessions.sign_out(db, here, now=NOW)
        sessions.end_sessions(db, ada, ada.id, now=NOW)
        service.set_role(db, OPERATOR, "ada", "teacher", now=NOW)
        service.deactivate(db, OPERATOR, "ada", now=NOW)
    for _ in range(6):
        come("wrong wrong wrong")
    with database.reading() as db:
        found = {(row.action, row.outcome) for row in db.scalars(select(AuditEntry))}
    assert found >= {
        ("register", "done"),
        ("sign_in", "failed"),
        ("sign_in", "done"),
        ("sign_in", "refused"),
        ("end_session", "done"),
        ("end_sessions", "done"),
        ("change_password", "done"),
        ("set_role", "done"),
        ("deactivate", "done"),
    }


# --- SQL

SQL = (
    "' OR '1'='1",
    "' OR 1=1 --",
    "'; DROP TABLE students; --",
    '" OR ""="',
    "ada'/*",
    "') UNION SELECT hashed_password FROM students --",
    "1; UPDATE students SET role='admin'",
    "%' OR username LIKE '%",
    "\\'; SELECT pg_sleep(5); --",
    "ada\x00' --",
    "{0}%s%(id)s:id?",
    "\ud800",
)


@pytest.mark.parametrize("payload", SQL)
def test_sql_in_any_field_is_text(database, payload):
    with database.transaction() as db:
        add_school(db)
    wish = Registration(username="ada", email="ada@example.org", password=PASSWORD)
    ada = create_own_account(database, wish, cost=COST, now=NOW)

    def come(name, password):
        return enter(
            database, name, password, address=payload, user_agent=payload, cost=COST, now=NOW
        )

    assert come(payload, PASSWORD) is None
    assert come("ada", payload) is None
    for field in ("username", "email"):
        with pytest.raises(InvalidInputError):
            create_own_account(
                database, dataclasses.replace(wish, **{field: payload}), cost=COST, now=NOW
            )
    named = dataclasses.replace(
        wish, username="ben", email="b@example.org", full_name=payload, locale=payload,
        timezone=payload, password=f"{payload} and ten more",
    )  # fmt: skip
    plain = payload.encode(errors="ignore").decode().replace("\x00", "")
    ben = create_own_account(database, named, cost=COST, now=NOW)
    assert come("ben", f"{payload} and ten more") is not None
    with database.transaction() as db:
        assert person_of_session(db, payload, now=NOW) is None
        assert sessions.redeem_ticket(db, payload, now=NOW) is None
        assert sessions.renew_session(db, payload, now=NOW) is None
        sessions.sign_out(db, payload, now=NOW)
        assert not link_is_good(db, payload, now=NOW)
        with pytest.raises(NotFoundError):
            account_called(db, payload)
        with pytest.raises(NotFoundError):
            sessions.end_session(db, ada, plain, now=NOW)
        shown = own_account(db, ben).profile
        wanted = Profile(name=payload, timezone="UTC", locale="en")
        service.change_profile(db, ben, wanted, shown=shown, now=NOW)
        roles = db.execute(select(Student.role, func.count()).group_by(Student.role)).all()
        assert [tuple(row) for row in roles] == [("student", 2)]
        assert "$2" not in own_account(db, ben).profile.name


ANSWERED = {
    "number": {"type": "number", "answer": "2"},
    "quantity": {"type": "quantity", "answer": "9.8 m/s^2"},
    "expression": {"type": "expression", "answer": "(x + 1)^2"},
    "equation": {"type": "equation", "answer": "y = 2x + 1"},
    "interval": {"type": "interval", "answer": "(-oo, 2]"},
    "set": {"type": "set", "answer": ["1", "-1/2"]},
    "list": {"type": "list", "answer": ["1", "2"]},
    "choice": {"type": "choice", "answer": "A", "choices": {"A": "one", "B": "two"}},
    "choices": {"type": "choices", "answer": ["A"], "choices": {"A": "one", "B": "two"}},
    "text": {"type": "text", "answer": ["photon"]},
    "order": {"type": "order", "answer": ["one", "two"]},
}
CLOSED_BY_ANY_WORDS = {"text", "order"}
EVERYBODYS = {"item_estimates", "skill_estimates"}  # what answers are for


def ask(database, actor, content_id):
    goal, rng = Goal(content_id=content_id), random.Random(5)
    return database.run(lambda db: practice.next_attempt(db, actor, goal, now=NOW, rng=rng))


def everything_but_of(database, actor):
    """Return all rows of all tables that an answer of this person must leave alone."""
    found = {}
    with database.reading() as db:
        for name, table in Base.metadata.tables.items():
            if name in EVERYBODYS:
                continue
            query = select(table).order_by(*table.primary_key)
            if "student_id" in table.c:
                query = query.where(table.c.student_id != actor.id)
            found[name] = [tuple(row) for row in db.execute(query)]
    return found


@pytest.mark.parametrize("payload", SQL)
def test_sql_in_an_answer_is_text_and_changes_nothing_else(database, payload):
    with database.transaction() as db:
        add_school(db)
        ada, eve = (Actor(add_student(db, name).id, "student") for name in ("ada", "eve"))
        items = {name: add_item(db, answer_spec=spec).id for name, spec in ANSWERED.items()}
    asked = ask(database, eve, items["text"])
    database.run(lambda db: practice.save_draft(db, eve, asked.attempt_id, "eve's own"))
    before = everything_but_of(database, ada)
    kept = payload.encode(errors="replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")
    for name, item in items.items():
        shown = ask(database, ada, item)
        database.run(
            lambda db, shown=shown: practice.save_draft(db, ada, shown.attempt_id, payload)
        )
        with database.reading() as db:
            assert attempt_of(db, ada, shown.attempt_id).draft == kept
        answer(database, ada, shown.attempt_id, payload, locale="en", now=NOW)
        with database.reading() as db:
            stored = db.get_one(LearningSession, shown.attempt_id)
        if name in CLOSED_BY_ANY_WORDS:
            assert (stored.response, stored.is_correct, stored.draft) == (kept, False, None)
        else:
            assert (stored.response, stored.is_correct, stored.draft) == (None, None, kept)
    assert everything_but_of(database, ada) == before


# --- Secrets

PRIVATE = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\bxox[bap]-[A-Za-z0-9-]{10,}|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}"
)
TOKEN = re.compile(r"[A-Za-z0-9+/_=-]{32,}")
HASHED = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entropy(token: str) -> float:
    """Bits a character, by how often each occurs."""
    counts = Counter(token)
    return -sum(n / len(token) * math.log2(n / len(token)) for n in counts.values())


def secrets_in(content: str) -> list[str]:
    found = [match.group() for match in PRIVATE.finditer(content)]
    for match in TOKEN.finditer(HASHED.sub("", content)):
        token = match.group()
        kinds = [any(map(kind, token)) for kind in (str.islower, str.isupper, str.isdigit)]
        if all(kinds) and entropy(token) > 4.2:
            found.append(token)
    return found


def tracked_texts():
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in done.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in {".png", ".svg", ".ico"}:
            yield name, path.read_text(errors="replace")


def test_no_tracked_file_holds_a_secret():
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: nothing says which files are tracked")
    assert not {name: found for name, content in tracked_texts() if (found := secrets_in(content))}


@pytest.mark.parametrize(
    "written",
    [
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "key = '" + "q7Zk2" + "Wm9XvT4pLs8RfYbNc3JhGd6QaEu1" + "'",
        "AKIA" + "ABCDEFGHIJKLMNOP",
    ],
)
def test_a_secret_would_be_found(written):
    assert secrets_in(written)


def test_a_server_on_postgresql_without_a_cookie_key_does_not_start():
    given = {
        "PATH": "/usr/bin:/bin",
        "TUTOR_DATABASE_URL": "postgresql://tutor@127.0.0.1:9/tutor",
    }
    done = subprocess.run(
        [sys.executable, "-c", "from tutor_core.cli import main; main()", "serve"],
        cwd=ROOT, env=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("TUTOR_COOKIE_KEY is required with PostgreSQL: set it to")
    assert done.stderr.count("\n") == 1


def test_settings_never_print_what_they_hide():
    shown = repr(
        dataclasses.replace(
            Settings(database_url="postgresql://u:hidden@h/d", cookie_key="hidden"),
            smtp_url="smtp://u:hidden@h",
        )
    )
    assert "hidden" not in shown
